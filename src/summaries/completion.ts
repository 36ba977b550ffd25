/** Reads what a server answered: whole or as a stream of events, however a model wrapped its JSON. */
import { z } from "zod";
import { ModelError, type Usage } from "./model.ts";

export interface Completion {
  readonly text: string;
  /** Why it ends there, in the server's word. */
  readonly ending: string | undefined;
  readonly refusal: string | undefined;
  readonly usage: Usage | undefined;
}

const count = z.int().nonnegative().max(1e9);
const usage = z
  .object({ prompt_tokens: count, completion_tokens: count })
  .transform((read): Usage => ({ input: read.prompt_tokens, output: read.completion_tokens }))
  .nullish()
  .catch(undefined);
/** Some servers send a list of parts. */
const content = z
  .union([
    z.string(),
    z
      .array(z.object({ text: z.string().catch("") }))
      .transform((parts) => parts.map(({ text }) => text).join("")),
  ])
  .nullish();
const said = z.object({ content, refusal: z.string().nullish() });
const whole = z.object({
  choices: z.tuple([z.object({ finish_reason: z.string().nullish(), message: said })], z.unknown()),
  usage,
});
const event = z.object({
  choices: z
    .array(z.object({ finish_reason: z.string().nullish(), delta: said.nullish() }))
    .catch([])
    .default([]),
  usage,
});

/** Rejects nothing by its ending: that is for `readForm`. Throws ModelError for what is no completion at all. */
export function readCompletion(body: string): Completion {
  return /^\s*(?:event:|data:|:)/.test(body) ? readEvents(body) : readWhole(body);
}

function readWhole(body: string): Completion {
  const parsed = whole.safeParse(parseJson(body));
  if (!parsed.success)
    throw new ModelError("garbled", "The server's answer is no completion.", { cost: "unknown" });
  const [{ finish_reason: ending, message }] = parsed.data.choices;
  return {
    text: message.content ?? "",
    ending: ending ?? undefined,
    refusal: message.refusal ?? undefined,
    usage: parsed.data.usage ?? undefined,
  };
}

/** `data: {…}` line by line (https://html.spec.whatwg.org/multipage/server-sent-events.html), though nobody asked for it. */
function readEvents(body: string): Completion {
  let [text, refusal] = ["", ""];
  let ending: string | undefined;
  let used: Usage | undefined;
  for (const line of body.split("\n")) {
    const parsed = event.safeParse(parseJson(/^data:(.*)$/.exec(line.trim())?.[1] ?? ""));
    if (!parsed.success) continue;
    const [choice] = parsed.data.choices;
    text += choice?.delta?.content ?? "";
    refusal += choice?.delta?.refusal ?? "";
    ending = choice?.finish_reason ?? ending;
    used = parsed.data.usage ?? used;
  }
  // A stream that just stops was cut off on its way.
  return { text, ending: ending ?? "length", refusal: refusal === "" ? undefined : refusal, usage: used };
}

/** The answer in its form. Throws ModelError. */
export function readForm<Content>(completion: Completion, form: z.ZodType<Content>): Content {
  const cost = completion.usage ?? "unknown";
  if (completion.refusal !== undefined || completion.ending === "content_filter")
    throw new ModelError("refused", "The model refused to answer.", { cost });
  if (completion.ending === "length")
    throw new ModelError("cut off", "The answer was cut off at its longest length.", { cost });
  for (const candidate of jsonCandidates(completion.text)) {
    const parsed = form.safeParse(parseJson(candidate));
    if (parsed.success) return parsed.data;
  }
  throw new ModelError("garbled", "The answer is not in the form that was asked for.", { cost });
}

/** The text itself, without a model's thoughts before it; what stands in a code block; from the first brace to the last. */
function jsonCandidates(text: string): readonly string[] {
  const spoken = text.replace(/^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i, "");
  const fenced = /```(?:json)?\s*([\s\S]*?)```/i.exec(spoken)?.[1];
  const braces = spoken.slice(spoken.indexOf("{"), spoken.lastIndexOf("}") + 1);
  return [spoken, ...(fenced === undefined ? [] : [fenced]), braces];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
