/** The gists of a digest are there at its hour, or it goes out without them. */
import { afterEach, describe, expect, it } from "vitest";
import { plainText } from "../../src/platform/plain-text.ts";
import { ATTIC, GIST } from "../helpers/model-rig.ts";
import { type ModelBehaviour, startModelServer } from "../helpers/model-server.ts";
import { openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

let paperboy: TestPaperboy;
afterEach(() => paperboy.close());

const BEFORE = new Date("2026-11-23T08:15:00Z");
const DUE = new Date("2026-11-23T09:00:00Z");

const OTHERS = [
  [
    "Walking robots",
    "A robot learns to walk on sand after 4 hours of trying.",
    "A robot walks on sand after 4 hours.",
  ],
  [
    "Proteins fold",
    "Protein structures are predicted from 90 sequences.",
    "It predicts structures from 90 sequences.",
  ],
] as const;

function other(index: 0 | 1) {
  const [title, abstract] = OTHERS[index];
  return paper(`2611.0000${index + 2}`, { title, abstract, votes: 3 });
}

async function open(behaviour: ModelBehaviour, env: Record<string, string> = {}) {
  const server = await startModelServer();
  server.answers = {
    gist: (prompt) => ({ gist: OTHERS.find(([title]) => prompt.includes(title))?.[2] ?? GIST }),
  };
  server.behaviours = [behaviour];
  paperboy = await openPaperboy(new Date("2026-11-23T07:00:00Z"), { OPENAI_BASE_URL: server.url, ...env });
  await paperboy.list("2026-11-23", [{ ...ATTIC, votes: 5 }, other(0)]);
  await paperboy.core.sources.recordSuccess("hugging-face", BEFORE, 0);
  await paperboy.run("schedule 9:00 daily UTC");
  return server;
}

async function digestAt(now: Date): Promise<string> {
  paperboy.setNow(now);
  await paperboy.core.deliver.tick(now);
  await paperboy.core.deliver.idle();
  return paperboy.platform.posts.map(({ message }) => plainText(message)).join("\n");
}

async function prepareAt(now: Date): Promise<void> {
  paperboy.setNow(now);
  await paperboy.core.prepareGists?.run(now);
}

describe("the gists of a digest", () => {
  it("are written within the hour before it, and the digest asks nobody", async () => {
    const server = await open("well");
    await prepareAt(new Date("2026-11-23T07:30:00Z"));
    expect(server.calls).toHaveLength(0);
    await prepareAt(BEFORE);
    await prepareAt(new Date(BEFORE.getTime() + 60_000));
    expect(server.calls).toHaveLength(2);
    const digest = await digestAt(DUE);
    expect(digest).toContain(`${GIST} (AI summary (gpt-4.1-mini), checked against the abstract)`);
    expect(server.calls).toHaveLength(2);
  });

  it("are in the channel's language, there and in its answers", async () => {
    const server = await open("well");
    const german = "Attic senkt den Speicher auf LongBench um 3.5x.";
    server.answers.gist = (prompt) => ({ gist: prompt.includes("Attic") ? german : "." });
    await paperboy.run("settings language de");
    await prepareAt(BEFORE);
    expect(server.calls[0]?.messages[0]?.content).toContain("in German");
    expect(await paperboy.ask("today")).toContain(german);
    expect(await paperboy.ask("search attic")).not.toContain("Attic keeps everything and reduces");
    expect(await digestAt(DUE)).toContain(
      `${german} (AI summary (gpt-4.1-mini), names and numbers checked against the abstract)`,
    );
  });

  it("are looked at again when the list has grown", async () => {
    const server = await open("well");
    await prepareAt(BEFORE);
    await paperboy.list("2026-11-23", [other(1)]);
    await prepareAt(new Date("2026-11-23T08:56:00Z"));
    expect(server.calls).toHaveLength(3);
  });

  const bad: readonly ModelBehaviour[] = [
    "stalls",
    "truncates",
    "429",
    "500",
    "invalid JSON",
    "wrong schema",
    "refuses",
  ];
  it.each(bad)(
    "are the labelled fallback at its hour when the server answers with “%s”",
    async (behaviour) => {
      await open(behaviour, { OPENAI_TIMEOUT_SECONDS: "1" });
      const preparing = prepareAt(BEFORE);
      const digest = await digestAt(DUE);
      expect(digest).toContain("(from the abstract)");
      expect(digest).not.toContain("AI summary (gpt-4.1-mini)");
      expect(paperboy.platform.posts).toHaveLength(1);
      paperboy.core.prepareGists?.stop();
      await preparing;
    },
  );

  it("cost what status says", async () => {
    const server = await open("well", {
      OPENAI_API_KEY: "sk-test",
      OPENAI_INPUT_PRICE_USD: "10",
      OPENAI_OUTPUT_PRICE_USD: "20",
      OPENAI_MONTHLY_BUDGET_USD: "10",
    });
    server.usage = { prompt_tokens: 100_000, completion_tokens: 100_000 };
    await prepareAt(BEFORE);
    const status = await paperboy.ask("status");
    expect(status).toContain("$6.00 of $10.00 used (60%) for models in November: 2 calls.");
  });
});
