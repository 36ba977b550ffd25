/** Words for comparing texts: folded, without the words that every text has, cut to their stems. */

const COMMON = new Set(
  (
    "a about above after all also although among an and another any are as at based be because been before being " +
    "between both but by can could did do does due during each either et etc for from further had has have having here " +
    "how however i if in into is it its itself just like many may might more most much must nor not of on one only or " +
    "other our out over own paper propose proposed present same several shall should show since so some such than that the their " +
    "them themselves then there therefore these they this those through thus to too two under up upon use used using " +
    "very via was we well were what when where whereas which while who whose will with within without would work yet"
  ).split(" "),
);

/** Every word, folded to lower case; letters of scripts without spaces stand alone. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []
  );
}

/** The words that say what a text is about, as stems. */
export function contentStems(text: string): readonly string[] {
  return wordsOf(text)
    .filter((word) => !COMMON.has(word))
    .map(stemOf);
}

/**
 * A light stem: enough to see "compressing" and "compression" as near, at the cost of a lookup. Only ever compared
 * with other stems of this function.
 */
export function stemOf(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const bare = word
    .replace(/(?:ies|ied)$/, "y")
    .replace(/(?:sses)$/, "ss")
    .replace(/([^s])s$/, "$1")
    .replace(/(?:ization|isation|izing|ising|ized|ised|izes|ises|ize|ise)$/, "iz")
    .replace(/(?:ational|ation|ations|ative|ator|ating|ated|ates|ate)$/, "at")
    .replace(/(?:ingly|edly|ing|ed|ment|ness|ly|ion|ive|al)$/, "")
    .replace(/(.)\1$/, "$1")
    .replace(/e$/, "");
  return bare.length < 3 ? word : bare;
}
