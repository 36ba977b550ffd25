/** One research paper at its latest version, and the ways in which people name one. */

/** The arXiv identifier without version: `2401.00001`, or `hep-th/9901001` before April 2007. */
export type PaperId = string;

export interface Paper {
  readonly id: PaperId;
  /** Who told us most about it. Samples are for the first run without a network and never leave the terminal. */
  readonly source: "hugging-face" | "arxiv" | "sample";
  readonly title: string;
  /** Readable Unicode on one line; empty if the source has none. */
  readonly abstract: string;
  readonly authors: readonly string[];
  /** Can be more than the names we know. */
  readonly authorCount: number;
  readonly organization: string | undefined;
  /** arXiv categories, the primary one first. Hugging Face does not tell them. */
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  /** When version 1 appeared on arXiv. */
  readonly publishedAt: Date;
  readonly votes: number;
  readonly comments: number;
  /** The source's own one-line summary, written by its model. */
  readonly sourceSummary: string | undefined;
  readonly code: CodeLink | undefined;
  readonly projectUrl: string | undefined;
  readonly withdrawnAt: Date | undefined;
}

export interface CodeLink {
  readonly url: string;
  readonly stars: number | undefined;
  /** The authors named it; otherwise the source found it by itself. */
  readonly official: boolean;
}

/** Where people read about the paper: Hugging Face's page if it is there, else arXiv's abstract page. */
export function paperUrl(paper: Pick<Paper, "id" | "source">): string {
  return paper.source === "hugging-face"
    ? `https://huggingface.co/papers/${paper.id}`
    : `https://arxiv.org/abs/${paper.id}`;
}

// https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN until 2014, YYMM.NNNNN since; archive/YYMMNNN before 2007-04.
const NEW_ID = String.raw`\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}`;
const OLD_ID = String.raw`[a-z][a-z-]*(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}`;
const ID = new RegExp(String.raw`^(?:arxiv:\s*)?(${NEW_ID}|${OLD_ID})(?:v\d+)?$`, "i");
const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?10\.48550\/arxiv\.(.+)$/i;
const HOSTS =
  /^(?:(?:www|export|browse)\.)?(?:arxiv\.org|alphaxiv\.org|huggingface\.co|hf\.co|ar5iv\.(?:labs\.arxiv\.)?org)$/;
const PATH =
  /^\/(?:[a-z]{2}\/)?(?:abs|pdf|html|overview|papers|format|ps|src|e-print)\/(?:arxiv\.org\/abs\/)?(.+?)(?:\.pdf|\.md)?\/?$/i;

/**
 * The paper that a person names by id or link: any arXiv, Hugging Face, alphaXiv or ar5iv address or the end of one
 * (`abs/…`), `arXiv:…`, or arXiv's DOI, with or without a version. Undefined if the text is anything else, also if it only contains one.
 */
export function parsePaperId(text: string): PaperId | undefined {
  const typed = text.trim().replace(/^<([^|>]*)(?:\|[^>]*)?>$/, "$1");
  const named = DOI.exec(typed)?.[1] ?? idInLink(typed) ?? PATH.exec(`/${typed}`)?.[1] ?? typed;
  const id = ID.exec(named)?.[1];
  return id?.includes("/") ? lowerArchive(id) : id;
}

/** Every paper that a text names, in order, each once: for messages that people paste links into. */
export function findPaperIds(text: string): readonly PaperId[] {
  return takePaperIds(text).ids;
}

/** What can be an id or link among other words: whatever people put around one is no part of it. */
const BARE = /[^\s<>|()[\]{}"'“”‘’«»`*,;、。，；]+/gu;

/** The papers that a text names, each once, and the text with blanks for their names. */
export function takePaperIds(text: string): { readonly ids: readonly PaperId[]; readonly rest: string } {
  const ids = new Set<PaperId>();
  const rest = text.replaceAll(BARE, (word) => {
    const id = parsePaperId(word.replace(/[.:!?]+$/u, ""));
    if (id === undefined) return word;
    ids.add(id);
    return " ".repeat(word.length);
  });
  return { ids: [...ids], rest };
}

function idInLink(text: string): string | undefined {
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!HOSTS.test(url.hostname)) return undefined;
  const id = PATH.exec(url.pathname)?.[1];
  return id === undefined ? undefined : decodeSafely(id);
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Old identifiers are written `math.GT/0309136`: archive in lower case, subject class in capitals. */
function lowerArchive(id: string): string {
  const [archive = "", number = ""] = id.split("/");
  const [name = "", subject] = archive.split(".");
  return `${name.toLowerCase()}${subject === undefined ? "" : `.${subject.toUpperCase()}`}/${number}`;
}
