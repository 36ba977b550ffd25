/** How evidence is written down. */

/** Numbers between 0 and 1, each by the name of what it measures. */
export type Evidence = Readonly<Record<string, number>>;

export function flag(is: boolean): number {
  return is ? 1 : 0;
}

/** Which part of these are known; 0 of none. */
export function share(stems: readonly string[], isKnown: (stem: string) => boolean): number {
  return stems.length === 0 ? 0 : stems.filter(isKnown).length / stems.length;
}
