/** Units of measure as papers write them: each spelling, and the one name that it goes by here. */

const SPELLINGS: Readonly<Record<string, string>> = {
  // Whether a gain of 3 % is of points or of what there was before, papers and their summaries leave open.
  percent: "%|percent|per cent|percentage points?|points?|pts?|pp",
  times: "[xX×]|times|fold",
  KB: "Ki?B|kilobytes?",
  MB: "Mi?B|megabytes?",
  GB: "Gi?B|gigabytes?",
  TB: "Ti?B|terabytes?",
  bit: "bits?",
  millisecond: "ms|milliseconds?",
  second: "s|secs?|seconds?",
  minute: "mins?|minutes?",
  hour: "h|hrs?|hours?",
  day: "days?",
  week: "weeks?",
  month: "months?",
  year: "years?",
  fps: "fps|FPS|frames per second",
  Hz: "Hz",
  kHz: "kHz",
  degree: "°C?|degrees?",
  millimeter: "mm|millimet(?:er|re)s?",
  centimeter: "cm|centimet(?:er|re)s?",
  meter: "met(?:er|re)s?",
  kilometer: "km|kilomet(?:er|re)s?",
  decibel: "dB",
  watt: "W|watts?",
};

/** All spellings, for a longer pattern. */
export const UNITS = Object.values(SPELLINGS).join("|");

const PATTERNS = Object.entries(SPELLINGS).map(
  ([unit, pattern]) => [unit, new RegExp(`^(?:${pattern})$`, "u")] as const,
);

/** The unit's one name; empty for none. */
export function unitOf(written: string | undefined): string {
  if (written === undefined) return "";
  return PATTERNS.find(([, pattern]) => pattern.test(written))?.[0] ?? "";
}
