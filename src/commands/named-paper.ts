/** The paper that a person names: by id, by link, or by its title. */

import { count } from "../digests/paper-card.ts";
import type { Lookup } from "../papers/lookup.ts";
import { type Paper, parsePaperId } from "../papers/paper.ts";
import type { Message } from "../platform/message.ts";
import type { Search } from "../search/search.ts";
import { actions, press, quote, reply, text } from "./reply.ts";

export interface NamedPapers {
  /** The paper, or an answer that says why there is none. Rejects with SourceError when a source fails. */
  find(typed: string, now: Date): Promise<{ readonly paper: Paper } | { readonly answer: Message }>;
  /** Completes a title; an entry begins with the paper's id, so that it can stand as the argument. */
  suggest(typed: string): Promise<readonly string[]>;
}

/** No platform shows a longer completion whole. */
const SUGGESTION_LENGTH = 100;

export function createNamedPapers(lookup: Lookup, search: Search): NamedPapers {
  return {
    async find(typed, now) {
      const id = parsePaperId(typed) ?? parsePaperId(typed.split(/\s+/u)[0] ?? "");
      if (id !== undefined) {
        const paper = await lookup.find(id, now);
        return paper === undefined ? { answer: unknownId(id) } : { paper };
      }
      const { hits } = await search.search(typed, { now, offset: 0, limit: 3 });
      const exact = hits.find(({ paper }) => fold(paper.title) === fold(typed));
      return exact === undefined
        ? {
            answer: noSuchTitle(
              typed,
              hits.map(({ paper }) => paper),
            ),
          }
        : exact;
    },

    async suggest(typed) {
      const found = await search.suggest(typed, 25);
      return found.map((paper) => [...`${paper.id} ${paper.title}`].slice(0, SUGGESTION_LENGTH).join(""));
    },
  };
}

function unknownId(id: string): Message {
  return reply(text(`Neither Hugging Face nor arXiv knows a paper ${id}. Check the number.`));
}

function noSuchTitle(typed: string, near: readonly Paper[]): Message {
  return reply(
    text(
      `${quote(typed)} is no arXiv id, link or title that I know. `,
      near.length === 0
        ? "An id looks like 2401.00001; links to arXiv, Hugging Face and alphaXiv work too."
        : `Did you mean ${near.length === 1 ? "this paper" : `one of these ${count(near.length, "paper")}`}?`,
    ),
    actions(
      ...near.map((paper) => press(shorten(paper.title), "show", paper.id)),
      press("Search for these words", "search", typed.slice(0, 250)),
    ),
  );
}

function shorten(title: string): string {
  const characters = [...title];
  return characters.length <= 40 ? title : `${characters.slice(0, 39).join("")}…`;
}

function fold(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
