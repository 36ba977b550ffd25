/** Which paper a query is about, for asking for papers like it. */
import type { BenchQuery, Collection } from "./collection.ts";

/** The paper that a query names: by its own id, or by a text that begins with its title; else the first that belongs to it. */
export function exampleOf({ documents, grades }: Collection) {
  const ids = new Set(documents.map(({ id }) => id));
  const titles = documents.filter(({ title }) => title.length > 10);
  return ({ id, text }: BenchQuery): string => {
    const named = ids.has(id) ? id : titles.find(({ title }) => text.startsWith(title))?.id;
    const [example = named] = named === undefined ? [...(grades.get(id)?.keys() ?? [])] : [];
    if (example === undefined) throw new Error(`query ${id} names no paper of the collection`);
    return example;
  };
}
