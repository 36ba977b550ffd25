/** Ids as Discord makes them: the time in milliseconds, then a counter. https://docs.discord.com/developers/reference#snowflakes */

const EPOCH = 1_420_070_400_000n;
let last = 0n;

/** Larger than every one before. */
export function snowflake(at: number = Date.now()): string {
  const next = (BigInt(at) - EPOCH) << 22n;
  last = next > last ? next : last + 1n;
  return String(last);
}
