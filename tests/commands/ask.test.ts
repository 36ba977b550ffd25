import { afterEach, describe, expect, it } from "vitest";
import { startHuggingFace } from "../helpers/hugging-face-server.ts";
import { ABSTRACT, ATTIC } from "../helpers/model-rig.ts";
import { startModelServer } from "../helpers/model-server.ts";
import { openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";

let paperboy: TestPaperboy;
afterEach(() => paperboy.close());

const LINE = `ask ${ATTIC.id} How much memory does it save?`;
const SENTENCE = {
  text: "It reduces memory by 3.5x on LongBench.",
  passage: 1,
  quote: "On LongBench it reduces memory by 3.5x",
};

async function open(env: Record<string, string> = {}) {
  paperboy = await openPaperboy(undefined, env);
  await paperboy.list("2026-11-20", [ATTIC]);
}

describe("ask without a model", () => {
  it("shows the passages nearest to the question, and says what they are", async () => {
    await open();
    const answer = await paperboy.ask(LINE);
    expect(answer).toContain(
      "“On LongBench it reduces memory by 3.5x and improves accuracy by 12% over SnapKV.”",
    );
    expect(answer).toContain("No model is set up that could answer (OPENAI_API_KEY)");
    expect(answer).toContain("passages of the abstract nearest to the question");
  });

  it("says so when nothing is near", async () => {
    await open();
    expect(await paperboy.ask(`ask ${ATTIC.id} zebra?`)).toContain("Nothing in the abstract shares a word");
  });

  it("says how to ask", async () => {
    await open();
    expect(await paperboy.ask("ask memory please")).toContain("“memory” is no arXiv id or link.");
    expect(await paperboy.ask(`ask ${ATTIC.id}`)).toContain("What do you want to know of it?");
    expect(await paperboy.ask(`ask ${ATTIC.id} ${"why ".repeat(200)}`)).toContain("500 characters at most");
  });
});

describe("ask with a model", () => {
  async function withModel(answer: unknown, extra: Record<string, string> = {}) {
    const server = await startModelServer();
    server.answers = { answered: () => answer };
    await open({ OPENAI_BASE_URL: server.url, ...extra });
    return server;
  }

  it("answers with the words of the paper, to the caller, and shares without paying again", async () => {
    const server = await withModel({ answered: true, sentences: [SENTENCE] });
    const message = await paperboy.run(LINE);
    const answer = await paperboy.ask(LINE);
    expect(answer).toContain(SENTENCE.text);
    expect(answer).toContain(`“${SENTENCE.quote}”`);
    expect(answer).toContain("AI answer (gpt-4.1-mini) from the abstract");
    await paperboy.press(message, "Share to channel");
    expect(server.calls).toHaveLength(1);
    expect(paperboy.core.bot.commands.find(({ name }) => name === "ask")?.audience).toBe("caller");
  });

  it("says when the paper does not say", async () => {
    await withModel({ answered: false, sentences: [] });
    expect(await paperboy.ask(LINE)).toContain("The paper does not say.");
  });

  it.each([
    ["a quote that is not there", { quote: "On LongBench it reduces memory by 9x" }],
    ["a passage that is not there", { passage: 7 }],
    ["a number that is not there", { text: "It reduces memory by 9x." }],
    ["no quote", { quote: "" }],
  ])("drops a sentence with %s, after asking once more", async (_, change) => {
    const server = await withModel({ answered: true, sentences: [SENTENCE, { ...SENTENCE, ...change }] });
    const answer = await paperboy.ask(LINE);
    expect(server.calls).toHaveLength(2);
    expect(answer.split(SENTENCE.quote)).toHaveLength(2);
    expect(answer).not.toContain("9x");
  });

  it("shows passages when nothing that it says stands", async () => {
    await withModel({ answered: true, sentences: [{ ...SENTENCE, quote: "made up entirely" }] });
    const answer = await paperboy.ask(LINE);
    expect(answer).toContain("What the model wrote is not in the paper, so these are the passages");
  });

  it("reads Hugging Face's full text where there is one, and fetches it once", async () => {
    const hub = await startHuggingFace();
    const filler = Array.from(
      { length: 60 },
      (_, index) => `## Part ${index}\n\n${"Nothing of interest is said here. ".repeat(8)}`,
    );
    hub.texts.set(
      ATTIC.id,
      `# Attic\n\n${filler.join("\n\n")}\n\n## Training\n\nWe train Attic on 64 GPUs for 3 days.\n\n## References\n\nGPUs, GPUs, GPUs.`,
    );
    const server = await withModel(
      {
        answered: true,
        sentences: [
          {
            text: "It trains on 64 GPUs for 3 days.",
            passage: 2,
            quote: "We train Attic on 64 GPUs for 3 days",
          },
        ],
      },
      { HF_API_URL: hub.url },
    );
    const answer = await paperboy.ask(`ask ${ATTIC.id} On how many GPUs does it train?`);
    expect(answer).toContain("It trains on 64 GPUs for 3 days.");
    expect(answer).toContain("the parts of the full text nearest to the question");
    const sent = server.calls[0]?.messages.at(-1)?.content ?? "";
    expect(sent).toContain(ABSTRACT.slice(0, 40));
    expect(sent.length).toBeLessThan(16_000);
    expect(sent).not.toContain("GPUs, GPUs");
    await paperboy.ask(`ask ${ATTIC.id} For how many days?`);
    expect(hub.asked.filter((path) => path.endsWith(".md"))).toHaveLength(1);
  });
});
