/** Rows of many channels, read in one query, by the channel that each belongs to; in the order of the rows. */
export function grouped<Row extends { readonly channelId: number }, Value>(
  rows: readonly Row[],
  read: (row: Row) => Value,
): ReadonlyMap<number, readonly Value[]> {
  const groups = new Map<number, Value[]>();
  for (const row of rows) {
    const group = groups.get(row.channelId);
    if (group === undefined) groups.set(row.channelId, [read(row)]);
    else group.push(read(row));
  }
  return groups;
}
