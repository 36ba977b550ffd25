/** What one channel should read now, and why each other paper is left out. Pure: all that it knows is handed to it. */
import { dayName, type ListDay } from "../papers/list-day.ts";
import type { Paper, PaperId } from "../papers/paper.ts";
import type { Addition } from "../subscriptions/reader-store.ts";
import type { TopicMatch } from "../subscriptions/topic.ts";
import type { DigestPaper, LeftOutPaper, LeftOutReason } from "./digest.ts";

/** A paper that came onto a list since the channel's last digest, or rose since. */
export interface Candidate {
  readonly paper: Paper;
  /** The latest list that it stood on. */
  readonly day: ListDay;
  /** Its place on that list by votes: days differ in size and in hour, so votes alone compare badly. */
  readonly place: Place;
  /** Votes gained since it was considered before, with the day's name, for a paper that nobody has seen yet. */
  readonly rising: { readonly votes: number; readonly since: string } | undefined;
}

/** Of `of` papers as many have more votes as stand before `rank`, which counts from 1. */
export interface Place {
  readonly rank: number;
  readonly of: number;
}

/** The share of its list that a paper leaves behind, from 0 to 1. */
export function standing({ rank, of }: Place): number {
  return of <= 1 ? 1 : (of - rank) / (of - 1);
}

export interface Selection {
  readonly candidates: readonly Candidate[];
  /** The matches with the channel's topics, best first; none for a paper that no topic wants. */
  matchesOf(paper: Paper): readonly TopicMatch[];
  /** The channel follows the top of the list, to which this belongs: it has no topics, or `everything` is one. */
  followsAnyway(paper: Paper): boolean;
  readonly additions: readonly { readonly paper: Paper; readonly addition: Addition }[];
  readonly seen: ReadonlySet<PaperId>;
  readonly dismissed: ReadonlySet<PaperId>;
  isMuted(paper: Paper): boolean;
  /** The other papers that are faces of the same work. */
  facesOf(id: PaperId): ReadonlySet<PaperId>;
  /** Papers at most. */
  readonly size: number;
  /** Votes at least. */
  readonly floor: number;
}

export interface Selected {
  readonly papers: readonly DigestPaper[];
  readonly leftOut: readonly LeftOutPaper[];
  /** The colleagues' finds that are among the papers, under their own id or that of another face. */
  readonly usedAdditions: readonly PaperId[];
  /** The list days of the papers that came from lists, in order. */
  readonly days: readonly ListDay[];
}

const NONE: ReadonlySet<PaperId> = new Set();

/**
 * The rule: colleagues' finds first, in the order in which they came; then papers that match a topic; then, for a
 * channel that follows everything, the top of the lists; then, while there is room, the papers that may match. Within
 * each, by how many topics want the paper and by its place on its own list day; equal places by votes. `shownAsAnother` holds candidates of
 * which the channel was once shown another face that is no candidate any more.
 */
export function selectPapers(selection: Selection, shownAsAnother: ReadonlySet<PaperId> = NONE): Selected {
  const { added, twins } = addedPapers(selection);
  const first = added.slice(0, selection.size);
  const leftOut: LeftOutPaper[] = [
    ...added.slice(selection.size).map(({ paper }) => ({ paper, why: "no room" }) as const),
    ...twins.map((paper) => ({ paper, why: "same work" }) as const),
  ];
  const usedAdditions = [
    ...first.map(({ paper }) => paper.id),
    ...twins
      .filter(({ id }) => first.some(({ paper }) => selection.facesOf(id).has(paper.id)))
      .map(({ id }) => id),
  ];
  const taken = new Set([...added.map(({ paper }) => paper), ...twins].map(({ id }) => id));

  const longest = Math.max(0, ...selection.candidates.map(({ place }) => place.of));
  const ranked: Ranked[] = [];
  for (const candidate of selection.candidates) {
    if (taken.has(candidate.paper.id)) continue;
    const why = shownAsAnother.has(candidate.paper.id) ? "same work" : refusal(selection, candidate.paper);
    const rank = why === undefined ? rankOf(selection, candidate, longest) : why;
    if (typeof rank === "string") leftOut.push({ paper: candidate.paper, why: rank });
    else ranked.push(rank);
  }
  ranked.sort(byRank);

  const chosen = new Set(first.map(({ paper }) => paper.id));
  const listed: Ranked[] = [];
  for (const one of ranked) {
    const { paper } = one.candidate;
    const isShown = [...selection.facesOf(paper.id)].some((face) => chosen.has(face));
    if (isShown || chosen.size >= selection.size) {
      leftOut.push({ paper, why: isShown ? "same work" : "no room" });
    } else {
      chosen.add(paper.id);
      listed.push(one);
    }
  }
  const days = [...new Set(listed.map(({ candidate }) => candidate.day))].sort();
  const papers = [
    ...first,
    ...listed.map((one) => ({
      paper: one.candidate.paper,
      reasons: reasonsOf(one, days),
      addedBy: undefined,
    })),
  ];
  return { papers, leftOut, usedAdditions, days };
}

/** Colleagues' finds; one that another colleague found under another id is theirs together. */
function addedPapers({ additions, facesOf }: Selection) {
  const added: DigestPaper[] = [];
  const twins: Paper[] = [];
  for (const { paper, addition } of additions) {
    const faces = facesOf(paper.id);
    const at = added.findIndex((before) => faces.has(before.paper.id));
    const before = added[at];
    const reason = `added by ${addition.by.name}`;
    if (before === undefined) {
      added.push({ paper, reasons: [reason], addedBy: { person: addition.by, note: addition.note } });
    } else {
      added[at] = { ...before, reasons: [...new Set([...before.reasons, reason])] };
      twins.push(paper);
    }
  }
  return { added, twins };
}

interface Ranked {
  readonly candidate: Candidate;
  /** 0 is best. */
  readonly tier: 0 | 1 | 2;
  readonly score: number;
  /** The topics that brought it, and that it rose; empty for one that is at the top of its list. */
  readonly reasons: readonly string[];
}

function refusal(selection: Selection, paper: Paper): LeftOutReason | undefined {
  if (selection.seen.has(paper.id)) return "already shown";
  if (selection.dismissed.has(paper.id)) return "dismissed";
  for (const face of selection.facesOf(paper.id)) {
    if (selection.seen.has(face)) return "same work";
    if (selection.dismissed.has(face)) return "dismissed";
  }
  if (paper.withdrawnAt !== undefined) return "withdrawn";
  if (paper.votes < selection.floor) return "below floor";
  return undefined;
}

/** `longest` is the number of papers on the longest of the lists. */
function rankOf(selection: Selection, candidate: Candidate, longest: number): Ranked | LeftOutReason {
  const { paper, place, rising } = candidate;
  const matches = selection.matchesOf(paper);
  const followed = selection.followsAnyway(paper);
  if (matches.length === 0 && !followed) return "no topic";
  if (selection.isMuted(paper)) return "muted";
  const sure = matches.filter((match) => match.strength === "match");
  const tier = sure.length > 0 ? 0 : followed ? 1 : 2;
  const told = (sure.length > 0 ? sure : matches).map((match) => match.reason);
  const risen = rising === undefined ? [] : [`rising: ${rising.votes} votes since ${rising.since}`];
  return {
    candidate,
    tier,
    // Each further topic is worth a quarter of the whole list: two topics beat any number of votes below the top.
    // As if all lists were equally long: the second of a short list stands where the second of a long one does.
    score: standing({ rank: place.rank, of: longest }) + 0.25 * Math.max(0, sure.length - 1),
    reasons: [...told, ...risen],
  };
}

/** `days` are those of the digest, in order: a place says little without its day where there are several. */
function reasonsOf({ candidate, reasons }: Ranked, days: readonly ListDay[]): readonly string[] {
  const { paper, day, place } = candidate;
  if (reasons.length > 0) return reasons;
  if (paper.source === "sample") return ["comes with Paperboy"];
  const named = dayName(day, days.at(-1) ?? day);
  if (paper.votes === 0) return [days.length > 1 ? `on the list of ${named}` : "on the day's list"];
  return [days.length > 1 ? `${placeName(place)} on ${named}` : `${placeName(place)} by votes`];
}

/** "3rd of 52". */
function placeName({ rank, of }: Place): string {
  return `${rank}${ORDINALS[ORDINAL_RULES.select(rank)] ?? "th"} of ${of}`;
}

const ORDINAL_RULES = new Intl.PluralRules("en", { type: "ordinal" });
const ORDINALS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: "st", two: "nd", few: "rd" };

/** Equal papers stand in a fixed order, so that the same input gives the same digest. */
function byRank(one: Ranked, other: Ranked): number {
  return (
    one.tier - other.tier ||
    other.score - one.score ||
    other.candidate.paper.votes - one.candidate.paper.votes ||
    (one.candidate.paper.id < other.candidate.paper.id ? -1 : 1)
  );
}
