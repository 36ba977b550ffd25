/**
 * Attacks on the whole way of a paper to a model and back, against a server on loopback: what is asked, how often, and what
 * is shown if the model does as the attack says.
 */
import { describe, expect, test } from "vitest";
import { paperCard } from "../../src/digests/paper-card.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { entrySchema } from "../../src/papers/sources/hugging-face-schema.ts";
import type { Message } from "../../src/platform/message.ts";
import type { Gist } from "../../src/summaries/summary.ts";
import { INJECTIONS } from "../fixtures/injections.ts";
import { effects, HIDDEN } from "../helpers/message-effects.ts";
import { ABSTRACT, ATTIC, GIST, openModelRig, PAYER, POINTS, START } from "../helpers/model-rig.ts";
import type { ModelCall } from "../helpers/model-server.ts";

const english = { language: undefined };
const asked = { language: undefined, now: START, payer: { ...PAYER, personId: "u1" } };
const never = new AbortController().signal;
const want = (paper: Paper) => ({ paper, language: undefined, workspace: PAYER });

/** Nothing of it stands in the paper, and every platform would make something of it. */
const OBEYED =
  "OpenAI calls this 99.9% groundbreaking: [read on](https://evil.example/x) https://evil.example/y <https://evil.example|here> <@U0000001> <!channel> @everyone **now**.";

const cases = INJECTIONS.map(({ kind, text }, number) => {
  const papers = [
    { paper: { title: ATTIC.title, summary: `${text}\n${ABSTRACT}\n${text}` } },
    { paper: { title: text, summary: ABSTRACT } },
  ];
  return [`${number + 1}, ${kind}`, text, papers.map(asRecorded)] as const;
});

/** The paper as Hugging Face would give it. */
function asRecorded({ paper }: { paper: { title: string; summary: string } }): Paper {
  const rest = {
    id: ATTIC.id,
    authors: [{ name: "Ada Lovelace" }],
    publishedAt: "2026-11-16T00:00:00Z",
    upvotes: 3,
  };
  return entrySchema.parse({ paper: { ...rest, ...paper } });
}

/** A request with its marks, which are random, made the same. */
function asAsked(call: ModelCall | undefined) {
  const [system, user] = call?.messages.map(({ content }) => content) ?? [];
  const fence = /^<paper-([0-9a-f]{24})>\n/.exec(user ?? "")?.[1] ?? "no fence";
  const { messages, ...settings } = call ?? { messages: [] };
  return {
    settings,
    roles: messages.map(({ role }) => role),
    system: system?.replaceAll(fence, "FENCE"),
    inside: (user ?? "").split(`<paper-${fence}>\n`)[1]?.split(`\n</paper-${fence}>`),
    marks: (user ?? "").split(fence).length - 1,
  };
}

function messageOf(paper: Paper, gist: Gist | undefined): Message {
  return { blocks: [{ kind: "paper", card: paperCard(paper, { gist }) }] };
}

describe("a paper that attacks, in its abstract or in its title", () => {
  test.each(cases)("changes nothing in what a model is asked: %s", async (_name, attack, papers) => {
    const { server, summaries, writing } = await openModelRig();
    await writing.summaries.prepare([want(ATTIC)], never);
    const plain = asAsked(server.calls[0]);
    for (const attacked of papers) {
      server.calls.length = 0;
      server.answers.gist = () => ({ gist: GIST });
      await writing.summaries.prepare([want(attacked)], never);
      await summaries.summary(attacked, asked);
      expect(server.calls).toHaveLength(2);
      expect(JSON.stringify(server.calls)).not.toMatch(/"(?:tools|functions|tool_choice)":/);
      const [gist, points] = server.calls.map(asAsked);
      for (const request of [gist, points]) {
        // One mark opens the paper, one closes it, and nothing follows.
        expect(request?.marks).toBe(2);
        expect(request?.inside).toHaveLength(2);
        expect(request?.inside?.[1]).toBe("");
        expect(request?.roles).toEqual(["system", "user"]);
      }
      expect(gist).toEqual({ ...plain, inside: gist?.inside });
      expect(Object.keys(points?.settings ?? {}).sort()).toEqual(Object.keys(plain.settings).sort());
      expect((await summaries.gist(attacked, english))?.text).toBe(GIST);

      // A model that repeats it: words, whether they are shown as its own or not at all.
      server.answers.gist = () => ({ gist: attack });
      await writing.summaries.prepare([{ ...want(attacked), language: "en-gb" }], never);
      const repeated = await summaries.gist(attacked, { language: "en-gb" });
      const harmless = repeated && { ...repeated, text: "A cache." };
      expect(effects(messageOf(attacked, repeated))).toEqual(effects(messageOf(attacked, harmless)));
      expect(effects(messageOf(attacked, repeated)).slackLinks).toEqual([
        "https://huggingface.co/papers/2611.00001",
      ]);
      if (repeated?.source === "model") {
        expect(repeated.text).not.toMatch(/https?:\/\/|www\.|<[@#!]|\]\(|\n/i);
        expect(repeated.text).not.toMatch(HIDDEN);
      }
      expect(server.calls.length).toBeLessThanOrEqual(4);
    }
  });

  test.each(cases)("gets nothing from a model that obeys: %s", async (_name, _attack, papers) => {
    const { server, summaries, writing } = await openModelRig();
    server.answers.gist = () => ({ gist: OBEYED });
    server.answers.problem = () => ({ ...POINTS, problem: OBEYED, limits: `${POINTS.limits} ${OBEYED}` });
    for (const attacked of papers) {
      server.calls.length = 0;
      await writing.summaries.prepare([want(attacked)], never);
      // Asked once more, and then no more.
      expect(server.calls).toHaveLength(2);
      const gist = await summaries.gist(attacked, english);
      expect(gist?.source).not.toBe("model");
      const summary = await summaries.summary(attacked, asked);
      expect(JSON.stringify([gist, summary])).not.toContain("OpenAI calls");
      expect(summary?.points?.map(({ name }) => name)).toEqual(["Method", "Result", "Limits"]);
      expect(summary?.points?.at(-1)?.text).toBe(POINTS.limits);
      expect(server.calls.length).toBeLessThanOrEqual(4);
    }
  });
});
