/** A server that speaks OpenAI's language, with its ways to fail. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { listen, whenWhole } from "./loopback.ts";

const request = z.looseObject({
  model: z.string(),
  max_tokens: z.number().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.looseObject({ type: z.string() }).optional(),
});

export type ModelCall = z.infer<typeof request>;

export type ModelBehaviour =
  | "well"
  /** As a stream of events, though nobody asked for it. */
  | "streams"
  /** Takes the request and says nothing. */
  | "stalls"
  /** Begins to answer and stops. */
  | "stalls halfway"
  | "closes"
  | "truncates"
  | "invalid JSON"
  | "wrong schema"
  | "empty"
  | "refuses"
  | "filters"
  | "no such thing"
  | "429"
  | "500"
  | "401"
  /** Understands neither schemas nor JSON mode, nor `temperature`. */
  | "old";

/** Told by the first field of the form. */
type FormName = (typeof FORMS)[number];
const FORMS = ["gist", "problem", "answered"] as const;

export interface ModelServer {
  readonly url: string;
  /** What it does with each request; the last one stays. */
  behaviours: ModelBehaviour[];
  /** Makes the content from what was asked, by the name of the form. */
  answers: Partial<Record<FormName, (prompt: string) => unknown>>;
  usage: { prompt_tokens: number; completion_tokens: number } | undefined;
  /** For "429" and "500". */
  retryAfter: string | undefined;
  readonly calls: ModelCall[];
  readonly headers: IncomingMessage["headers"][];
  /** The most requests that were under way at once. */
  most: number;
}

export async function startModelServer(): Promise<ModelServer> {
  const state: Omit<ModelServer, "url"> = {
    behaviours: ["well"],
    answers: {},
    usage: { prompt_tokens: 500, completion_tokens: 50 },
    retryAfter: undefined,
    calls: [],
    headers: [],
    most: 0,
  };
  const url = await listen(
    whenWhole(state, (body, incoming, response) => {
      const call = request.parse(JSON.parse(body));
      state.calls.push(call);
      const behaviour = state.behaviours.length > 1 ? state.behaviours.shift() : state.behaviours[0];
      // A moment, so that calls that are made together are under way together.
      setImmediate(() => answer(state, behaviour ?? "well", call, incoming, response));
    }),
  );
  return Object.assign(state, { url: `${url}/v1` });
}

function answer(
  state: Omit<ModelServer, "url">,
  behaviour: ModelBehaviour,
  call: ModelCall,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const json = (status: number, body: unknown, headers = {}) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  const fail = (status: number, message: string) =>
    json(
      status,
      { error: { message, type: "error" } },
      state.retryAfter === undefined ? {} : { "retry-after": state.retryAfter },
    );
  const complete = (content: string, ending = "stop", more = {}) =>
    json(200, {
      id: "1",
      object: "chat.completion",
      choices: [
        { index: 0, finish_reason: ending, message: { role: "assistant", content, refusal: null, ...more } },
      ],
      ...(state.usage === undefined ? {} : { usage: state.usage }),
    });
  const content = JSON.stringify(contentFor(state, call));
  switch (behaviour) {
    case "well":
      complete(content);
      return;
    case "streams": {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const event = (choice: object, more = {}) =>
        response.write(`data: ${JSON.stringify({ choices: [choice], ...more })}\n\n`);
      for (const part of content.match(/[\s\S]{1,7}/g) ?? []) event({ index: 0, delta: { content: part } });
      event({ index: 0, delta: {}, finish_reason: "stop" }, { usage: state.usage });
      response.end("data: [DONE]\n\n");
      return;
    }
    case "stalls":
      return;
    case "stalls halfway":
      response.writeHead(200, { "content-type": "application/json" }).write('{"choices":[{"message":{"con');
      return;
    case "closes":
      incoming.socket.destroy();
      return;
    case "truncates":
      complete(content.slice(0, content.length / 2), "length");
      return;
    case "invalid JSON":
      complete("Sure! Here is what you asked for: {oops");
      return;
    case "wrong schema":
      complete('{"sentence":"A cache."}');
      return;
    case "empty":
      complete("");
      return;
    case "refuses":
      complete("", "stop", { content: null, refusal: "I cannot help with that." });
      return;
    case "filters":
      complete("", "content_filter");
      return;
    case "no such thing":
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Welcome</title>");
      return;
    case "429":
      return void fail(429, "Rate limit reached");
    case "500":
      return void fail(500, "Internal error");
    case "401":
      return void fail(401, `Incorrect API key provided: ${incoming.headers.authorization}`);
    case "old":
      if (call.response_format !== undefined) return void fail(400, "response_format is not supported");
      if ("temperature" in call) return void fail(400, "temperature is not supported");
      complete(`<think>Hm.</think>\nHere it is:\n\`\`\`json\n${content}\n\`\`\``);
      return;
  }
}

/** What is asked for stands in the schema of the prompt. */
function contentFor(state: Omit<ModelServer, "url">, call: ModelCall): unknown {
  const [system, user] = [call.messages[0]?.content ?? "", call.messages.at(-1)?.content ?? ""];
  const name = FORMS.find((field) => system.includes(`"${field}":{`));
  return (name === undefined ? undefined : state.answers[name]?.(user)) ?? {};
}
