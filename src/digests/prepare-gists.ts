/** The job that has gists written ahead of the digests that will show them, so that nobody waits for a model. */
import type { Logger } from "../log.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import type { GistWant } from "../summaries/model-summaries.ts";
import type { Composer } from "./compose.ts";
import type { DueChannel } from "./delivery-plans-store.ts";
import { HOUR } from "./delivery-rules.ts";
import type { DeliveryStore } from "./delivery-store.ts";

export interface PrepareGistsParts {
  readonly deliveries: Pick<DeliveryStore, "due">;
  readonly composer: Pick<Composer, "together">;
  /** Whether this process can post there. */
  readonly canPost: (platform: string) => boolean;
  readonly prepare: (wants: readonly GistWant[], signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}

export interface PrepareGists {
  /** Writes what the digests of the next hour need, those that come first first. */
  run(now: Date): Promise<void>;
  /** Begins nothing more, and gives up what is under way. */
  stop(): void;
}

/** A channel is looked at when its digest is less than this away, once for each: the lists fill until the last minute. */
const STAGES_MS = [HOUR, HOUR / 3, HOUR / 12];
const TOGETHER = 50;
/** Looking again costs little. */
const MOST_REMEMBERED = 50_000;

export function createPrepareGists(parts: PrepareGistsParts): PrepareGists {
  const stopped = new AbortController();
  const prepared = new Map<number, string>();

  async function wantsOf(batch: readonly DueChannel[], now: Date): Promise<readonly GistWant[]> {
    const channels = batch.flatMap(({ record }) => record ?? []);
    const compose = await parts.composer.together(channels, now);
    const wants: GistWant[] = [];
    for (const channel of channels) {
      const { digest } = await compose(channel, now);
      wants.push(...digest.papers.map(({ paper }) => wantOf(channel, paper)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return wants;
  }

  /** Channels that have come closer since they were last looked at. */
  function fresh(batch: readonly DueChannel[], now: Date): readonly DueChannel[] {
    return batch.filter(({ id, dueAt, record }) => {
      if (record === undefined || !parts.canPost(record.channel.platform) || dueAt <= now) return false;
      const stage = STAGES_MS.filter((ms) => dueAt.getTime() - now.getTime() <= ms).length;
      const mark = `${dueAt.getTime()} ${stage}`;
      if (prepared.get(id) === mark) return false;
      if (prepared.size >= MOST_REMEMBERED) prepared.clear();
      prepared.set(id, mark);
      return true;
    });
  }

  return {
    async run(now) {
      let last: DueChannel | undefined;
      while (!stopped.signal.aborted) {
        const batch = await parts.deliveries.due(new Date(now.getTime() + HOUR), last, TOGETHER);
        last = batch.at(-1);
        if (last === undefined) return;
        const due = fresh(batch, now);
        if (due.length === 0) continue;
        try {
          await parts.prepare(await wantsOf(due, now), stopped.signal);
        } catch (error) {
          parts.log.error({ err: error }, "gists could not be prepared");
        }
      }
    },
    stop: () => stopped.abort(),
  };
}

function wantOf({ channel, language }: ChannelRecord, paper: GistWant["paper"]): GistWant {
  return { paper, language, workspace: channel };
}
