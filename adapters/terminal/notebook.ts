/** What the terminal remembers over a restart: what was typed, what was offered, what was posted. */
import { z } from "zod";
import type { Memory } from "../../src/platform/memory.ts";
import type { DeliveryKey, PostedMessage } from "../../src/platform/platform.ts";
import { type Numbers, numbersFromJson, numbersToJson } from "./numbers.ts";

export const HISTORY_LENGTH = 200;
const POSTS_KEPT_MS = 30 * 86_400_000;

const storedHistory = z.array(z.string());
const storedPost = z.object({ id: z.string(), printed: z.boolean() });

export class Notebook {
  readonly #memory: Memory;
  readonly #now: () => Date;

  constructor(memory: Memory, now: () => Date) {
    this.#memory = memory;
    this.#now = now;
  }

  /** The newest line comes first. */
  async history(): Promise<readonly string[]> {
    const stored = storedHistory.safeParse(await this.#memory.get("history"));
    return stored.success ? stored.data : [];
  }

  setHistory(lines: readonly string[]): Promise<void> {
    return this.#memory.set("history", lines.slice(0, HISTORY_LENGTH));
  }

  async numbers(): Promise<Numbers> {
    return numbersFromJson(await this.#memory.get("numbers"));
  }

  setNumbers(numbers: Numbers): Promise<void> {
    return this.#memory.set("numbers", numbersToJson(numbers));
  }

  /** Whether the person has been told what a paper's number is for. */
  async introduced(): Promise<boolean> {
    return (await this.#memory.get("introduced")) === true;
  }

  setIntroduced(): Promise<void> {
    return this.#memory.set("introduced", true);
  }

  /** To be called before and after printing: in between nobody can know whether it was read. */
  setPost(key: DeliveryKey, post: { readonly id: string; readonly printed: boolean }): Promise<void> {
    return this.#memory.set(`post:${key}`, { ...post }, new Date(this.#now().getTime() + POSTS_KEPT_MS));
  }

  async forgetPost(key: DeliveryKey): Promise<void> {
    await this.#memory.delete(`post:${key}`);
  }

  async post(key: DeliveryKey, since: Date): Promise<PostedMessage | "absent" | "unknown"> {
    const stored = await this.#memory.get(`post:${key}`);
    if (stored === undefined) {
      return since.getTime() < this.#now().getTime() - POSTS_KEPT_MS ? "unknown" : "absent";
    }
    const post = storedPost.safeParse(stored);
    return post.success && post.data.printed ? { id: post.data.id } : "unknown";
  }
}
