/** Rhythms that people ask for and that no schedule has. */

export const ONCE_A_DAY = "One digest a day at most, for instance “9:00 daily” or “9:00 mon,thu”.";

/** "hourly", "every two hours", "twice a day". */
export const OFTENER =
  /\bhourly\b|\b(?:every|each)\s+(?:\p{L}+\s+|\d+\s*)?(?:hours?|minutes?|min|h)\b|\b(?:twice|thrice|times)\s+(?:a|per|every|each)?\s*(?:day|daily)\b/iu;

/** What monthly means. */
export const MONTHLY =
  "A monthly digest comes on the month’s first weekday, or on the first of a day that you name: “monthly 9:00”, “monthly monday 9:00”. It cannot come on a date.";

/** Whether one of the words is a day of the month: `31`, `15th`, or a bare number beside the time. */
export function namesDate(words: readonly string[], times: number): boolean {
  return words.some((word) => {
    const [, number = "", ordinal] = /^(\d{1,2})(st|nd|rd|th)?[,.]?$/iu.exec(word) ?? [];
    const isDate = Number(number) >= 1 && Number(number) <= 31;
    return isDate && (ordinal !== undefined || Number(number) > 23 || times > 1);
  });
}
