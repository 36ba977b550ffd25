/** The numbers of a text, each with its unit and sign, however they are written: "3.5x", "1.2M", "-5 %", "two thirds". */
import { stemOf } from "../words.ts";
import { partsOf } from "./plain.ts";
import { UNITS, unitOf } from "./units.ts";

export interface Quantity {
  /** As it stands in the text. */
  readonly text: string;
  readonly value: number;
  /** One name for each unit; empty for a mere count. */
  readonly unit: string;
  readonly negative: boolean;
  /** "at least" and "at most": what a number is said to be the bound of. */
  readonly bound: "least" | "most" | undefined;
  /** "about", "nearly", or a bound: it may stand for a number near it. */
  readonly rough: boolean;
  /** Written in words: "three". */
  readonly spelled: boolean;
  /** Stems of the next few words: what is counted. */
  readonly things: readonly string[];
}

const NUMBER = String.raw`\d+(?:\.\d+)*|\.\d+`;
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  thousands: 1e3,
  m: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  trillion: 1e12,
  trillions: 1e12,
  hundred: 100,
  hundreds: 100,
};

const WORDS: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  single: 1,
  two: 2,
  dual: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const FRACTIONS: Readonly<Record<string, number>> = { half: 2, third: 3, quarter: 4, fifth: 5, tenth: 10 };
const MULTIPLES: Readonly<Record<string, number>> = {
  twice: 2,
  twofold: 2,
  double: 2,
  doubles: 2,
  doubled: 2,
  doubling: 2,
  triple: 3,
  triples: 3,
  tripled: 3,
  tripling: 3,
  threefold: 3,
  fourfold: 4,
  fivefold: 5,
  tenfold: 10,
  quadruple: 4,
  quadruples: 4,
  quadrupling: 4,
  halves: 0.5,
  halving: 0.5,
  halved: 0.5,
};

const anyOf = (words: Readonly<Record<string, number>>) => Object.keys(words).join("|");
/** A digit or number word, an optional scale, an optional unit. */
const DIGITS = new RegExp(
  `(?<sign>(?<![\\p{L}\\p{N})\\]])[-+])?(?<money>[$€£])?(?<number>${NUMBER})(?<power>e[-+]?\\d+|(?: ?× ?10)\\^\\(?-?\\d+\\)?)?` +
    `(?:[- ]?(?<scale>thousand|million|billion|trillion|hundred|bn|[KkMBT])(?![\\p{L}\\p{N}]))?` +
    `(?:(?<gap>[- ]?)(?<unit>${UNITS})(?![\\p{L}\\p{N}]))?`,
  "gu",
);
const SPELLED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?<count>${anyOf(WORDS)})(?:[- ](?<ones>one|two|three|four|five|six|seven|eight|nine)(?![\\p{L}]))?(?:[- ](?<scale>hundred|thousand|million|billion|trillion))?(?:[- ](?<part>thirds?|quarters?|fifths?|tenths?))?` +
    `(?:[- ](?<unit>${UNITS})(?![\\p{L}\\p{N}]))?` +
    `|(?<multiple>${anyOf(MULTIPLES)})|(?<half>half))(?![\\p{L}\\p{N}])`,
  "giu",
);

const LEAST =
  /(?:\b(?:over|at least|more than|exceeding|exceeds?|above|beyond|greater than|upwards of)|[>≥]) ?$/iu;
const MOST =
  /(?:\b(?:up to|at most|less than|fewer than|under|below|within|as much as|no more than)|[<≤]) ?$/iu;
const ROUGH =
  /(?:\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|close to|some|circa|an? average of)|[~≈∼]) ?$/iu;

/** Every number of a text that went through `plain`. */
export function quantitiesIn(text: string): readonly Quantity[] {
  const found = [...digitsIn(text), ...spelledIn(text)].sort((one, other) => one.at - other.at);
  return shareUnits(found, text).map(({ quantity }) => quantity);
}

interface Placed {
  readonly quantity: Quantity;
  readonly at: number;
  readonly end: number;
}

function digitsIn(text: string): Placed[] {
  return [...text.matchAll(DIGITS)].flatMap((match) => {
    const { sign, money, number = "", power, scale, unit } = match.groups ?? {};
    const at = match.index;
    const end = at + match[0].length;
    // A version or a date, "2.5.1": its digits are no amount, but they stand there.
    const value = Number(number.split(".").length > 2 ? number.replaceAll(".", "") : number);
    const before = text.slice(Math.max(0, at - 20), at);
    const quantity: Quantity = {
      text: match[0].trim(),
      value: value * (SCALES[scale?.toLowerCase() ?? ""] ?? 1) * powerOf(power),
      unit: money === undefined ? unitOf(unit) : "money",
      negative: sign === "-",
      ...hedges(before),
      spelled: false,
      things: thingsAfter(text, end),
    };
    return [{ quantity, at, end }];
  });
}

function spelledIn(text: string): Placed[] {
  return [...text.matchAll(SPELLED)].map((match) => {
    const { count, ones, scale, part, unit, multiple, half } = match.groups ?? {};
    const tens = WORDS[count?.toLowerCase() ?? ""] ?? 0;
    const amount =
      (tens + (ones === undefined ? 0 : (WORDS[ones.toLowerCase()] ?? 0))) *
      (SCALES[scale?.toLowerCase() ?? ""] ?? 1);
    const value =
      half !== undefined
        ? 0.5
        : multiple !== undefined
          ? (MULTIPLES[multiple.toLowerCase()] ?? 0)
          : amount / (FRACTIONS[part?.toLowerCase().replace(/s$/, "") ?? ""] ?? 1);
    const at = match.index;
    return {
      quantity: {
        text: match[0],
        value,
        unit: multiple !== undefined ? "times" : unitOf(unit),
        negative: false,
        ...hedges(text.slice(Math.max(0, at - 20), at)),
        spelled: true,
        things: thingsAfter(text, at + match[0].length),
      },
      at,
      end: at + match[0].length,
    };
  });
}

function hedges(before: string): { bound: Quantity["bound"]; rough: boolean } {
  const bound = LEAST.test(before) ? "least" : MOST.test(before) ? "most" : undefined;
  return { bound, rough: bound !== undefined || ROUGH.test(before) };
}

function thingsAfter(text: string, end: number): readonly string[] {
  return partsOf(text.slice(end, end + 60))
    .slice(0, 4)
    .map(stemOf);
}

function powerOf(power: string | undefined): number {
  const exponent = /-?\d+\)?$/.exec(power ?? "")?.[0];
  return exponent === undefined ? 1 : 10 ** Number(exponent.replace(")", ""));
}

/** In "10, 20, and 30%" and "3 to 5 hours" every number has the unit of the last. */
function shareUnits(found: readonly Placed[], text: string): readonly Placed[] {
  const shared = [...found];
  for (let index = shared.length - 2; index >= 0; index--) {
    const [here, next] = [shared[index], shared[index + 1]];
    if (here === undefined || next === undefined || here.quantity.unit !== "" || next.quantity.unit === "")
      continue;
    if (/^(?:,? ?(?:and|or|to|&) |, ?| ?[-/~] ?| to | and )$/iu.test(text.slice(here.end, next.at))) {
      shared[index] = { ...here, quantity: { ...here.quantity, unit: next.quantity.unit } };
    }
  }
  return shared;
}
