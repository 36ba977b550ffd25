/** Summaries that a model writes, against a server on loopback that does what servers do. */
import { describe, expect, test } from "vitest";
import { ABSTRACT, ATTIC, GIST, openModelRig, PAYER, POINTS, START } from "../helpers/model-rig.ts";
import type { ModelBehaviour } from "../helpers/model-server.ts";
import { paper } from "../helpers/papers.ts";

const english = { language: undefined };
const asked = { language: undefined, now: START, payer: { ...PAYER, personId: "u1" } };
const want = { paper: ATTIC, language: undefined, workspace: PAYER };
const never = new AbortController().signal;

describe("a gist", () => {
  test("is written ahead, and from then on read without asking anybody", async () => {
    const { server, summaries, writing } = await openModelRig();
    expect((await summaries.gist(ATTIC, english))?.source).toBe("abstract");
    expect(server.calls).toHaveLength(0);
    await writing.summaries.prepare([want, want], never);
    expect(await summaries.gist(ATTIC, english)).toEqual({
      text: GIST,
      source: "model",
      label: "AI summary (test-model), checked against the abstract",
    });
    expect(server.calls).toHaveLength(1);
  });

  test("is written anew when the paper or the language changes, and not otherwise", async () => {
    const { server, summaries, writing } = await openModelRig();
    await writing.summaries.prepare([want], never);
    await writing.summaries.prepare([want, { ...want, language: "en" }], never);
    expect(server.calls).toHaveLength(1);
    const revised = { ...ATTIC, abstract: `${ABSTRACT} This is version 2.` };
    expect((await summaries.gist(revised, english))?.source).toBe("abstract");
    await writing.summaries.prepare(
      [
        { ...want, paper: revised },
        { ...want, language: "de" },
      ],
      never,
    );
    expect(server.calls).toHaveLength(3);
    expect(server.calls.filter(({ messages }) => messages[0]?.content.includes("in German"))).toHaveLength(1);
  });

  test("in another language is held to its numbers and names, and its label says so", async () => {
    const { server, summaries, writing } = await openModelRig();
    server.answers.gist = () => ({
      gist: "Attic behält alles und senkt den Speicher auf LongBench um 3.5x.",
    });
    await writing.summaries.prepare([{ ...want, language: "de" }], never);
    expect(await summaries.gist(ATTIC, { language: "de" })).toEqual({
      text: "Attic behält alles und senkt den Speicher auf LongBench um 3.5x.",
      source: "model",
      label: "AI summary (test-model), names and numbers checked against the abstract",
    });
  });

  test("with a number that is not in the abstract is asked for once more, then not shown", async () => {
    const { server, summaries, writing, lines } = await openModelRig();
    server.answers.gist = () => ({ gist: "Attic reduces memory by 4.5x." });
    await writing.summaries.prepare([want], never);
    expect(server.calls).toHaveLength(2);
    expect(server.calls[1]?.messages.at(-1)?.content).toContain("Your last answer could not be used");
    expect((await summaries.gist(ATTIC, english))?.source).toBe("abstract");
    expect(lines.join("")).toContain("a model wrote nothing that can be shown");
  });

  test("that is mended at the second try is shown", async () => {
    const { server, summaries, writing } = await openModelRig();
    const tries = ["Attic is best. It wins.", "x ".repeat(200), GIST];
    server.answers.gist = () => ({ gist: tries.shift() });
    await writing.summaries.prepare([want], never);
    expect((await summaries.gist(ATTIC, english))?.source).toBe("abstract");
    await writing.summaries.prepare([{ ...want, language: "en-gb" }], never);
    expect((await summaries.gist(ATTIC, { language: "en-gb" }))?.text).toBe(GIST);
  });

  test("is asked for with the paper as data between marks that nobody can guess", async () => {
    const { server, writing } = await openModelRig();
    await writing.summaries.prepare([want], never);
    await writing.summaries.prepare([{ ...want, language: "fr" }], never);
    const fences = server.calls.map(
      ({ messages }) => /<paper-([0-9a-f]{24})>/.exec(messages.at(-1)?.content ?? "")?.[1],
    );
    expect(new Set(fences).size).toBe(2);
    for (const [index, { messages }] of server.calls.entries()) {
      expect(messages[0]?.content).not.toContain("Attic");
      expect(messages.at(-1)?.content).toMatch(
        new RegExp(`^<paper-${fences[index]}>[\\s\\S]*Attic[\\s\\S]*</paper-${fences[index]}>$`),
      );
    }
  });

  test("is not asked for where there is nothing to sum up", async () => {
    const { server, writing } = await openModelRig();
    const empty = [paper("2611.00002", { abstract: "" }), paper("2611.00003", { source: "sample" })];
    await writing.summaries.prepare(
      empty.map((one) => ({ ...want, paper: one })),
      never,
    );
    expect(server.calls).toHaveLength(0);
  });
});

describe("a summary on demand", () => {
  test("has gist and points, and says how both were checked", async () => {
    const { server, summaries } = await openModelRig();
    const summary = await summaries.summary(ATTIC, asked);
    expect(summary).toEqual({
      gist: { text: GIST, source: "model", label: "AI summary (test-model), checked against the abstract" },
      points: [
        { name: "Problem", text: POINTS.problem },
        { name: "Method", text: POINTS.method },
        { name: "Result", text: POINTS.result },
        { name: "Limits", text: POINTS.limits },
      ],
      check: "6 of 6 statements found in the abstract",
      remark: undefined,
    });
    await summaries.summary(ATTIC, asked);
    expect(server.calls).toHaveLength(2);
  });

  test("leaves out what does not stand, and says so", async () => {
    const { server, summaries } = await openModelRig();
    server.answers.problem = () => ({
      ...POINTS,
      limits: "",
      result: "It reduces memory by 3.5x. It costs 99 dollars.",
    });
    const summary = await summaries.summary(ATTIC, asked);
    expect(summary?.points.map(({ text }) => text)).toEqual([
      POINTS.problem,
      POINTS.method,
      "It reduces memory by 3.5x.",
    ]);
    expect(summary?.check).toBe("4 of 5 statements found in the abstract, the rest left out");
  });

  test("that many ask for at once is paid for once", async () => {
    const { server, summaries } = await openModelRig();
    await Promise.all(Array.from({ length: 20 }, () => summaries.summary(ATTIC, asked)));
    expect(server.calls).toHaveLength(2);
  });

  test("that fails says why, shows what there is, and costs what it cost", async () => {
    const { server, summaries, writing } = await openModelRig();
    server.behaviours = ["refuses"];
    const summary = await summaries.summary(ATTIC, asked);
    expect(summary?.gist.label).toBe("from the abstract");
    expect(summary?.remark).toBe("The model refused to answer.");
    expect(await writing.budget.describe(PAYER, START)).toEqual([
      "$0.00 of $5.00 used (0%) for models in November: 2 calls, 2 of them without a usable answer.",
    ]);
  });
});

describe("a server that", () => {
  const good: readonly ModelBehaviour[] = ["streams", "old"];
  test.each(good)("%s is understood", async (behaviour) => {
    const { server, summaries, writing } = await openModelRig();
    server.behaviours = [behaviour];
    await writing.summaries.prepare([want], never);
    expect((await summaries.gist(ATTIC, english))?.text).toBe(GIST);
  });

  const bad: readonly ModelBehaviour[] = [
    "stalls",
    "stalls halfway",
    "closes",
    "truncates",
    "invalid JSON",
    "wrong schema",
    "empty",
    "refuses",
    "filters",
    "no such thing",
    "429",
    "500",
    "401",
  ];
  test.each(bad)(
    "answers with “%s” leaves the labelled fallback and nothing in the cache",
    async (behaviour) => {
      const { server, summaries, writing, database, lines } = await openModelRig({ timeoutMs: 80 });
      server.behaviours = [behaviour];
      await writing.summaries.prepare([want], never);
      expect(await summaries.gist(ATTIC, english)).toMatchObject({
        source: "abstract",
        label: "from the abstract",
      });
      const kept = await database
        .selectFrom("modelText")
        .select(["content", "failures", "leaseUntil"])
        .execute();
      expect(kept).toEqual([{ content: null, failures: 1, leaseUntil: null }]);
      expect(server.calls.length).toBeLessThanOrEqual(3);
      expect(lines.join("")).toContain("a model wrote nothing that can be shown");
      // It is left alone for a while, whoever asks.
      const before = server.calls.length;
      expect((await summaries.summary(ATTIC, asked))?.remark).toBeDefined();
      expect(server.calls.filter(({ messages }) => messages[0]?.content.includes('"gist"')).length).toBe(
        before,
      );
    },
  );

  test("has trouble for a moment is asked again", async () => {
    const { server, summaries, writing } = await openModelRig();
    server.behaviours = ["500", "429", "well"];
    server.retryAfter = "0";
    await writing.summaries.prepare([want], never);
    expect((await summaries.gist(ATTIC, english))?.text).toBe(GIST);
  });

  test("truncates is given more room", async () => {
    const { server, summaries, writing } = await openModelRig();
    server.behaviours = ["truncates", "well"];
    await writing.summaries.prepare([want], never);
    expect((await summaries.gist(ATTIC, english))?.text).toBe(GIST);
    const [first, second] = server.calls.map((call) => call.max_tokens);
    expect(second).toBe(4 * (first ?? 0));
  });

  test("is down is not asked for every paper", async () => {
    const { server, papers, writing } = await openModelRig();
    server.behaviours = ["401"];
    const many = Array.from({ length: 50 }, (_, index) => ({
      ...ATTIC,
      id: `2611.1${String(index).padStart(4, "0")}`,
    }));
    await papers.save(many, START);
    await writing.summaries.prepare(
      many.map((one) => ({ ...want, paper: one })),
      never,
    );
    expect(server.calls.length).toBeLessThanOrEqual(3 + 4);
  });

  test("gets the key, and no log does", async () => {
    const { server, writing, lines } = await openModelRig();
    server.behaviours = ["401"];
    await writing.summaries.prepare([want], never);
    expect(server.headers[0]?.authorization).toBe("Bearer sk-very-secret");
    expect(lines.join("")).toContain("[key]");
    expect(lines.join("")).not.toContain("sk-very-secret");
  });

  test("needs no key gets none", async () => {
    const { server, writing } = await openModelRig({ apiKey: undefined });
    await writing.summaries.prepare([want], never);
    expect(server.headers[0]?.authorization).toBeUndefined();
  });
});

test("two processes pay for each paper once", async () => {
  const { server, papers, writing, another } = await openModelRig();
  const many = Array.from({ length: 20 }, (_, index) => ({
    ...ATTIC,
    id: `2611.2${String(index).padStart(4, "0")}`,
  }));
  await papers.save(many, START);
  const wants = many.map((one) => ({ ...want, paper: one }));
  const other = another();
  await Promise.all([writing.summaries.prepare(wants, never), other.summaries.prepare(wants, never)]);
  expect(server.calls).toHaveLength(20);
});

test("someone who waits gets what another process is writing", async () => {
  const { server, writing, another } = await openModelRig();
  const [one, two] = await Promise.all([
    writing.summaries.gist(ATTIC, undefined, PAYER),
    another().summaries.gist(ATTIC, undefined, PAYER),
  ]);
  expect(one).toEqual(two);
  expect(server.calls).toHaveLength(1);
});

test("what a process that died was writing is written by another when its lease has ended", async () => {
  const { server, database, writing, setNow } = await openModelRig();
  server.behaviours = ["500"];
  await writing.summaries.prepare([want], never);
  await database
    .updateTable("modelText")
    .set({ leaseOwner: "dead", leaseUntil: START.getTime() + 60_000, retryAt: null })
    .execute();
  server.behaviours = ["well"];
  const before = server.calls.length;
  await writing.summaries.prepare([want], never);
  expect(server.calls).toHaveLength(before);
  setNow(new Date(START.getTime() + 60_000));
  await writing.summaries.prepare([want], never);
  expect(server.calls).toHaveLength(before + 1);
});

test("no more calls than allowed are under way at once", async () => {
  const { server, papers, writing } = await openModelRig({ callsAtOnce: 3 });
  const many = Array.from({ length: 12 }, (_, index) => ({
    ...ATTIC,
    id: `2611.3${String(index).padStart(4, "0")}`,
  }));
  await papers.save(many, START);
  await writing.summaries.prepare(
    many.map((one) => ({ ...want, paper: one })),
    never,
  );
  expect(server.calls).toHaveLength(12);
  expect(server.most).toBeLessThanOrEqual(3);
});
