/**
 * What a person typed -> Topic. The language is that of a search, as far as it makes sense for papers yet to come:
 *
 *     kv cache                      the phrase; its words near each other are a "maybe"
 *     "kv cache" quantization       both, anywhere in title or abstract
 *     -survey -"position paper"     neither may be there (NOT survey too)
 *     author:"Song Han" org:nvidia cat:cs.CL min:20
 *     everything                    the top of the list
 */
import { findPaperIds } from "../papers/paper.ts";
import { queryParts } from "../search/query-parts.ts";
import type { Topic } from "./topic.ts";
import { TOPIC_EXAMPLE, TopicDraft } from "./topic-draft.ts";

export type ParsedTopic =
  | {
      readonly topic: Topic;
      /** How something was understood, where a person may have meant it otherwise; sentences for people. */
      readonly remarks: readonly string[];
    }
  | { readonly problem: string };

const MAX_LENGTH = 250;

/** Reads what a person typed; a problem is a sentence that says what was understood and what would work. */
export function parseTopic(typed: string): ParsedTopic {
  const text = typed.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
  if (text === "") return { problem: `Nothing was typed. A topic is words, for instance ${TOPIC_EXAMPLE}.` };
  if ([...text].length > MAX_LENGTH) {
    return {
      problem: `That is ${[...text].length} characters; a topic has ${MAX_LENGTH} at most. A few words are enough: ${TOPIC_EXAMPLE}.`,
    };
  }
  if (findPaperIds(text).length > 0) {
    return {
      problem: `${text} names a paper. A topic is made of words that new papers would hold, for instance "kv cache".`,
    };
  }
  const { parts, isUnclosed, remarks } = queryParts(text);
  const draft = new TopicDraft(remarks);
  for (const part of parts) {
    const problem = draft.read(part);
    if (problem !== undefined) return { problem: draft.explain(problem) };
  }
  return draft.finish(isUnclosed ? `${text}"` : text);
}
