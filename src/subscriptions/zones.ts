/** The IANA time zone that a person means: "Europe/Berlin", "Munich", "PST", "UTC+2". */
import { distance } from "fastest-levenshtein";
import { Temporal } from "temporal-polyfill";
import { ABBREVIATIONS, CITIES, COUNTRIES, RENAMED } from "./zone-names.ts";

export type ZoneAnswer =
  | { readonly kind: "zone"; readonly zone: string }
  /** More than one zone has this name; the likeliest first. */
  | { readonly kind: "ambiguous"; readonly zones: readonly string[] }
  /** No zone has it; `near` are names that are typed almost so. */
  | { readonly kind: "unknown"; readonly near: readonly string[] };

/** `preferred` settles a name that several zones share, when it is one of them: the caller's own zone. */
export function findZone(typed: string, preferred?: string): ZoneAnswer {
  const name = plainName(typed);
  if (name === "") return { kind: "unknown", near: [] };
  const offset = offsetZones(typed);
  if (offset !== undefined) return choose(offset, preferred);
  const named = names().get(name) ?? namedWithMore(name);
  if (named !== undefined) {
    const [only, ...others] = named;
    const isPlain = only !== undefined && others.length === 0 && isAbbreviation(name);
    if (isPlain && preferred !== undefined && sameClocks(only, preferred)) {
      return { kind: "zone", zone: preferred };
    }
    return choose(named, preferred);
  }
  const official = name.includes("/") ? officialName(typed.trim()) : undefined;
  if (official !== undefined) return { kind: "zone", zone: official };
  return { kind: "unknown", near: nearNames(name) };
}

/** A zone that the engine knows but does not list, such as `Etc/GMT-2`. */
function officialName(typed: string): string | undefined {
  try {
    return modern(new Intl.DateTimeFormat("en", { timeZone: typed }).resolvedOptions().timeZone);
  } catch {
    return undefined;
  }
}

function isAbbreviation(name: string): boolean {
  return Object.values(ABBREVIATIONS).some((list) => list.split(", ").includes(name));
}

/** Whether two zones keep the same clocks: who says "ET" in Toronto means Toronto. */
function sameClocks(one: string, other: string): boolean {
  const clocks = (zone: string) =>
    ["2026-01-01T12:00Z", "2026-07-01T12:00Z"].map(
      (instant) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone).offsetNanoseconds,
    );
  return clocks(one).join() === clocks(other).join();
}

function choose(zones: readonly string[], preferred: string | undefined): ZoneAnswer {
  const [only, ...others] = zones;
  if (only !== undefined && others.length === 0) return { kind: "zone", zone: only };
  const own = zones.find((zone) => modern(zone) === (preferred && modern(preferred)));
  if (own !== undefined) return { kind: "zone", zone: own };
  return zones.length === 0 ? { kind: "unknown", near: [] } : { kind: "ambiguous", zones };
}

/** "Berlin, Germany", "Ho Chi Minh City": the city decides, whatever is said of it. */
function namedWithMore(name: string): readonly string[] | undefined {
  return names().get(name.replace(/\s*,.*$| city$/u, ""));
}

/** Names as people type them: no accents, no case, no underscores. */
function plainName(typed: string): string {
  return typed
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[_\s]+/gu, " ")
    .replace(/\.(?=\s|$)/gu, "")
    .replace(/^(?:the )?(.*?)(?: (?:standard |daylight |summer )?time(?: ?zone)?)?$/u, "$1")
    .trim();
}

let known: ReadonlyMap<string, readonly string[]> | undefined;

function names(): ReadonlyMap<string, readonly string[]> {
  known ??= collectNames();
  return known;
}

/** Later entries win over earlier ones: what people say over what the zone files are called. */
function collectNames(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const zone of zoneNames()) {
    found.set(plainName(zone.split("/").at(-1) ?? zone), [zone]);
    found.set(plainName(zone), [zone]);
  }
  for (const [old, zone] of Object.entries(RENAMED)) {
    found.set(plainName(old), [zone]);
    found.set(plainName(old.split("/").at(-1) ?? old), [zone]);
  }
  for (const table of [CITIES, COUNTRIES, ABBREVIATIONS]) {
    for (const [zone, list] of Object.entries(table)) {
      for (const name of list.split(", ")) found.set(plainName(name), zone.split(" "));
    }
  }
  return found;
}

/** The zones of which a name begins like this, by their own names first: "eur", "new y", "muni". */
export function zonesBeginningWith(typed: string): readonly string[] {
  const name = plainName(typed);
  if (name === "") return [];
  const own = zoneNames().filter((zone) => plainName(zone).startsWith(name));
  const other = [...names()].filter(([each]) => each.startsWith(name)).flatMap(([, zones]) => zones);
  return [...new Set([...own, ...other])];
}

/** Every zone of this machine's data by its present name. */
export function zoneNames(): readonly string[] {
  return [...new Set(Intl.supportedValuesOf("timeZone").map(modern)), "UTC"].sort();
}

/** Engines keep a zone's first name for ever; people know the present one. */
function modern(zone: string): string {
  return RENAMED[zone] ?? zone;
}

/** "UTC+2": the zones of whole hours, and the places whose clocks stand at the other offsets all year. */
function offsetZones(typed: string): readonly string[] | undefined {
  const match = /^\s*(?:utc|gmt)?\s*([+\u2212-])\s*(\d{1,2})(?::?([03]0|45))?\s*$/iu.exec(typed);
  if (match === null) return undefined;
  const [, sign = "+", hours = "0", minutes = "00"] = match;
  const hour = Number(hours);
  const isEast = sign === "+";
  if (minutes !== "00") return OTHER_OFFSETS[`${isEast ? "+" : "-"}${hour}:${minutes}`] ?? [];
  if (hour === 0) return ["UTC"];
  if (hour > (isEast ? 14 : 12)) return [];
  // The signs of these names are the other way round: https://www.iana.org/time-zones, file `etcetera`.
  return [`Etc/GMT${isEast ? "-" : "+"}${hour}`];
}

const OTHER_OFFSETS: Readonly<Record<string, readonly string[]>> = {
  "-9:30": ["Pacific/Marquesas"],
  "+3:30": ["Asia/Tehran"],
  "+4:30": ["Asia/Kabul"],
  "+5:30": ["Asia/Kolkata"],
  "+5:45": ["Asia/Kathmandu"],
  "+6:30": ["Asia/Yangon"],
  "+8:45": ["Australia/Eucla"],
  "+9:30": ["Australia/Darwin"],
};

/** Names of zones that differ by a slip of the fingers. */
function nearNames(name: string): readonly string[] {
  const allowed = name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
  const near = [...names()]
    .map(([other, zones]) => ({ zones, slips: distance(name, other) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((one, other) => one.slips - other.slips);
  return [...new Set(near.flatMap(({ zones }) => zones))].slice(0, 3);
}
