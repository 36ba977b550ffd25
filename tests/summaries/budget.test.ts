/** What models may cost, and that it is never more. */
import { describe, expect, test } from "vitest";
import { ATTIC, openModelRig, PAYER, START } from "../helpers/model-rig.ts";

const never = new AbortController().signal;
const english = { language: undefined };

function papers(count: number, month = "2611.4") {
  return Array.from({ length: count }, (_, index) => ({
    ...ATTIC,
    id: `${month}${String(index).padStart(4, "0")}`,
  }));
}

describe("the monthly budget", () => {
  test("is passed by no more than what the calls under way cost", async () => {
    // 200,000 tokens at 1 and 2 dollars a million: 0.3 dollars a call, where some thousandths were expected.
    const {
      server,
      papers: store,
      writing,
      lines,
    } = await openModelRig({ monthlyBudget: 1, callsAtOnce: 3 });
    server.usage = { prompt_tokens: 100_000, completion_tokens: 100_000 };
    const many = papers(40);
    await store.save(many, START);
    const wants = many.map((paper) => ({ paper, language: undefined, workspace: PAYER }));
    await writing.summaries.prepare(wants, never);
    await writing.summaries.prepare(wants, never);
    // 1 dollar allows the fourth call; two more may have been under way.
    expect(server.calls.length).toBeGreaterThanOrEqual(4);
    expect(server.calls.length).toBeLessThanOrEqual(6);
    expect(lines.filter((line) => line.includes("80% of the month's budget"))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("budget for models is used up"))).toHaveLength(1);
    const [used, full] = await writing.budget.describe(PAYER, START);
    expect(used).toMatch(/^\$1\.\d\d of \$1\.00 used/);
    expect(full).toBe(
      "The budget is used up until 1 December: summaries are Hugging Face's or from the abstract.",
    );
  });

  test("holds for several processes together", async () => {
    const {
      server,
      papers: store,
      writing,
      another,
    } = await openModelRig({ monthlyBudget: 1, callsAtOnce: 2 });
    server.usage = { prompt_tokens: 100_000, completion_tokens: 100_000 };
    const [some, others] = [papers(20, "2611.5"), papers(20, "2611.6")];
    await store.save([...some, ...others], START);
    const wants = (list: typeof some) =>
      list.map((paper) => ({ paper, language: undefined, workspace: PAYER }));
    await Promise.all([
      writing.summaries.prepare(wants(some), never),
      another().summaries.prepare(wants(others), never),
    ]);
    expect(server.calls.length).toBeLessThanOrEqual(4 + 3);
  });

  test("leaves the labelled fallback when it is used up, and says why", async () => {
    const { server, summaries } = await openModelRig({ monthlyBudget: 0 });
    const summary = await summaries.summary(ATTIC, { ...english, now: START, payer: PAYER });
    expect(server.calls).toHaveLength(0);
    expect(summary?.gist.label).toBe("from the abstract");
    expect(summary?.remark).toBe("The budget for models is used up until 1 December.");
  });

  test("begins anew with the month", async () => {
    const { server, writing, setNow } = await openModelRig({ monthlyBudget: 0.01 });
    server.usage = { prompt_tokens: 100_000, completion_tokens: 0 };
    await writing.summaries.gist(ATTIC, "en", PAYER);
    await expect(writing.summaries.gist(ATTIC, "de", PAYER)).rejects.toThrow("used up");
    setNow(new Date("2026-12-01T00:00:00Z"));
    await writing.summaries.gist(ATTIC, "de", PAYER);
    expect(server.calls).toHaveLength(2);
  });

  test("of one workspace leaves the others theirs", async () => {
    const { server, writing } = await openModelRig({ workspaceBudget: 0.01 });
    server.usage = { prompt_tokens: 100_000, completion_tokens: 0 };
    await writing.summaries.gist(ATTIC, "en", PAYER);
    await expect(writing.summaries.gist(ATTIC, "de", PAYER)).rejects.toThrow(
      "the workspace's budget for models is used up until 1 December",
    );
    await writing.summaries.gist(ATTIC, "de", { ...PAYER, workspace: "w2" });
    expect(server.calls).toHaveLength(2);
  });

  test("counts the estimate where the server does not tell what it used", async () => {
    const { server, writing } = await openModelRig();
    server.usage = undefined;
    await writing.summaries.gist(ATTIC, "en", PAYER);
    const left = await writing.budget.left(START);
    expect(left).toBeLessThan(5e6 - 400 * 2);
  });
});

describe("a ceiling in tokens", () => {
  test("holds where tokens cost nothing, warns once and is told of", async () => {
    const {
      server,
      papers: store,
      writing,
      lines,
    } = await openModelRig({
      prices: { input: 0, output: 0 },
      monthlyTokens: 9000,
      callsAtOnce: 1,
    });
    server.usage = { prompt_tokens: 2000, completion_tokens: 200 };
    const many = papers(12);
    await store.save(many, START);
    const wants = many.map((paper) => ({ paper, language: undefined, workspace: PAYER }));
    await writing.summaries.prepare(wants, never);
    // Each call may read and write more than the 200 that are left after the fourth.
    expect(server.calls).toHaveLength(4);
    expect(lines.filter((line) => line.includes("80% of the month's budget"))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("budget for models is used up"))).toHaveLength(1);
    const status = await writing.budget.describe(PAYER, START);
    expect(status).toContain("8,800 of 9,000 tokens used (98%).");
    expect(status).toContain("More than 80% of the budget is used.");
  });

  test("of one workspace leaves the others theirs", async () => {
    const { server, writing } = await openModelRig({ workspaceTokens: 3000 });
    server.usage = { prompt_tokens: 3000, completion_tokens: 100 };
    await writing.summaries.gist(ATTIC, "en", PAYER);
    await expect(writing.summaries.gist(ATTIC, "de", PAYER)).rejects.toThrow("workspace's budget");
    await writing.summaries.gist(ATTIC, "de", { ...PAYER, workspace: "w2" });
    expect(server.calls).toHaveLength(2);
    expect(await writing.budget.describe(PAYER, START)).toContain(
      "This workspace: 3,100 of 3,000 tokens used (103%).",
    );
  });

  test("counts what was expected where the server does not tell", async () => {
    const { server, writing } = await openModelRig({ monthlyTokens: 2500 });
    server.usage = undefined;
    await writing.summaries.gist(ATTIC, "en", PAYER);
    await writing.summaries.gist(ATTIC, "fr", PAYER).catch(() => {});
    await expect(writing.summaries.gist(ATTIC, "de", PAYER)).rejects.toThrow("used up");
    expect(server.calls.length).toBeLessThanOrEqual(2);
  });
});

test("one person may ask for so much in an hour, and reads what is there as often as they like", async () => {
  const { summaries, papers: store, setNow } = await openModelRig({ requestsPerPerson: 2 });
  const [one, two, three] = papers(3);
  if (one === undefined || two === undefined || three === undefined) throw new Error("three papers");
  await store.save([one, two, three], START);
  const payer = { ...PAYER, personId: "u1" };
  const ask = (paper: typeof one, now = START) => summaries.summary(paper, { ...english, now, payer });
  expect((await ask(one))?.remark).toBeUndefined();
  expect((await ask(two))?.remark).toBeUndefined();
  expect((await ask(one))?.remark).toBeUndefined();
  expect((await ask(three))?.remark).toBe(
    "You asked the model 2 times within an hour; you can again in 60 minutes.",
  );
  expect((await ask(three))?.gist.source).toBe("abstract");
  const later = new Date(START.getTime() + 3_600_000);
  setNow(later);
  expect((await ask(three, later))?.gist.source).toBe("model");
});
