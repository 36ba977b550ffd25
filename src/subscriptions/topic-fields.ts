/** A paper's authors, organization and categories, as words that topics are kept under. */
import type { Paper } from "../papers/paper.ts";
import { wordsOf } from "../search/words.ts";
import type { Topic } from "./topic.ts";

/** Words of fields begin with a character that no stem holds. Names have their initials too: `S. H.` is Song Han. */
export function fieldWords(paper: Paper): readonly string[] {
  const ofNames = (mark: string, names: readonly string[]) =>
    names.flatMap((name) => wordsOf(name).flatMap(({ folded }) => [mark + folded, mark + folded.charAt(0)]));
  return [
    ...ofNames("@", paper.authors),
    ...ofNames("%", paper.organization === undefined ? [] : [paper.organization]),
    ...paper.categories.flatMap((category) => [`#${category}`, `#${category.split(".")[0] ?? ""}`]),
  ];
}

/** For each alternative that would do, a word that must then be there; none if the topic has no fields to go by. */
export function anchorsOfFields(topic: Topic): readonly string[] {
  const longest = (name: string) =>
    wordsOf(name).reduce((best, { folded }) => (folded.length > best.length ? folded : best), "");
  if (topic.authors.length > 0) return topic.authors.map((name) => `@${longest(name)}`);
  if (topic.organizations.length > 0) return topic.organizations.map((name) => `%${longest(name)}`);
  return topic.categories.map((category) => `#${category}`);
}
