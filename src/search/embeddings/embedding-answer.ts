/**
 * What an embeddings server sends -> vectors, or what is wrong with it. One number that is none, one vector too few, and
 * nothing of the answer is used. https://platform.openai.com/docs/api-reference/embeddings/create
 */
import { endianness } from "node:os";
import { z } from "zod";
import { type Embedded, EmbeddingError } from "./embedder.ts";
import { toUnit } from "./vector.ts";

/** More than any model has. */
const MOST_DIMENSIONS = 8192;
/** More than any request can have cost; what says so does not count tokens. */
const MOST_TOKENS = 1_000_000;

const answer = z.looseObject({
  data: z.array(
    z.looseObject({
      index: z.number().int().optional(),
      // Little-endian float32 in base64 where the server knows that form, else numbers.
      embedding: z.union([z.array(z.number()), z.base64()]),
    }),
  ),
  usage: z
    .looseObject({ prompt_tokens: z.number().optional(), total_tokens: z.number().optional() })
    .nullish()
    .catch(undefined),
});

/** The vectors of `count` texts, in their order. Throws EmbeddingError, kind `garbled`. */
export function readEmbeddings(body: string, count: number): Embedded {
  const parsed = answer.safeParse(parseJson(body));
  if (!parsed.success) throw garbled("an answer without vectors", "unknown");
  const { data, usage } = parsed.data;
  const tokens = asTokens(usage?.prompt_tokens ?? usage?.total_tokens);
  const cost = tokens ?? "unknown";
  if (data.length !== count) throw garbled(`${data.length} vectors for ${count} texts`, cost);
  const vectors: (Float32Array | undefined)[] = new Array(count).fill(undefined);
  const areNumbered = data.some(({ index }) => index !== undefined);
  for (const [place, { index, embedding }] of data.entries()) {
    const at = areNumbered ? index : place;
    if (at === undefined || at < 0 || at >= count || vectors[at] !== undefined)
      throw garbled("vectors that are not numbered as the texts are", cost);
    const numbers = typeof embedding === "string" ? decode(embedding) : Float32Array.from(embedding);
    const vector = numbers && toUnit(numbers);
    if (vector === undefined || vector.length > MOST_DIMENSIONS)
      throw garbled("a vector that points nowhere", cost);
    vectors[at] = vector;
  }
  const whole = vectors.filter((vector) => vector !== undefined);
  if (new Set(whole.map(({ length }) => length)).size > 1)
    throw garbled("vectors of different lengths", cost);
  return { vectors: whole, tokens };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function asTokens(said: number | undefined): number | undefined {
  return said !== undefined && Number.isInteger(said) && said >= 0 && said <= MOST_TOKENS ? said : undefined;
}

function decode(base64: string): Float32Array | undefined {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length % 4 !== 0) return undefined;
  if (endianness() === "BE") bytes.swap32();
  // A copy, because it has to begin at a multiple of four.
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function garbled(what: string, cost: number | "unknown"): EmbeddingError {
  return new EmbeddingError("garbled", `The embeddings server sent ${what}.`, { cost });
}
