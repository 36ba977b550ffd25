/** One batch of texts, and what to do when the server will not take it: halve it until the texts at fault are alone. */
import { beginningOf } from "./embedded-text.ts";
import { EmbeddingError } from "./embedder.ts";
import type { PaidEmbedder } from "./paid-embedder.ts";

export interface Item {
  readonly id: string;
  readonly version: string;
  readonly text: string;
  /** Whether the server would not take it before. */
  readonly wasRefused: boolean;
}

export interface Entry {
  readonly id: string;
  readonly version: string;
  readonly vector: Float32Array;
}

/** Hands over the vectors of each answer with that answer's probe; tells which texts the server will not take. Rejects with EmbeddingError. */
export async function fetchBatch(
  items: readonly Item[],
  embedder: PaidEmbedder,
  signal: AbortSignal,
  keep: (entries: readonly Entry[], probe: Float32Array) => Promise<void>,
): Promise<readonly Item[]> {
  const fetch = async (some: readonly Item[]): Promise<void> => {
    const { probe, vectors } = await embedder.embed(
      some.map(({ text }) => text),
      signal,
    );
    const entries = some.flatMap(({ id, version }, place) => {
      const vector = vectors[place];
      return vector === undefined ? [] : [{ id, version, vector }];
    });
    await keep(entries, probe);
  };

  const isolate = async (some: readonly Item[], isWhole: boolean): Promise<readonly Item[]> => {
    try {
      await fetch(some);
      return [];
    } catch (error) {
      if (!isTexts(error)) throw error;
      // If not even the probe alone is taken, the texts are not at fault.
      if (isWhole) await embedder.embed([], signal);
    }
    const [first] = some;
    if (first !== undefined && some.length === 1) {
      const short = { ...first, text: beginningOf(first.text) };
      return short.text === first.text ? some : isolateShort(short);
    }
    const middle = Math.ceil(some.length / 2);
    return [...(await isolate(some.slice(0, middle), false)), ...(await isolate(some.slice(middle), false))];
  };
  const isolateShort = async (short: Item): Promise<readonly Item[]> => {
    try {
      await fetch([short]);
      return [];
    } catch (error) {
      if (!isTexts(error)) throw error;
      return [short];
    }
  };

  const refused = await isolate(items, true);
  // All of them, though the probe alone is taken: hardly the fault of each one.
  const fresh = items.filter(({ wasRefused }) => !wasRefused);
  if (fresh.length > 1 && refused.length === items.length)
    throw new EmbeddingError("misconfigured", "The embeddings server takes or answers none of the texts.");
  return refused;
}

/** Whether other texts might have been taken. */
function isTexts(error: unknown): boolean {
  return error instanceof EmbeddingError && (error.kind === "refused" || error.kind === "garbled");
}
