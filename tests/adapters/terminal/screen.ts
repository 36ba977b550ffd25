/** What a person sees: applies the cursor movements that readline and the terminal write (ECMA-48) to rows of text. */

/** One control sequence, one link, or one character. */
const PARTS = /\u001b\[([0-9;]*)([A-Za-z])|\u001b\]8;;[^\u0007]*\u0007|[\s\S]/gu;

/** The rows on the screen, without the spaces at their ends; it scrolls without bounds. */
export function screenOf(written: string, columns: number): string {
  const rows: string[][] = [[]];
  let row = 0;
  let column = 0;
  const down = () => {
    row += 1;
    while (rows.length <= row) rows.push([]);
  };

  for (const [part, parameter = "", command] of written.matchAll(PARTS)) {
    const count = Math.max(Number(parameter || 1), 1);
    if (command === "A") row = Math.max(row - count, 0);
    else if (command === "B") row = Math.min(row + count, rows.length - 1);
    else if (command === "C") column = Math.min(column + count, columns - 1);
    else if (command === "D") column = Math.max(column - count, 0);
    else if (command === "G") column = count - 1;
    else if (command === "H")
      [row, column] = [Number(parameter.split(";")[0]) - 1, Number(parameter.split(";")[1]) - 1];
    else if (command === "K") rows[row]?.splice(column);
    else if (command === "J") {
      rows[row]?.splice(column);
      rows.splice(row + 1);
    } else if (part === "\r") column = 0;
    else if (part === "\n") {
      down();
      column = 0;
    } else if (!part.startsWith("\u001b")) {
      if (column === columns) {
        down();
        column = 0;
      }
      const cells = rows[row] ?? [];
      while (cells.length < column) cells.push(" ");
      cells[column] = part;
      column += 1;
    }
  }
  return rows.map((cells) => cells.join("").trimEnd()).join("\n");
}
