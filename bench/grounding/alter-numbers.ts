/** Wrong numbers that a reader would not notice: another digit, another unit, ten times as much, another count. */
import { pick } from "../lib/random.ts";
import type { Alteration } from "./alteration.ts";

const SPELLED = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"];
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(\d)%/g, "$1x"],
  [/(\d) percent\b/g, "$1 times"],
  [/(\d) percentage points\b/g, "$1 times"],
  [/(\d)x\b/g, "$1%"],
  [/(\d) times\b/g, "$1 percent"],
  [/(\d)B\b/g, "$1M"],
  [/(\d)M\b/g, "$1B"],
  [/(\d)K\b/gi, "$1M"],
  [/(\d) ?GB\b/g, "$1MB"],
  [/\bbillion\b/g, "million"],
  [/\bmillion\b/g, "billion"],
  [/\bthousand\b/g, "million"],
  [/(\d) hours\b/g, "$1 minutes"],
  [/(\d) minutes\b/g, "$1 hours"],
  [/(\d)-bit\b/g, "$1-byte"],
];

export const alterNumbers: Alteration = (summary, random) => {
  const altered: string[] = [];
  for (const { 0: number, index } of summary.matchAll(/\d+(?:[.,]\d+)*/g)) {
    const put = (other: string) => {
      altered.push(summary.slice(0, index) + other + summary.slice(index + number.length));
    };
    put(otherDigit(number, random));
    if (number.includes(".")) put(number.replace(".", ""));
    else if (number.length > 1) put(number.slice(0, -1));
    put(number.length > 1 ? swapped(number) : `${number}0`);
  }
  for (const [unit, other] of UNITS) {
    for (const match of summary.matchAll(unit)) {
      altered.push(
        summary.slice(0, match.index) +
          match[0].replace(new RegExp(unit.source, unit.flags.replace("g", "")), other) +
          summary.slice(match.index + match[0].length),
      );
    }
  }
  for (const { 0: word, index } of summary.matchAll(
    new RegExp(`\\b(?:${SPELLED.join("|")}|dual|single|double|triple)\\b`, "gi"),
  )) {
    const others = SPELLED.filter(
      (other) => other !== word.toLowerCase() && !(word.toLowerCase() === "dual" && other === "two"),
    );
    altered.push(summary.slice(0, index) + (pick(others, random) ?? "") + summary.slice(index + word.length));
  }
  return altered.filter((text) => text !== summary);
};

function otherDigit(number: string, random: () => number): string {
  const places = [...number].flatMap((letter, place) => (/\d/.test(letter) ? [place] : []));
  const place = pick(places, random) ?? 0;
  const old = Number(number[place]);
  const fresh = (old + 1 + Math.floor(random() * 8)) % 10;
  return (
    number.slice(0, place) +
    (place === 0 && fresh === 0 ? (old + 1) % 10 || 1 : fresh) +
    number.slice(place + 1)
  );
}

function swapped(number: string): string {
  return number.replace(/(\d)(\D?)(\d)/, "$3$2$1");
}
