/** What TeX commands mean in running text: accents, symbols, and markup that is only looks. */

const MARKS: ReadonlyMap<string, string> = new Map([
  ["`", "\u0300"],
  ["'", "\u0301"],
  ["^", "\u0302"],
  ["~", "\u0303"],
  ["=", "\u0304"],
  [".", "\u0307"],
  ['"', "\u0308"],
  ["u", "\u0306"],
  ["r", "\u030a"],
  ["H", "\u030b"],
  ["v", "\u030c"],
  ["c", "\u0327"],
  ["k", "\u0328"],
  ["d", "\u0323"],
  ["b", "\u0331"],
]);

// After the command: {o}, {\i}, \i, or the letter itself; a command that is a letter needs braces or a space.
const ACCENTED =
  /\\(?:([`'^~=."])\s*(?:\{\s*\\?(\p{L})\s*\}|\\([ij])(?!\p{L})(?:\{\}|\s)?|(\p{L}))|([urHvckdb])(?:\{\s*\\?(\p{L})\s*\}|\s+(\p{L})))/uy;

/** The accented letter at `at`, if there is one and Unicode has it, and where the text goes on. */
export function accentAt(text: string, at: number): { letter: string; end: number } | undefined {
  ACCENTED.lastIndex = at;
  const match = ACCENTED.exec(text);
  if (match === null) return undefined;
  const [, sign, braced, dotless, plain, command, commandBraced, commandPlain] = match;
  const mark = MARKS.get(sign ?? command ?? "");
  const base = braced ?? dotless ?? plain ?? commandBraced ?? commandPlain;
  if (mark === undefined || base === undefined) return undefined;
  const letter = (base === "ı" ? "i" : base).normalize("NFD") + mark;
  const composed = letter.normalize("NFC");
  return [...composed].length === 1 ? { letter: composed, end: ACCENTED.lastIndex } : undefined;
}

/** Commands without argument that stand for a text; those of letters swallow the space that ends their name. */
export const LETTERS: ReadonlyMap<string, string> = new Map([
  ["ss", "ß"],
  ["o", "ø"],
  ["O", "Ø"],
  ["l", "ł"],
  ["L", "Ł"],
  ["i", "ı"],
  ["j", "ȷ"],
  ["ae", "æ"],
  ["AE", "Æ"],
  ["oe", "œ"],
  ["OE", "Œ"],
  ["aa", "å"],
  ["AA", "Å"],
  ["dh", "ð"],
  ["th", "þ"],
]);

export const WORDS: ReadonlyMap<string, string> = new Map([
  ["LaTeX", "LaTeX"],
  ["TeX", "TeX"],
  ["textemdash", "—"],
  ["textendash", "–"],
  ["textgreater", ">"],
  ["textless", "<"],
  ["textbar", "|"],
  ["textasciitilde", "~"],
  ["textasciicircum", "^"],
  ["textunderscore", "_"],
  ["textquotesingle", "'"],
  ["textdegree", "°"],
  ["texttimes", "×"],
  ["textregistered", "®"],
  ["texttrademark", "™"],
  ["ldots", "…"],
  ["dots", "…"],
  ["S", "§"],
  ["pounds", "£"],
  ["euro", "€"],
  // arXiv writes ° so.
  ["deg", "°"],
  ["degree", "°"],
  // The template of the large vision conferences defines these, and their authors use them in abstracts.
  ["ie", "i.e."],
  ["eg", "e.g."],
  ["etc", "etc."],
  ["etal", "et al."],
  ["wrt", "w.r.t."],
  ["quad", " "],
  ["qquad", " "],
  ["newline", " "],
  ["linebreak", " "],
  ["par", " "],
  ["allowbreak", ""],
  ["xspace", ""],
  ["noindent", ""],
  ["centering", ""],
]);

/** Only the looks of what follows. */
export const SWITCHES: ReadonlySet<string> = new Set(
  "it em bf tt rm sc sf sl itshape bfseries ttfamily scshape normalfont tiny scriptsize footnotesize small normalsize large Large boldmath displaystyle textstyle".split(
    " ",
  ),
);

/** How many arguments come before the one that is text. */
export const WRAPPERS: ReadonlyMap<string, number> = new Map([
  ...[
    "emph",
    "textit",
    "textbf",
    "texttt",
    "textsc",
    "textsf",
    "textsl",
    "textrm",
    "textmd",
    "textup",
    "textnormal",
    "text",
    "mbox",
    "underline",
    "uline",
    "uwave",
    "hbox",
    "url",
    "path",
    "enquote",
    "acs",
    "ac",
    "gls",
  ].map((name) => [name, 0] as const),
  ...["href", "textcolor", "colorbox", "hyperlink", "hypertarget", "foreignlanguage", "texorpdfstring"].map(
    (name) => [name, 1] as const,
  ),
]);

/** These and their argument say nothing without the paper around them. */
export const DROPPED: ReadonlySet<string> = new Set(
  "cite citep citet citealp citeauthor citeyear nocite label color vspace hspace thanks".split(" "),
);

export const COLORS: ReadonlySet<string> = new Set(
  "black blue brown cyan gray green lime magenta olive orange pink purple red teal violet white yellow".split(
    " ",
  ),
);

/** Names that mean something else in a formula than in a sentence. */
export const NOT_MATH: ReadonlySet<string> = new Set(
  "and or begin end def let gdef edef xdef newcommand renewcommand providecommand includegraphics ref eqref autoref cref Cref tag rule char footnote the html id class style data".split(
    " ",
  ),
);

/** A backslash and one sign. */
export const ESCAPES: ReadonlyMap<string, string> = new Map([
  ..."%&$#_{}'\"~^|".split("").map((sign) => [sign, sign] as const),
  [" ", " "],
  [",", " "],
  [";", " "],
  [":", " "],
  [">", " "],
  ["\\", " "],
  ["!", ""],
  ["-", ""],
  ["/", ""],
  ["@", ""],
]);
