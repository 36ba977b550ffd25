/** `status`: how the channel stands, and how Paperboy does. */
import type { DeliveryStore } from "../digests/delivery-store.ts";
import { count } from "../digests/paper-card.ts";
import { currentListDay, formatListDay } from "../papers/list-day.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { SourceStateStore } from "../papers/source-state-store.ts";
import type { Search } from "../search/search.ts";
import type { ChannelStore } from "../subscriptions/channel-store.ts";
import { formatInstant } from "../subscriptions/schedule.ts";
import type { SubscriptionStore } from "../subscriptions/subscription-store.ts";
import { scheduleSentence } from "./channel-schedule.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { heading, list, note, reply } from "./reply.ts";

export interface StatusParts {
  readonly channels: ChannelStore;
  readonly subscriptions: SubscriptionStore;
  readonly deliveries: DeliveryStore;
  readonly papers: PaperStore;
  readonly sources: SourceStateStore;
  readonly search: Pick<Search, "work">;
  readonly version: string;
  /** Lines of other parts, for instance of the budget for summaries. */
  readonly more: (call: Call) => Promise<readonly string[]>;
}

export function statusCommand(parts: StatusParts): CommandHandler {
  return {
    spec: spec("status", "Shows how this channel and Paperboy are doing"),
    async run(call) {
      const record = await parts.channels.find(call.channel);
      const zone = record?.schedule?.zone ?? call.caller.timeZone ?? "UTC";
      const channel = record === undefined ? ["This channel is not set up yet."] : [scheduleSentence(record)];
      if (record !== undefined) {
        const topics = await parts.subscriptions.followed.of(record.id);
        channel.push(
          topics.length === 0
            ? "It follows the top of the list."
            : `It follows ${count(topics.length, "topic")}.`,
        );
        channel.push(...(await parts.deliveries.describe(record.id, zone)));
      }
      const [latest] = await parts.papers.latestListDays(1, currentListDay(call.now));
      const source = await parts.sources.get("hugging-face");
      const papers = await parts.papers.count();
      const samples = await parts.papers.sampleCount();
      const lines = [
        samples > 0
          ? `${count(samples, "sample paper")} that ${samples === 1 ? "comes" : "come"} with Paperboy; no list is stored yet.`
          : `${count(papers, "paper")} in the catalog, the latest list of ${latest === undefined ? "no day yet" : formatListDay(latest)}.`,
        source.succeededAt === undefined
          ? "Hugging Face has not answered yet."
          : `Hugging Face last answered on ${formatInstant(source.succeededAt, zone)}.`,
        ...(source.problem === undefined ? [] : [source.problem]),
        ...(parts.search.work === undefined ? [] : [parts.search.work.sentence]),
        ...(await parts.more(call)),
      ];
      return reply(
        heading("This channel"),
        list(channel.map((line) => [line])),
        heading("Paperboy"),
        list(lines.map((line) => [line])),
        note(`Paperboy ${parts.version}.`),
      );
    },
  };
}
