/** Which kind of summary is shown, and whose words it says they are. */
import { describe, expect, test } from "vitest";
import { createSummaries } from "../../src/summaries/summarize.ts";
import { paper } from "../helpers/papers.ts";

const now = new Date("2026-11-23T08:00:00Z");
const english = { language: undefined, payer: { platform: "fake", workspace: "w1" } };

describe("without a key", () => {
  const summaries = createSummaries();

  test("the source's own summary comes first, and is labelled as theirs", async () => {
    const own = paper("2401.00001", { sourceSummary: "A cache\u202e that forgets\n nothing." });
    expect(await summaries.gist(own, english)).toEqual({
      text: "A cache that forgets nothing.",
      source: "hugging-face",
      label: "Hugging Face's AI summary",
    });
  });

  test("else the abstract's own sentence, and is labelled so", async () => {
    const bare = paper("2401.00001", { abstract: "In this paper, we propose Attic." });
    expect(await summaries.gist(bare, english)).toEqual({
      text: "We propose Attic.",
      source: "abstract",
      label: "from the abstract",
    });
  });

  test("a sample's words are not passed off as its authors'", async () => {
    const gist = await summaries.gist(paper("2401.00001", { source: "sample" }), english);
    expect(gist?.label).toBe("from our own description");
  });

  test("nothing is made of nothing", async () => {
    const empty = paper("2401.00001", { abstract: "", sourceSummary: " " });
    expect(await summaries.gist(empty, english)).toBeUndefined();
    expect(await summaries.summary(empty, { ...english, now })).toBeUndefined();
  });

  test("a summary on demand says which of its words are from the abstract", async () => {
    const abstract = "Caches forget. We propose Attic. It reduces memory by 3.5x.";
    const own = await summaries.summary(paper("2401.00001", { abstract, sourceSummary: "A cache." }), {
      ...english,
      now,
    });
    expect(own?.gist.label).toBe("Hugging Face's AI summary");
    expect(own?.points.map(({ name }) => name)).toEqual(["Problem", "Method", "Result"]);
    expect(own?.check).toBe("the points are from the abstract");
    const bare = await summaries.summary(paper("2401.00001", { abstract }), { ...english, now });
    expect(bare?.check).toBeUndefined();
  });
});
