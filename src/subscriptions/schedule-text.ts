/** What a person typed -> Schedule: "9:30 weekdays Europe/Berlin", "weekly friday 4pm", "monthly". */
import {
  defaultSchedule,
  EVERY_DAY,
  formatDays,
  type Schedule,
  WEEKDAYS,
  WEEKEND,
  type Weekday,
  zoneName,
} from "./schedule.ts";
import { MONTHLY, namesDate, OFTENER, ONCE_A_DAY } from "./schedule-limits.ts";
import { findZone } from "./zones.ts";

export type ParsedSchedule =
  | { readonly schedule: Schedule }
  /** A sentence that says what was not understood and what would work. */
  | { readonly problem: string }
  /** What was typed means several things; each choice is a whole text that means one of them. */
  | { readonly question: string; readonly choices: readonly string[] };

export interface ScheduleDefaults {
  /** The caller's own zone, as far as the platform knows it. */
  readonly defaultZone: string;
  /** The channel's schedule so far: what the text does not mention stays as it is. */
  readonly current?: Schedule | undefined;
}

/** Reads what a person typed. Whatever is not mentioned is as before, or 09:00 on weekdays in the default zone. */
export function parseSchedule(typed: string, defaults: ScheduleDefaults): ParsedSchedule {
  const before = defaults.current ?? defaultSchedule(defaults.defaultZone);
  if (OFTENER.test(typed)) return { problem: ONCE_A_DAY };
  const { zoneText, time, cadence, days, problem } = readParts(typed);
  if (problem !== undefined) return { problem };
  const rhythm = rhythmOf(before, cadence, days);
  if ("problem" in rhythm) return rhythm;
  const partly = { ...before, ...rhythm, ...(time === undefined ? {} : { time }) };
  if (zoneText === "") return { schedule: partly };

  const answer = findZone(zoneText, defaults.defaultZone);
  if (answer.kind === "zone") return { schedule: { ...partly, zone: answer.zone } };
  const text = (zone: string) => scheduleText({ ...partly, zone });
  if (answer.kind === "ambiguous") {
    const question = `“${zoneText}” could be ${orList(answer.zones)}. Which one?`;
    return { question, choices: answer.zones.map(text) };
  }
  if (answer.near.length > 0) {
    return {
      question: `I know no place “${zoneText}”. Did you mean ${orList(answer.near)}?`,
      choices: answer.near.map(text),
    };
  }
  return { problem: `I did not understand “${zoneText}”. ${EXAMPLES}` };
}

/** The text that `parseSchedule` reads back as the same schedule. */
export function scheduleText(schedule: Schedule): string {
  const days = formatDays(schedule.days);
  const rhythm =
    schedule.cadence === "daily" ? days : `${schedule.cadence} ${days === "daily" ? "mon-sun" : days}`;
  return [rhythm, schedule.time, zoneName(schedule.zone)].join(" ");
}

const EXAMPLES =
  "For instance: “9:30 weekdays Europe/Berlin”, “17:00 mon,thu”, “weekly friday 16:00”, “monthly”, or “off”.";

function rhythmOf(
  before: Schedule,
  cadence: Schedule["cadence"] | undefined,
  days: readonly Weekday[] | undefined,
): Pick<Schedule, "cadence" | "days"> | { readonly problem: string } {
  const isOneDay = days?.length === 1;
  switch (cadence) {
    case "weekly":
      if (days !== undefined && !isOneDay) {
        const example = `“${formatDays(days)} ${before.time}”`;
        return {
          problem: `A weekly digest comes on one day, for instance “weekly friday”. For each of these days: ${example}.`,
        };
      }
      return { cadence, days: days ?? (before.cadence === "weekly" ? before.days : [5]) };
    case "monthly":
      return { cadence, days: days ?? (before.cadence === "monthly" ? before.days : WEEKDAYS) };
    case "daily":
      return { cadence, days: days ?? EVERY_DAY };
    case undefined:
      if (days === undefined) return { cadence: before.cadence, days: before.days };
      // One day of the week is what a week's digest is.
      return { cadence: isOneDay ? "weekly" : "daily", days };
  }
}

interface Parts {
  readonly time: string | undefined;
  readonly cadence: Schedule["cadence"] | undefined;
  readonly days: readonly Weekday[] | undefined;
  /** What is left when the rest was understood. */
  readonly zoneText: string;
  readonly problem: string | undefined;
}

function readParts(typed: string): Parts {
  const words = typed
    .replace(/(\p{L})\.(?=\p{L}\.?)/gu, "$1")
    .replace(/[([)\]]/gu, " ")
    .replace(/(\d)\s*([ap])\.?m\b\.?/giu, "$1$2m")
    .replace(/\b(utc|gmt)\s*([+\u2212-])\s*(?=\d)/giu, "$1$2")
    .replace(/\bfirst\b(.*?)\b(?:of|in)\s+(?:the|each|every|a)\s+month\b/giu, "monthly $1")
    .replace(/\bevery\s*day\b|\beach day\b/giu, "daily")
    .replace(/\b(?:every|each)\s+(week|month)\b/giu, "$1ly")
    .replace(/\s*[\u2013\u2014-]\s*(?=(?:mo|tu|we|th|fr|sa|su)\p{L}*\b)/giu, "-")
    .replace(/\b(\p{L}+)\s+(?:to|till|until|through)\s+(?=(?:mo|tu|we|th|fr|sa|su)\p{L}*\b)/giu, "$1-")
    .split(/[\s;]+/u)
    .filter((word) => word !== "");

  const times = new Set<string>();
  const days = new Set<Weekday>();
  const cadences = new Set<Schedule["cadence"]>();
  const rest: string[] = [];
  let problem: string | undefined;
  for (const word of words) {
    const bare = word.toLowerCase().replace(/^[,.]+|[,.:]+$/gu, "");
    const time = readTime(bare);
    const named = readDays(bare);
    if (bare === "daily" || bare === "weekly" || bare === "monthly") cadences.add(bare);
    else if (named !== undefined) for (const day of named) days.add(day);
    else if (time === "wrong") problem ??= `“${word}” is no time of the day. ${EXAMPLES}`;
    else if (time !== undefined) times.add(time);
    else rest.push(word);
  }
  if (cadences.has("monthly") && namesDate(words, times.size)) problem = MONTHLY;
  if (times.size > 1) problem ??= `One digest a day: choose ${orList([...times])}.`;
  if (cadences.size > 1) problem ??= `Choose ${orList([...cadences])}: not both.`;
  return {
    time: [...times][0],
    cadence: [...cadences][0],
    days: days.size === 0 ? undefined : EVERY_DAY.filter((day) => days.has(day)),
    zoneText: trimFillers(rest),
    problem,
  };
}

/** Words around a time or a place that carry no meaning of their own. */
const FILLERS = new Set("at on in the and a of every each & , o'clock oclock h hours hrs local".split(" "));

function trimFillers(words: readonly string[]): string {
  const isFiller = (word: string) => FILLERS.has(word.toLowerCase());
  const first = words.findIndex((word) => !isFiller(word));
  const last = words.findLastIndex((word) => !isFiller(word));
  return first < 0
    ? ""
    : words
        .slice(first, last + 1)
        .join(" ")
        .replace(/^,+|,+$/gu, "");
}

/** `HH:MM`; `wrong` for what looks like a time and is none; undefined for anything else. */
function readTime(word: string): string | "wrong" | undefined {
  if (word === "noon" || word === "midday") return "12:00";
  if (word === "midnight") return "00:00";
  const match = /^(\d{1,2})(?:[:.h]?(\d{2})|h)?(?::00)?([ap]m)?$/u.exec(word.replace("\u2236", ":"));
  if (match === null) return /^\d[\d:.]*(?:[ap]m|h)?$/u.test(word) ? "wrong" : undefined;
  const [, hours = "", minutes = "00", half] = match;
  const hour = Number(hours);
  if (Number(minutes) > 59 || hour > 23 || (half !== undefined && (hour === 0 || hour > 12))) return "wrong";
  const hour24 = half === undefined ? hour : (hour % 12) + (half === "pm" ? 12 : 0);
  return `${String(hour24).padStart(2, "0")}:${minutes}`;
}

const DAY_GROUPS: Readonly<Record<string, readonly Weekday[]>> = {
  weekday: WEEKDAYS,
  weekdays: WEEKDAYS,
  workday: WEEKDAYS,
  workdays: WEEKDAYS,
  weekend: WEEKEND,
  weekends: WEEKEND,
};

/** The days of "mon,thu", "mo-fr", "weekends"; undefined for anything else. */
function readDays(word: string): readonly Weekday[] | undefined {
  const days: Weekday[] = [];
  for (const part of word.split(/[,/&+]/u)) {
    if (part === "") continue;
    const group = Object.hasOwn(DAY_GROUPS, part) ? DAY_GROUPS[part] : undefined;
    const [from, to, ...more] = part.split("-").map(readDay);
    if (group !== undefined) days.push(...group);
    else if (from === undefined || more.length > 0) return undefined;
    else if (!part.includes("-")) days.push(from);
    else if (to === undefined) return undefined;
    else days.push(...dayRange(from, to));
  }
  return days.length === 0 ? undefined : days;
}

const DAY_NAME =
  /^(?:(mo(?:n(?:day)?)?)|(tu(?:e(?:s(?:day)?)?)?)|(we(?:d(?:s|nesday)?)?)|(th(?:u(?:r(?:s(?:day)?)?)?)?)|(fr(?:i(?:day)?)?)|(sa(?:t(?:urday)?)?)|(su(?:n(?:day)?)?))s?$/u;

function readDay(word: string): Weekday | undefined {
  const match = DAY_NAME.exec(word);
  return match === null ? undefined : EVERY_DAY.find((day) => match[day] !== undefined);
}

/** "fri-mon" goes over the weekend. */
function dayRange(from: Weekday, to: Weekday): readonly Weekday[] {
  return EVERY_DAY.filter((day) => (from <= to ? day >= from && day <= to : day >= from || day <= to));
}

function orList(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length <= 1 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}
