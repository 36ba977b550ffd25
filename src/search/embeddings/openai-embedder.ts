/** Asks any server that speaks OpenAI's language for vectors. */
import {
  type Connection,
  complaintOf,
  connect,
  neverArrived,
  type Refusal,
  readBody,
  type ServerOptions,
} from "../../model-server/connection.ts";
import { nextWelcome } from "../../model-server/server-limits.ts";
import { type Embedder, EmbeddingError } from "./embedder.ts";
import { readEmbeddings } from "./embedding-answer.ts";

export interface OpenaiEmbedderOptions extends ServerOptions {
  readonly model: string;
  /** For one request and its answer. */
  readonly timeoutMs: number;
  readonly now: () => Date;
}

/** What we keep off a server that says "too many requests" and not for how long. */
const UNTOLD_WAIT_MS = 20_000;
/** An account whose quota is used up does not get better by itself. */
const EMPTY_WAIT_MS = 20 * 60_000;
/** Some dozens of the longest vectors, written as numbers. */
const MOST_BYTES = 16 * 1024 * 1024;

export function createOpenaiEmbedder(options: OpenaiEmbedderOptions): Embedder {
  const { model, now } = options;
  let connected: Promise<Connection> | undefined;
  let welcomeAt: Date | undefined;
  // A third of the bytes of numbers; servers that do not know it send numbers, or say so.
  let form: { encoding_format?: "base64" } = { encoding_format: "base64" };

  async function send(
    { client, refusalIn }: Connection,
    texts: readonly string[],
    asked: AbortSignal,
  ): Promise<string> {
    const signal = AbortSignal.any([asked, AbortSignal.timeout(options.timeoutMs)]);
    try {
      // Not `embeddings.create`, which always asks for base64.
      const response = await client
        .post("/embeddings", { body: { model, input: texts, ...form }, signal })
        .asResponse();
      welcomeAt = nextWelcome(response.headers, now());
      const body = await readBody(response, MOST_BYTES);
      if (body !== undefined) return body;
    } catch (error) {
      if (signal.aborted) throw unreachable("did not answer in time", "unknown", error);
      const refusal = refusalIn(error);
      if (refusal !== undefined) throw refused(refusal);
      throw unreachable("could not be reached", neverArrived(error) ? "none" : "unknown", error);
    }
    throw new EmbeddingError("garbled", "The embeddings server sent more than any answer has.", {
      cost: "unknown",
    });
  }

  function refused(refusal: Refusal): EmbeddingError {
    const { status, headers, code } = refusal;
    if (status === 429) {
      const isEmpty = code === "insufficient_quota";
      const untold = new Date(now().getTime() + (isEmpty ? EMPTY_WAIT_MS : UNTOLD_WAIT_MS));
      welcomeAt = nextWelcome(headers, now()) ?? untold;
      const why = isEmpty ? "says that the account's quota is used up" : "asks us to slow down";
      return new EmbeddingError("limited", `The embeddings server ${why}.`, { retryAt: welcomeAt });
    }
    if (status >= 500 || status === 408 || status === 409)
      return unreachable(`has trouble of its own (error ${status})`, "none");
    const kind = [400, 413, 422].includes(status) ? "refused" : "misconfigured";
    const complaint = complaintOf(refusal, options.apiKey);
    return new EmbeddingError(kind, `The embeddings server refused (error ${status}): ${complaint}`);
  }

  return {
    model,
    async embed(texts, signal) {
      if (welcomeAt !== undefined && welcomeAt > now())
        throw new EmbeddingError("limited", "The embeddings server asked us to slow down.", {
          retryAt: welcomeAt,
        });
      connected ??= connect(options);
      const connection = await connected;
      const asked = form;
      const body = await send(connection, texts, signal).catch((error: unknown) => {
        const isForm =
          error instanceof EmbeddingError &&
          error.kind === "refused" &&
          /encoding.?format/i.test(error.message);
        if (!isForm || asked.encoding_format === undefined) throw error;
        form = {};
        return send(connection, texts, signal);
      });
      return readEmbeddings(body, texts.length);
    },
  };
}

function unreachable(what: string, cost: "none" | "unknown", cause?: unknown): EmbeddingError {
  return new EmbeddingError("unreachable", `The embeddings server ${what}.`, { cost, cause });
}
