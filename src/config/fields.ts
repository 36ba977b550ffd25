/** The forms of single values in the environment. Each says what it accepts. */
import { z } from "zod";

export const address = z.url({
  protocol: /^https?$/,
  error: "an address that begins with https:// or http://",
});

/** One of these words, in any case. The fault lists them. */
export const oneOf = <const Word extends string>(words: readonly [Word, ...Word[]]) =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(words, { error: `one of ${words.join(", ")}` }));

const ON = ["on", "true", "yes", "1"];
const OFF = ["off", "false", "no", "0"];

/** On or off, in any of the words that are used for it elsewhere. */
export const onOrOff = z
  .string()
  .toLowerCase()
  .refine((word) => [...ON, ...OFF].includes(word), "one of on, off")
  .transform((word) => ON.includes(word));

/** A price or ceiling in US dollars. */
export const dollars = z
  .string()
  .regex(/^\d{1,7}(?:\.\d{1,6})?$/, "an amount in US dollars, for instance 5 or 0.25")
  .transform(Number);
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `a whole number from ${least} to ${most}`);

/** Text that stands before another, as it is typed: its last blank counts. `\n` is a new line, `none` is nothing. */
export const prefix = z
  .string()
  .transform((typed) => (typed.trim() === "none" ? "" : typed.replaceAll("\\n", "\n")))
  .refine((text) => text.length <= 1000 && !/\p{Cc}/u.test(text.replaceAll("\n", "")), {
    error: "a text of at most 1000 characters, or none",
  });

export function trimSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
