/** The full text of papers, where Hugging Face has it: fetched once, kept in the table `full_text`. */
import type { Logger } from "../log.ts";
import type { Database } from "../storage/database.ts";
import type { Paper } from "./paper.ts";
import type { HuggingFace } from "./sources/hugging-face.ts";
import { SourceError } from "./sources/source-error.ts";

export interface FullTexts {
  /** Markdown; undefined if there is none, or none can be fetched now. */
  find(paper: Paper, now: Date): Promise<string | undefined>;
}

export interface FullTextParts {
  readonly database: Database;
  readonly huggingFace: Pick<HuggingFace, "fullText">;
  readonly log: Logger;
}

const DAY = 86_400_000;
/** A new version may have come, or a text where there was none. */
const KEEP_MS = { there: 30 * DAY, absent: 2 * DAY };
/** Someone is waiting, and there is the abstract. */
const PATIENCE_MS = 8000;

export function createFullTexts({ database, huggingFace, log }: FullTextParts): FullTexts {
  return {
    async find({ id, source }, now) {
      if (source === "sample") return undefined;
      const kept = await database
        .selectFrom("fullText")
        .select(["text", "fetchedAt"])
        .where("paperId", "=", id)
        .executeTakeFirst();
      const keep = kept?.text == null ? KEEP_MS.absent : KEEP_MS.there;
      if (kept !== undefined && kept.fetchedAt + keep > now.getTime()) return kept.text ?? undefined;
      try {
        const text = (await huggingFace.fullText(id, AbortSignal.timeout(PATIENCE_MS))) ?? null;
        const row = { text, fetchedAt: now.getTime() };
        await database
          .insertInto("fullText")
          .values({ paperId: id, ...row })
          .onConflict((conflict) => conflict.column("paperId").doUpdateSet(row))
          .execute();
        return text ?? undefined;
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        log.warn({ id, kind: error.kind, problem: error.message }, "a full text could not be fetched");
        return kept?.text ?? undefined;
      }
    },
  };
}
