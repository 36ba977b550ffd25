import type { Paper } from "../papers/paper.ts";
export function isSameWork(one: Paper, other: Paper): boolean {
  return one.title.toLowerCase() === other.title.toLowerCase();
}
