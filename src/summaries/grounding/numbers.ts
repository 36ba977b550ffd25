/** Which numbers of a statement its source does not have. */
import type { Quantity } from "./quantities.ts";
import { quantitiesIn } from "./quantities.ts";
import type { Source } from "./source.ts";

/** Words for an order of magnitude, and how many they may stand for. */
const MAGNITUDES: readonly (readonly [pattern: RegExp, least: number, below: number])[] = [
  [/(?<!\d ?)\bdozens\b/giu, 20, 200],
  [/(?<!\d ?)\bhundreds\b/giu, 100, 2000],
  [/(?<!\d ?)\bthousands\b/giu, 1e3, 1e6],
  [/(?<!\d ?)\bmillions\b/giu, 1e6, 1e9],
  [/(?<!\d ?)\bbillions?\b/giu, 1e9, 1e12],
  [/(?<!\d ?)\btrillions?\b/giu, 1e12, 1e15],
];

/** `statement` and the source's text went through `plain`. */
export function missingNumbers(statement: string, source: Source): readonly string[] {
  const missing = quantitiesIn(statement).filter((quantity) => !stands(quantity, source));
  const vague = MAGNITUDES.flatMap(([pattern, least, below]) =>
    [...statement.matchAll(pattern)]
      .map(([word]) => word)
      .filter(
        (word) =>
          !source.text.toLowerCase().includes(word.toLowerCase().replace(/s$/, "")) &&
          !source.quantities.some(({ value }) => value >= least && value < below),
      ),
  );
  return [...missing.map(({ text }) => text), ...vague];
}

function stands(said: Quantity, source: Source): boolean {
  return source.quantities.some((known) => isSame(said, known));
}

function isSame(said: Quantity, known: Quantity): boolean {
  if (!isSameValue(said, known) || !isSameUnit(said, known)) return false;
  if (said.negative && !known.negative) return false;
  // "two" is in nearly every abstract: two of what?
  if (said.spelled && said.unit === "" && !said.things.some((thing) => known.things.includes(thing)))
    return false;
  return said.bound === undefined || known.bound === undefined || said.bound === known.bound;
}

function isSameValue(said: Quantity, known: Quantity): boolean {
  if (near(said.value, known.value)) return true;
  // "half" for 50 %, and the other way round.
  if (known.value === 0.5 && said.unit === "percent" && said.value === 50) return true;
  if (said.value === 0.5 && known.unit === "percent" && known.value === 50) return true;
  return said.rough && isRounded(said.value, known.value);
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one));
}

/** Whether the first is the second with fewer digits: 40 for 40.3, 1.2 for 1.23. */
function isRounded(short: number, long: number): boolean {
  if (short === 0 || long === 0) return false;
  const digits = short.toExponential().replace(/e.*/, "").replace(/\D/g, "").length;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(short))) - digits + 1);
  return (
    digits >= 1 &&
    (near(Math.floor(long / step) * step, short) || near(Math.round(long / step) * step, short))
  );
}

/** A number without a unit may be the same measure, if it is too odd to be a count. */
function isSameUnit(said: Quantity, known: Quantity): boolean {
  if (said.unit === known.unit) return true;
  if (said.value === 0.5) return true;
  return (said.unit === "" || known.unit === "") && !Number.isInteger(known.value);
}
