/** Tells whoever waits what keeps Paperboy busy, unless it is soon done. */

export interface Work {
  /** When it began, in milliseconds as `performance.now()` counts them. */
  readonly since: number;
  /** What it is and how far, in a few words. */
  readonly line: string;
}

/** What is done sooner need not be told: a line that only flashes up disturbs more than it says. */
const SOON_MS = 1_000;
const EVERY_MS = 250;

/** The line to show `now`. */
export function workLine(work: Work | undefined, now: number): string | undefined {
  return work !== undefined && now - work.since >= SOON_MS ? work.line : undefined;
}

/** Looks after the work and shows its line whenever that has changed, and nothing once it is done, until it is stopped. */
export function showWork(
  current: () => Work | undefined,
  show: (line: string | undefined) => void,
): { stop(): void } {
  let shown: string | undefined;
  const update = (line: string | undefined) => {
    if (line !== shown) show(line);
    shown = line;
  };
  const timer = setInterval(() => update(workLine(current(), performance.now())), EVERY_MS);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      update(undefined);
    },
  };
}
