/** Splits an abstract into its sentences: abbreviations, initials, numbers, formulas, addresses and lists stay whole. */

/** Ends that may also stand inside a sentence: known in lower case, without the last dot. */
const ABBREVIATIONS = new Set(
  (
    "al approx appr ca cf ch chap conf dept dr e.g eq eqn eqns eqs esp est et fig figs ft i.e inc incl jr lemma ltd " +
    "max min mr mrs ms no nos nr p pp prof prop ref refs resp sec secs sect sr st std supp tab tabs thm univ viz vol " +
    "vs w.h.p w.l.o.g w.r.t wrt bzw d.h z.b u.a usw ggf vgl p.ex"
  ).split(" "),
);

/** Words that begin sentences so often that a single letter before them ends one ("hepatitis C. We show"). */
const STARTERS =
  /^(?:We|The|This|These|Our|In|It|To|However|While|For|Although|Here|Moreover|Furthermore|Experiments|Results|Finally|As|Unlike|By|Using|Recent|A|An)\b/u;

/** An end, closing marks, and either space or the next character of a script that has no spaces. */
const END = /(?:[.!?…]+["'”’»)\]]*(?=\s)|[。！？｡।؟۔]["”’»」』）]*\s*)/gu;

/** How an English or other cased sentence begins; scripts without case begin with any letter. */
const BEGINS = /^["'“‘«¿¡([$\\*•–—-]*(?:\p{Lu}|\p{Lt}|\p{Lo}|\p{N}|\$|\\)/u;
/** A name that begins small: "iGPT", "vLLM", "pi0". */
const SMALL_NAME = /^["'“‘(]*\p{Ll}\w*\p{Lu}/u;

export function splitSentences(text: string): readonly string[] {
  const line = text.replace(/\s+/gu, " ").trim();
  const sentences: string[] = [];
  let start = 0;
  for (const end of line.matchAll(END)) {
    const stop = end.index + end[0].length;
    if (!endsSentence(line.slice(start, end.index), end[0], line.slice(stop).trimStart())) continue;
    sentences.push(line.slice(start, stop).trim());
    start = stop;
  }
  const rest = line.slice(start).trim();
  if (rest !== "") sentences.push(rest);
  return sentences;
}

function endsSentence(before: string, end: string, after: string): boolean {
  if (after === "" || /^[。！？｡।؟۔]/u.test(end)) return true;
  if (!BEGINS.test(after) && !SMALL_NAME.test(after)) return false;
  if (isOpen(before, end)) return false;
  if (!end.startsWith(".") || end.startsWith("..")) return true;
  const word = /[\p{L}\p{N}.]*$/u.exec(before)?.[0] ?? "";
  // The number of an item of a list that was written out: "1. We propose".
  if (before.trim() === word && /^\d{1,2}$/.test(word)) return false;
  // "z. B.", "J. R. Roe": letter by letter.
  if (/^\p{L}$/u.test(word) && /^\p{L}\./u.test(after)) return false;
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{Lu}\.)+\p{Lu}$/u.test(word)) return STARTERS.test(after);
  return !ABBREVIATIONS.has(word.toLowerCase()) || (word === "al" && STARTERS.test(after));
}

/** Whether a bracket or formula that began shortly before still stands open. */
function isOpen(before: string, end: string): boolean {
  const near = (before + end).slice(-300);
  const count = (pattern: RegExp) => near.match(pattern)?.length ?? 0;
  return count(/\(/g) > count(/\)/g) || (before.match(/(?<!\\)\$/g)?.length ?? 0) % 2 === 1;
}
