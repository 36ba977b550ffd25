/** `preview` and `digest`: what the next digest holds and why, and having it now. */
import type { Composer } from "../digests/compose.ts";
import type { Deliver } from "../digests/deliver.ts";
import type { LeftOutPaper, LeftOutReason } from "../digests/digest.ts";
import { count } from "../digests/paper-card.ts";
import { paperUrl } from "../papers/paper.ts";
import type { Block, Span } from "../platform/message.ts";
import type { ChannelStore } from "../subscriptions/channel-store.ts";
import { scheduleSentence } from "./channel-schedule.ts";
import { type CommandHandler, spec } from "./handler.ts";
import { actions, commandLine, list, note, press, reply, say, text } from "./reply.ts";

export interface DigestParts {
  readonly channels: ChannelStore;
  readonly composer: Composer;
  readonly deliver: Deliver;
  readonly freshness: (now: Date) => Promise<string | undefined>;
}

/** Papers named of those that were left out. */
const NAMED = 5;

const REASONS: Readonly<Record<LeftOutReason, string>> = {
  "no topic": "match none of the topics",
  dismissed: "“not for us”",
  muted: "muted here",
  withdrawn: "withdrawn by the authors",
  "below floor": "below the vote floor",
  "same work": "another face of a paper shown here",
  "already shown": "shown here before",
  "no room": "fit, but better ones filled the digest",
};

export function digestCommands({
  channels,
  composer,
  deliver,
  freshness,
}: DigestParts): readonly CommandHandler[] {
  const preview: CommandHandler = {
    spec: spec("preview", "Shows what the next digest would hold, and what was left out and why"),
    async run(call) {
      const record = await channels.open(call.channel, call.now);
      const stale = await freshness(call.now);
      const { digest, message, nothing = [] } = await composer.compose(record, call.now, stale);
      return reply(
        ...(message === undefined
          ? [stale === undefined ? undefined : note(stale), text(...nothing)]
          : withoutActions(message.blocks)),
        ...leftOutBlocks(digest.leftOut),
        message === undefined ? undefined : note(scheduleSentence(record)),
        actions(
          message === undefined ? press("The whole list", "today") : press("Post it now", "digest"),
          press("Topics", "topics"),
        ),
      );
    },
  };

  const digest: CommandHandler = {
    spec: spec("digest", "Posts this channel's digest now", { configures: true }),
    async run(call) {
      const record = await channels.open(call.channel, call.now);
      const outcome = await deliver.postNow(record, call.key, call.now);
      switch (outcome.kind) {
        case "posted":
          return say(`Posted ${count(outcome.papers, "paper")}.`);
        case "already posted":
          return say("That digest was posted already.");
        case "nothing to say": {
          const { nothing = [] } = await composer.compose(record, call.now);
          return reply(
            text(...nothing),
            note(commandLine("preview"), " tells what was left out and why."),
            actions(press("The whole list", "today"), press("Preview", "preview")),
          );
        }
        case "failed":
          return say(outcome.reason);
      }
    },
  };
  return [preview, digest];
}

function withoutActions(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter((block) => block.kind !== "actions");
}

function leftOutBlocks(leftOut: readonly LeftOutPaper[]): readonly (Block | undefined)[] {
  if (leftOut.length === 0) return [];
  const byReason = new Map<LeftOutReason, LeftOutPaper[]>();
  for (const entry of leftOut) byReason.set(entry.why, [...(byReason.get(entry.why) ?? []), entry]);
  return [
    text({ text: `Left out: ${count(leftOut.length, "paper")}`, style: "strong" }),
    list([...byReason].map(([why, entries]) => lineOf(why, entries))),
  ];
}

function lineOf(why: LeftOutReason, entries: readonly LeftOutPaper[]): readonly Span[] {
  const line: Span[] = [`${entries.length} ${REASONS[why]}`];
  if (why === "no topic" || why === "already shown") return line;
  for (const [index, { paper }] of entries.slice(0, NAMED).entries()) {
    line.push(index === 0 ? ": " : " · ", { text: paper.title, url: paperUrl(paper) });
  }
  if (entries.length > NAMED) line.push(` · ${entries.length - NAMED} more`);
  return line;
}
