/** Weekdays as the port writes them ("weekdays", "mon,thu") and as checkboxes. */
export const WEEKDAYS = [
  { short: "mon", name: "Monday" },
  { short: "tue", name: "Tuesday" },
  { short: "wed", name: "Wednesday" },
  { short: "thu", name: "Thursday" },
  { short: "fri", name: "Friday" },
  { short: "sat", name: "Saturday" },
  { short: "sun", name: "Sunday" },
] as const;

const SHORTS = WEEKDAYS.map(({ short }): string => short);

/** The days that are named, in the week's order; none if the words name none. */
export function readDays(value: string): readonly string[] {
  const words = value.toLowerCase().split(/[\s,]+/u);
  const named = new Set(words.flatMap(daysOf));
  return SHORTS.filter((day) => named.has(day));
}

export function writeDays(days: readonly string[]): string {
  return SHORTS.filter((day) => days.includes(day)).join(",");
}

function daysOf(word: string): readonly string[] {
  if (word === "weekdays") return SHORTS.slice(0, 5);
  if (word === "weekend" || word === "weekends") return SHORTS.slice(5);
  if (word === "daily" || word === "everyday") return SHORTS;
  const [, from, to] = /^([a-z]{3})[a-z]*[-–]([a-z]{3})[a-z]*$/u.exec(word) ?? [];
  if (from !== undefined && to !== undefined) {
    const [start, end] = [SHORTS.indexOf(from), SHORTS.indexOf(to)];
    return start >= 0 && end >= start ? SHORTS.slice(start, end + 1) : [];
  }
  return SHORTS.filter((day) => word.startsWith(day));
}
