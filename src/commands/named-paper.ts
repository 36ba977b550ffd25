/** The paper that a person names: by id, by link, or by its title. */

import { count } from "../digests/paper-card.ts";
import type { Lookup } from "../papers/lookup.ts";
import { type Paper, parsePaperId } from "../papers/paper.ts";
import { SourceError } from "../papers/sources/source-error.ts";
import type { Message } from "../platform/message.ts";
import type { Search } from "../search/search.ts";
import { actions, cutLabel, decline, onlyForCaller, press, quote, reply, text } from "./reply.ts";

export interface NamedPapers {
  /** The paper, or an answer that says why there is none. */
  find(typed: string, now: Date): Promise<{ readonly paper: Paper } | { readonly answer: Message }>;
  /** Completes a title; an entry begins with the paper's id, so that it can stand as the argument. */
  suggest(typed: string): Promise<readonly string[]>;
}

/** Titles looked at for one that begins like what was typed. */
const MOST_BEGUN = 10;

/** No platform shows a longer completion whole. */
const SUGGESTION_LENGTH = 100;

export function createNamedPapers(lookup: Lookup, search: Search): NamedPapers {
  return {
    async find(typed, now) {
      const id = parsePaperId(typed) ?? parsePaperId(typed.split(/\s+/u)[0] ?? "");
      if (id !== undefined) {
        try {
          const paper = await lookup.find(id, now);
          return paper === undefined ? { answer: unknownId(id) } : { paper };
        } catch (error) {
          if (error instanceof SourceError) return { answer: unanswered(id, error) };
          throw error;
        }
      }
      const { hits } = await search.search(typed, { now, offset: 0, limit: 3 });
      const exact = hits.find(({ paper }) => fold(paper.title) === fold(typed));
      if (exact !== undefined) return exact;
      const begun = await search.suggest(typed, MOST_BEGUN);
      const [paper, ...others] = begun.filter(({ title }) => `${fold(title)} `.startsWith(`${fold(typed)} `));
      if (paper !== undefined && others.length === 0) return { paper };
      return {
        answer: noSuchTitle(
          typed,
          hits.map((hit) => hit.paper),
        ),
      };
    },

    async suggest(typed) {
      const found = await search.suggest(typed, 25);
      return found.map((paper) => [...`${paper.id} ${paper.title}`].slice(0, SUGGESTION_LENGTH).join(""));
    },
  };
}

function unknownId(id: string): Message {
  return decline(`Neither Hugging Face nor arXiv knows a paper ${id}. Check the number.`);
}

function unanswered(id: string, { message }: SourceError): Message {
  return decline(`The paper ${id} is not in the catalog and could not be looked up: ${message}`);
}

function noSuchTitle(typed: string, near: readonly Paper[]): Message {
  const answer = reply(
    text(
      `${quote(typed)} is no arXiv id, link or title that I know. `,
      near.length === 0
        ? "An id looks like 2401.00001; links to arXiv, Hugging Face and alphaXiv work too."
        : `Did you mean ${near.length === 1 ? "this paper" : `one of these ${count(near.length, "paper")}`}?`,
    ),
    actions(
      ...near.map((paper) => press(cutLabel(paper.title), "show", paper.id)),
      press("Search for these words", "search", typed.slice(0, 250)),
    ),
  );
  return onlyForCaller(answer);
}

function fold(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
