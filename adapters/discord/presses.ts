/** Pressing a button twice in a hurry is one call: the second press gets the first one's key. */

const HURRY_MS = 3_000;

export interface Presses {
  /** The key of a press; `what` says who pressed which button, `id` is this press's own. */
  keyOf(what: string, id: string): string;
}

export function createPresses(now: () => Date): Presses {
  const recent = new Map<string, { readonly key: string; readonly at: number }>();
  return {
    keyOf(what, id) {
      const at = now().getTime();
      for (const [other, press] of recent) {
        if (at - press.at <= HURRY_MS) break;
        recent.delete(other);
      }
      const first = recent.get(what);
      if (first !== undefined) return first.key;
      recent.set(what, { key: id, at });
      return id;
    },
  };
}
