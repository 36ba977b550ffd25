/** What people say around what they look for: `are there any papers on …`, `what is known about …?`. */
import type { Phrase } from "./query.ts";
import { isStopWord } from "./words.ts";

/** Ask for something to read, or to know. Subjects too (`information retrieval`), unless a function word follows. */
const ASKING = new Set(
  `anybody anyone article articles available concerning deal dealing deals describe describes describing exist exists
  explanation find give help information interested introduce introduces introducing investigated known latest like
  list literature look looking need newest overview paper papers please propose proposes proposing publication
  publications recent recently recommend regarding related relating research search searching seen show studied
  suggest tell understand want wondering work works`.split(/\s+/),
);
/** The same before one of LINKS: `a new approach to`, `the best methods for`, but not `method of lines`. */
const MEANS = new Set(
  `approach approaches best better good introduction method methods new technique techniques way ways`.split(
    /\s+/,
  ),
);
const LINKS = new Set(["about", "for", "on", "to"]);

/** What somebody wants to do with it: `how do I use …`, `can you explain …`. */
const DOING = new Set(
  `apply compare explain find give implement know learn recommend show suggest understand use`.split(/\s+/),
);
const WHO = new Set(["i", "me", "to", "we", "you"]);

/** Joins two subjects: `search and rescue`. */
const JOINS = new Set(["and", "or"]);

const CLOSING = new Set([
  "article",
  "articles",
  "explained",
  "literature",
  "paper",
  "papers",
  "please",
  "publications",
]);
/** Behind a question: `why does dropout work so well`. */
const CLOSING_QUESTION = new Set(["work", "works", "well"]);
const QUESTION = new Set(["do", "does", "how", "why"]);

/** Where in a query the words are that say what it is about: from the first to before the second place. */
export function subjectOf(words: Phrase): { readonly from: number; readonly to: number } {
  const from = afterAsking(words);
  const to = beforeClosing(words, from);
  return from < to ? { from, to } : { from: 0, to: words.length };
}

function afterAsking(words: Phrase): number {
  let from = 0;
  let isOpen = false;
  let isMeans = false;
  for (const [place, word] of words.entries()) {
    if (isStopWord(word)) {
      if ((isOpen && JOINS.has(word)) || (isMeans && !LINKS.has(word))) break;
    } else if (!(DOING.has(word) && WHO.has(words[place - 1] ?? ""))) {
      if (!ASKING.has(word) && !MEANS.has(word)) break;
      // Nothing is decided before the next function word.
      isOpen = true;
      isMeans ||= MEANS.has(word);
      continue;
    }
    from = place + 1;
    isOpen = false;
    isMeans = false;
  }
  return from;
}

function beforeClosing(words: Phrase, from: number): number {
  const isQuestion = QUESTION.has(words[0] ?? "");
  let to = words.length;
  for (let place = words.length - 1; place >= from; place -= 1) {
    const word = words[place] ?? "";
    if (isStopWord(word)) continue;
    const closes = CLOSING.has(word) || (isQuestion && CLOSING_QUESTION.has(word));
    const before = words.slice(from, place).filter((other) => !isStopWord(other));
    // Of two words the last is what it is about: `position paper`.
    if (!closes || before.length < (isQuestion ? 1 : 2)) break;
    to = place;
  }
  return to;
}
