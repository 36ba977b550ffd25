/** One paper by its id: from the catalog, else from Hugging Face, else from arXiv. */
import type { Logger } from "../log.ts";
import { mergePaper } from "./merge-papers.ts";
import type { Paper, PaperId } from "./paper.ts";
import type { PaperStore } from "./paper-store.ts";
import type { Arxiv } from "./sources/arxiv.ts";
import type { HuggingFace } from "./sources/hugging-face.ts";
import { SourceError } from "./sources/source-error.ts";

export interface Lookup {
  /**
   * What is in the catalog is answered without the network; what is found elsewhere is in the catalog from then on. Undefined if
   * nobody knows the paper. Rejects with SourceError if that cannot be known now.
   */
  find(id: PaperId, now: Date): Promise<Paper | undefined>;
}

export interface LookupParts {
  readonly papers: PaperStore;
  readonly huggingFace: HuggingFace;
  readonly arxiv: Arxiv;
  readonly log: Logger;
}

/** Someone is waiting, and there is a second source. */
const HUGGING_FACE_MS = 6000;

export function createLookup({ papers, huggingFace, arxiv, log }: LookupParts): Lookup {
  const running = new Map<PaperId, Promise<Paper | undefined>>();

  async function ask(id: PaperId, now: Date): Promise<Paper | undefined> {
    const found = await askSources(id);
    if (found === undefined) return undefined;
    // A list may have brought it in the meantime, with more.
    const paper = mergePaper(await papers.get(id), found);
    await papers.save([paper], now);
    return paper;
  }

  async function askSources(id: PaperId): Promise<Paper | undefined> {
    const first = await attempt(() => huggingFace.paper(id, AbortSignal.timeout(HUGGING_FACE_MS)));
    if (first !== undefined && !(first instanceof SourceError)) return first;
    if (first)
      log.warn({ id, kind: first.kind, problem: first.message }, "Hugging Face was asked for a paper");
    const second = await attempt(async () => (await arxiv.papers([id]))[0]);
    if (!(second instanceof SourceError)) return second;
    log.warn({ id, kind: second.kind, problem: second.message }, "arXiv was asked for a paper");
    throw first === undefined
      ? second
      : new SourceError(second.kind, `${first.message} ${second.message}`, {
          retryAt: second.retryAt,
          cause: second,
        });
  }

  return {
    async find(id, now) {
      const known = await papers.get(id);
      if (known !== undefined) return known;
      const already = running.get(id);
      if (already) return already;
      const asking = ask(id, now).finally(() => running.delete(id));
      running.set(id, asking);
      return asking;
    },
  };
}

async function attempt<Answer>(ask: () => Promise<Answer>): Promise<Answer | SourceError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
}
