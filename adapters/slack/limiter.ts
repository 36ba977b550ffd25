/**
 * Keeps to Slack's pace: one message a second in a channel, and nothing at all in a workspace that has asked to slow
 * down. https://docs.slack.dev/apis/web-api/rate-limits#posting
 */
import { setTimeout as sleep } from "node:timers/promises";
import { PostError } from "../../src/platform/platform.ts";

export interface Limiter {
  /** Runs `send` when the channel's turn has come. Rejects with PostError, unsent, while the workspace must wait. */
  run<T>(workspace: string, channel: string, send: () => Promise<T>): Promise<T>;
}

const SPACING_MS = 1000;

export function createLimiter(
  clock: () => number = () => performance.now(),
  wait: (ms: number) => Promise<unknown> = sleep,
): Limiter {
  const pausedUntil = new Map<string, number>();
  const nextTurn = new Map<string, number>();

  const refuseWhilePaused = (workspace: string) => {
    const left = (pausedUntil.get(workspace) ?? 0) - clock();
    if (left <= 0) return;
    throw new PostError("unavailable", "Slack has asked to slow down", {
      retryAfterSeconds: Math.ceil(left / 1000),
    });
  };

  const takeTurn = (channel: string): number => {
    const now = clock();
    for (const [key, turn] of nextTurn) if (turn <= now) nextTurn.delete(key);
    const turn = Math.max(now, nextTurn.get(channel) ?? now);
    nextTurn.set(channel, turn + SPACING_MS);
    return turn - now;
  };

  return {
    async run(workspace, channel, send) {
      refuseWhilePaused(workspace);
      const delay = takeTurn(`${workspace}/${channel}`);
      if (delay > 0) {
        await wait(delay);
        refuseWhilePaused(workspace);
      }
      try {
        return await send();
      } catch (error) {
        if (error instanceof PostError && error.failure === "unavailable" && error.retryAfterSeconds) {
          pausedUntil.set(workspace, clock() + error.retryAfterSeconds * 1000);
        }
        throw error;
      }
    },
  };
}
