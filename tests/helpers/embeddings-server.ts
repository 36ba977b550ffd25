/** A server that speaks OpenAI's embeddings API, with its ways to fail. Its vectors are bags of hashed words. */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { listen, whenWhole } from "./loopback.ts";

const request = z.object({
  model: z.string(),
  input: z.array(z.string()),
  encoding_format: z.enum(["base64", "float"]).optional(),
});

export type EmbeddingsBehaviour =
  | "well"
  /** Knows no base64, and says so. */
  | "old"
  /** Sends numbers whatever it is asked for. */
  | "numbers"
  /** Takes the request and says nothing. */
  | "stalls"
  /** Begins to answer and stops. */
  | "stalls halfway"
  | "closes"
  | "truncates"
  | "HTML"
  | "one missing"
  | "one twice"
  | "other lengths"
  | "NaN"
  | "not a number"
  | "zeros"
  | "shuffled"
  | "unnumbered"
  | "429"
  | "no quota"
  | "500"
  | "401"
  | "404"
  | "400";

export interface EmbeddingsServer {
  readonly url: string;
  /** What it does with each request; the last one stays. */
  behaviours: EmbeddingsBehaviour[];
  /** Changes with the model: other numbers for the same words. */
  space: string;
  dimensions: number;
  /** Words that mean the same. */
  meanings: Record<string, string>;
  /** It takes no request with a text for which this holds. */
  dislikes: (text: string) => boolean;
  /** Tokens for a request; undefined: it does not tell. */
  usage: ((texts: readonly string[]) => number) | undefined;
  retryAfter: string | undefined;
  /** The texts of each request. */
  readonly calls: (readonly string[])[];
  readonly headers: IncomingMessage["headers"][];
  /** The most requests that were under way at once. */
  most: number;
  /** Is waited for before each answer. */
  hold: Promise<void>;
}

type State = Omit<EmbeddingsServer, "url">;

export async function startEmbeddingsServer(): Promise<EmbeddingsServer> {
  const state: State = {
    behaviours: ["well"],
    space: "",
    dimensions: 64,
    meanings: {},
    dislikes: () => false,
    usage: (texts) => texts.length * 10,
    retryAfter: undefined,
    calls: [],
    headers: [],
    most: 0,
    hold: Promise.resolve(),
  };
  const url = await listen(
    whenWhole(state, async (body, incoming, response) => {
      if (new URL(incoming.url ?? "", "http://x").pathname !== "/v1/embeddings")
        return void response.writeHead(404).end();
      const asked = request.parse(JSON.parse(body));
      state.calls.push(asked.input);
      const behaviour = state.behaviours.length > 1 ? state.behaviours.shift() : state.behaviours[0];
      await state.hold;
      // A moment, so that calls that are made together are under way together.
      setImmediate(() => answer(state, behaviour ?? "well", asked, incoming, response));
    }),
  );
  return Object.assign(state, { url: `${url}/v1` });
}

function answer(
  state: State,
  behaviour: EmbeddingsBehaviour,
  asked: z.infer<typeof request>,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const send = (status: number, body: string, headers = {}) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  const fail = (status: number, message: string, more = {}) =>
    send(
      status,
      JSON.stringify({ error: { message, type: "error", ...more } }),
      state.retryAfter === undefined ? {} : { "retry-after": state.retryAfter },
    );
  const isBase64 = asked.encoding_format === "base64" && behaviour !== "numbers";
  const vectors = asked.input.map((text) => vectorOf(state, text));
  const written = (vector: number[]) =>
    isBase64 ? Buffer.from(Float32Array.from(vector).buffer).toString("base64") : vector;
  const item = (vector: number[], index: number) => ({
    object: "embedding",
    index,
    embedding: written(vector),
  });
  const data = vectors.map(item);
  const last = data.length - 1;
  const body = (some: readonly unknown[]) =>
    JSON.stringify({
      object: "list",
      model: asked.model,
      data: some,
      ...(state.usage === undefined ? {} : { usage: { prompt_tokens: state.usage(asked.input) } }),
    });
  const lastAs = (vector: unknown) => [...data.slice(0, last), { index: last, embedding: vector }];

  if (asked.input.some(state.dislikes)) return void fail(413, "Input is too long");
  switch (behaviour) {
    case "well":
    case "numbers":
      return void send(200, body(data));
    case "old":
      if (asked.encoding_format === undefined) send(200, body(data));
      else fail(400, "Unknown field: encoding_format");
      return;
    case "stalls":
      return;
    case "stalls halfway":
      return void response.writeHead(200, { "content-type": "application/json" }).write('{"data":[{"em');
    case "closes":
      return void incoming.socket.destroy();
    case "truncates":
      return void send(200, body(data).slice(0, -40));
    case "HTML":
      return void response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><h1>Hello</h1>");
    case "one missing":
      return void send(200, body(data.slice(0, last)));
    case "one twice":
      return void send(200, body(data.map((one) => ({ ...one, index: 0 }))));
    case "other lengths":
      return void send(200, body(lastAs([1, 2, 3, 4])));
    case "NaN":
      return void send(200, body(lastAs(written(new Array(state.dimensions).fill(Number.NaN)))));
    case "not a number":
      return void send(200, body(lastAs(["1", null])));
    case "zeros":
      return void send(200, body(lastAs(new Array(state.dimensions).fill(0))));
    case "shuffled":
      return void send(200, body([...data].reverse()));
    case "unnumbered":
      return void send(200, body(data.map(({ embedding }) => ({ embedding }))));
    case "429":
      return void fail(429, "Rate limit reached");
    case "no quota":
      return void fail(429, "You exceeded your current quota", { code: "insufficient_quota" });
    case "500":
      return void fail(500, "Internal error");
    case "401":
      return void fail(401, `Incorrect API key provided: ${incoming.headers.authorization}`);
    case "404":
      return void fail(404, "The model does not exist");
    case "400":
      return void fail(400, "I take nothing today");
  }
}

/** Each word points somewhere; a text points where its words do. */
function vectorOf({ space, dimensions, meanings }: State, text: string): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["nothing"]) {
    const bytes = createHash("shake256", { outputLength: dimensions })
      .update(`${space} ${meanings[word] ?? word}`)
      .digest();
    for (let at = 0; at < dimensions; at += 1) vector[at] = (vector[at] ?? 0) + (bytes[at] ?? 0) - 127.5;
  }
  return vector;
}
