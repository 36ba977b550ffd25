/** How much each sign of a paper counts for its place. */
import { expect, test } from "vitest";
import { createColumns } from "../../src/search/paper-columns.ts";
import { fuse } from "../../src/search/ranking.ts";

test("likeness counts for less where papers are but titles", () => {
  const orderAmong = (words: number) => {
    const columns = createColumns();
    columns.grow(2);
    for (const number of [1, 2]) columns.set(number, `p${number}`, words, 0, 0);
    const byWords = [
      { number: 1, score: 10 },
      { number: 2, score: 8 },
    ];
    const signals = { likeness: [0.1, 0.8], likenessWeight: 0.4, columns: columns.view(), today: 0 };
    return fuse(byWords, signals).map(({ number }) => number);
  };
  expect(orderAmong(100)).toEqual([2, 1]);
  expect(orderAmong(8)).toEqual([1, 2]);
});
