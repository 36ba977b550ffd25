import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Candidate, type Selection, selectPapers } from "../../src/digests/select-papers.ts";
import type { Paper } from "../../src/papers/paper.ts";
import type { TopicMatch } from "../../src/subscriptions/topic.ts";
import { paper } from "../helpers/papers.ts";

/** `share` of a list of 101 papers is left behind. */
const candidate = (of: Paper, share = 0.5, rising?: Candidate["rising"]): Candidate => ({
  paper: of,
  day: "2026-11-20",
  place: { rank: 1 + Math.round((1 - share) * 100), of: 101 },
  rising,
});

const match = (phrase: string, strength: TopicMatch["strength"] = "match"): TopicMatch => ({
  strength,
  phrase,
  reason: `${strength === "match" ? "matches" : "may match"} “${phrase}”`,
});

function select(changes: Partial<Selection>, shownAsAnother?: ReadonlySet<string>) {
  const selection: Selection = {
    candidates: [],
    matchesOf: () => [],
    followsAnyway: () => false,
    additions: [],
    seen: new Set(),
    dismissed: new Set(),
    isMuted: () => false,
    facesOf: () => new Set(),
    size: 6,
    floor: 0,
    ...changes,
  };
  return selectPapers(selection, shownAsAnother);
}

const ids = (chosen: readonly { paper: Paper }[]) => chosen.map(({ paper: { id } }) => id);
const reasonOf = (result: ReturnType<typeof select>, id: string) =>
  result.leftOut.find(({ paper: one }) => one.id === id)?.why;

describe("selectPapers", () => {
  it("brings what matches a topic before what only may, and nothing else", () => {
    const [sure, maybe, other] = [paper("1"), paper("2"), paper("3")];
    const result = select({
      candidates: [candidate(other, 1), candidate(maybe, 0.9), candidate(sure, 0.1)],
      matchesOf: ({ id }) =>
        id === "1" ? [match("kv cache")] : id === "2" ? [match("kv cache", "maybe")] : [],
    });
    expect(ids(result.papers)).toEqual(["1", "2"]);
    expect(result.papers[0]?.reasons).toEqual(["matches “kv cache”"]);
    expect(reasonOf(result, "3")).toBe("no topic");
  });

  it("gives a channel without topics the top of the list", () => {
    const result = select({
      candidates: [
        candidate(paper("1"), 0.2),
        candidate(paper("2", { votes: 9 }), 1),
        candidate(paper("3"), 0.6),
      ],
      followsAnyway: () => true,
      size: 2,
    });
    expect(ids(result.papers)).toEqual(["2", "3"]);
    expect(result.papers[0]?.reasons).toEqual(["1st of 101 by votes"]);
    expect(reasonOf(result, "1")).toBe("no room");
  });

  it("compares votes with the paper's own list day, not with other days", () => {
    const quiet = candidate(paper("quiet-day", { votes: 20 }), 1);
    const busy = candidate(paper("busy-day", { votes: 90 }), 0.7);
    expect(ids(select({ candidates: [busy, quiet], followsAnyway: () => true }).papers)).toEqual([
      "quiet-day",
      "busy-day",
    ]);
  });

  it("lets votes decide between equal places on lists of different length, and names the days", () => {
    const at = (id: string, votes: number, day: string, rank: number, of: number): Candidate => ({
      paper: paper(id, { votes }),
      day,
      place: { rank, of },
      rising: undefined,
    });
    const result = select({
      candidates: [
        at("friday-1st", 66, "2026-11-20", 1, 16),
        at("friday-2nd", 44, "2026-11-20", 2, 16),
        at("monday-2nd", 12, "2026-11-16", 2, 17),
        at("november-9-1st", 24, "2026-11-09", 1, 52),
        at("monday-new", 0, "2026-11-16", 9, 17),
      ],
      followsAnyway: () => true,
    });
    expect(result.papers.map(({ paper: { id }, reasons }) => [id, ...reasons])).toEqual([
      ["friday-1st", "1st of 16 on Friday"],
      ["november-9-1st", "1st of 52 on Monday 9 November"],
      ["friday-2nd", "2nd of 16 on Friday"],
      ["monday-2nd", "2nd of 17 on Monday"],
      ["monday-new", "on the list of Monday"],
    ]);
    expect(result.days).toEqual(["2026-11-09", "2026-11-16", "2026-11-20"]);
  });

  it("puts a colleague's find first, with credit and note, whatever the rules would say of it", () => {
    const found = paper("9", { withdrawnAt: new Date(0) });
    const addition = { paperId: "9", note: "read this", by: { id: "u", name: "Grace" }, at: new Date(0) };
    const result = select({
      candidates: [candidate(paper("1"), 1), candidate(found)],
      followsAnyway: () => true,
      additions: [{ paper: found, addition }],
      seen: new Set(["9"]),
      floor: 10,
      size: 1,
    });
    expect(result.papers).toEqual([
      { paper: found, reasons: ["added by Grace"], addedBy: { person: addition.by, note: "read this" } },
    ]);
    expect(ids(result.leftOut)).not.toContain("9");
  });

  it("shows a work once that two colleagues found under two ids, and names both", () => {
    const by = (name: string) => ({ id: name, name });
    const addition = (id: string, name: string) => ({
      paper: paper(id),
      addition: { paperId: id, note: undefined, by: by(name), at: new Date(0) },
    });
    const result = select({
      additions: [addition("1", "Ada"), addition("2", "Grace")],
      facesOf: (id) => new Set({ "1": ["2"], "2": ["1"] }[id] ?? []),
    });
    expect(ids(result.papers)).toEqual(["1"]);
    expect(result.papers[0]?.reasons).toEqual(["added by Ada", "added by Grace"]);
    expect(reasonOf(result, "2")).toBe("same work");
    expect(result.usedAdditions).toEqual(["1", "2"]);
  });

  it("says of every paper that it leaves out why", () => {
    const candidates = ["seen", "dismissed", "withdrawn", "low", "muted", "twin", "again", "old", "top"].map(
      (id) =>
        candidate(
          paper(id, {
            votes: id === "low" ? 1 : 50,
            ...(id === "withdrawn" ? { withdrawnAt: new Date(0) } : {}),
          }),
          id === "top" ? 1 : 0.5,
        ),
    );
    const selection: Partial<Selection> = {
      candidates,
      followsAnyway: () => true,
      seen: new Set(["seen", "before"]),
      dismissed: new Set(["dismissed"]),
      isMuted: ({ id }) => id === "muted",
      facesOf: (id) => new Set({ top: ["twin"], twin: ["top"], again: ["before"] }[id] ?? []),
      floor: 10,
    };
    const result = select(selection, new Set(["old"]));
    expect(ids(result.papers)).toEqual(["top"]);
    expect(Object.fromEntries(result.leftOut.map(({ paper: { id }, why }) => [id, why]))).toEqual({
      seen: "already shown",
      dismissed: "dismissed",
      withdrawn: "withdrawn",
      low: "below floor",
      muted: "muted",
      twin: "same work",
      again: "same work",
      old: "same work",
    });
  });

  it("says when a paper is there because it rose", () => {
    const risen = candidate(paper("1", { votes: 90 }), 1, { votes: 84, since: "Tuesday" });
    const [first] = select({ candidates: [risen], followsAnyway: () => true }).papers;
    expect(first?.reasons).toContain("rising: 84 votes since Tuesday");
  });

  it("accounts for every candidate once, never exceeds the size, and does not depend on the order", () => {
    const entries = fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[a-f]{1,3}$/),
        votes: fc.nat({ max: 40 }),
        standing: fc.double({ min: 0, max: 1, noNaN: true }),
        matches: fc.constantFrom("match", "maybe", "none"),
      }),
      { selector: ({ id }) => id, maxLength: 25 },
    );
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 8 }), fc.nat({ max: 20 }), (made, size, floor) => {
        const kinds = new Map(made.map(({ id, matches }) => [id, matches]));
        const candidates = made.map(({ id, votes, standing }) => candidate(paper(id, { votes }), standing));
        const options: Partial<Selection> = {
          matchesOf: ({ id }) => {
            const kind = kinds.get(id);
            return kind === "match" || kind === "maybe" ? [match("x", kind)] : [];
          },
          size,
          floor,
        };
        const result = select({ ...options, candidates });
        expect(result.papers.length).toBeLessThanOrEqual(size);
        expect([...ids(result.papers), ...ids(result.leftOut)].sort()).toEqual([...kinds.keys()].sort());
        for (const { paper: chosen, reasons } of result.papers) {
          expect(chosen.votes).toBeGreaterThanOrEqual(floor);
          expect(reasons.length).toBeGreaterThan(0);
        }
        const reversed = select({ ...options, candidates: candidates.toReversed() });
        expect(ids(reversed.papers)).toEqual(ids(result.papers));
      }),
    );
  });
});
