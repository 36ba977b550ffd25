/** One typing error per query, the same in every run. */

/** Swaps, drops, doubles or replaces one letter of the longest word, never its first one. */
export function withTypo(query: string, random: () => number): string {
  const words = query.split(" ");
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), "");
  if (longest.length < 4) return query;
  const at = 1 + Math.floor(random() * (longest.length - 2));
  const [before, letter, next, after] = [
    longest.slice(0, at),
    longest[at] ?? "",
    longest[at + 1] ?? "",
    longest.slice(at + 2),
  ];
  const other = "abcdefghijklmnopqrstuvwxyz"[Math.floor(random() * 26)] ?? "x";
  const kinds = [
    before + next + letter + after,
    before + next + after,
    before + letter + letter + next + after,
    before + other + next + after,
  ];
  const wrong = kinds[Math.floor(random() * kinds.length)] ?? longest;
  return words.map((word) => (word === longest ? wrong : word)).join(" ");
}
