/** `add`, `less`, `save`, `saved`: what people say of single papers. */
import { type CardDetails, paperCard } from "../digests/paper-card.ts";
import { type Paper, parsePaperId } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { ArgumentSpec } from "../platform/command.ts";
import type { Action, Message, PaperCard } from "../platform/message.ts";
import type { Search } from "../search/search.ts";
import type { ChannelStore } from "../subscriptions/channel-store.ts";
import type { Reader, ReaderStore } from "../subscriptions/reader-store.ts";
import type { SubscriptionStore } from "../subscriptions/subscription-store.ts";
import { createTopicMatcher } from "../subscriptions/topic.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import type { NamedPapers } from "./named-paper.ts";
import {
  actions,
  commandLine,
  cutLabel,
  decline,
  heading,
  note,
  press,
  quote,
  reply,
  say,
  text,
} from "./reply.ts";

export interface ReaderParts {
  readonly named: NamedPapers;
  readonly papers: PaperStore;
  readonly channels: ChannelStore;
  readonly subscriptions: SubscriptionStore;
  readonly readers: ReaderStore;
  readonly search: Search;
  readonly detailsOf: (paper: Paper, call: Call) => Promise<CardDetails>;
}

const NOTE_LENGTH = 280;
const PAGE = 10;

export function readerCommands(parts: ReaderParts): readonly CommandHandler[] {
  const { named, readers } = parts;
  const paper: ArgumentSpec = {
    name: "paper",
    help: "An arXiv id, a link, or a title",
    required: true,
    suggests: true,
    paper: "all of it",
  };
  const suggest = (call: Call) => named.suggest(call.argument);

  const add: CommandHandler = {
    spec: spec("add", "Puts a paper first in this channel's next digest, with your name and note", {
      usage: "add <id or link> [note]",
      example: "add 1706.03762 the one to read first",
      argument: {
        ...paper,
        help: "An arXiv id or link, then what you want to say about it",
        paper: "the first word",
      },
      audience: "channel",
    }),
    async run(call) {
      const [name = "", ...words] = call.argument.split(/\s+/u);
      const remark = words.join(" ");
      if (parsePaperId(name) === undefined) {
        return decline(
          `${quote(name)} is no arXiv id or link. Type for instance `,
          commandLine("add 2401.00001 worth a look"),
          ".",
        );
      }
      if ([...remark].length > NOTE_LENGTH)
        return decline(`A note holds ${NOTE_LENGTH} characters at most; this has ${[...remark].length}.`);
      const found = await named.find(name, call.now);
      if ("answer" in found) return found.answer;
      const record = await parts.channels.open(call.channel, call.now);
      await readers.add(record.id, {
        paperId: found.paper.id,
        note: remark === "" ? undefined : remark,
        by: call.caller,
        at: call.now,
      });
      return reply(text(`${call.caller.name} put this first in the channel's next digest:`), {
        kind: "paper",
        card: paperCard(found.paper, {
          ...(await parts.detailsOf(found.paper, call)),
          note: remark === "" ? undefined : { by: call.caller.name, text: remark },
        }),
      });
    },
    suggest,
  };

  const less: CommandHandler = {
    spec: spec("less", "Says that a paper is not for this channel, and offers to hear less of its kind", {
      usage: "less <id or link>",
      example: "less 1706.03762",
      argument: paper,
    }),
    async run(call) {
      const record = await parts.channels.open(call.channel, call.now);
      const [, undone] = /^undo\s+(\S+)$/i.exec(call.argument) ?? [];
      const found = await named.find(undone ?? call.argument, call.now);
      if ("answer" in found) return found.answer;
      if (undone !== undefined) {
        const was = await readers.undismiss(record.id, found.paper.id);
        return say(
          was ? "Forgotten: " : "Nobody had said that of ",
          quote(found.paper.title),
          was ? " may come again." : ".",
        );
      }
      await readers.dismiss(record.id, found.paper.id, call.caller, call.now);
      const offers = await offersFor(found.paper, record.id, parts);
      return reply(
        text(`Noted: ${quote(found.paper.title)} is not for this channel. It will not be in a digest again.`),
        offers.length === 0 ? undefined : text("Too much of this kind?"),
        actions(...offers, press("Undo", "less", `undo ${found.paper.id}`)),
      );
    },
    suggest,
  };

  const save: CommandHandler = {
    spec: spec("save", "Keeps a paper on your own list", {
      usage: "save <id or link>",
      example: "save 1706.03762",
      argument: { ...paper, help: `${paper.help}; undo and an id takes it off the list` },
    }),
    async run(call) {
      const [, undone] = /^undo\s+(\S+)$/i.exec(call.argument) ?? [];
      const found = await named.find(undone ?? call.argument, call.now);
      if ("answer" in found) return found.answer;
      const { id, title } = found.paper;
      if (undone !== undefined) {
        const was = await readers.unsave(readerOf(call), id);
        return say(was ? `${quote(title)} is off your list.` : `${quote(title)} was not on your list.`);
      }
      const isNew = await readers.save(readerOf(call), id, call.now);
      return reply(
        text(
          isNew ? `Saved: ${quote(title)}. ` : `${quote(title)} is on your list already. `,
          commandLine("saved"),
          " shows your list.",
        ),
        actions(press("My list", "saved"), press("Undo", "save", `undo ${id}`)),
      );
    },
    suggest,
  };

  const saved: CommandHandler = {
    spec: spec("saved", "Shows the papers that you saved, latest first"),
    run: (call) => savedList(call, parts),
  };
  return [add, less, save, saved];
}

async function savedList(call: Call, { readers, papers, detailsOf }: ReaderParts): Promise<Message> {
  const all = await readers.saved(readerOf(call));
  if (all.length === 0)
    return say("Your list is empty. ", commandLine("save 2401.00001"), " keeps a paper on it.");
  const start = (call.page - 1) * PAGE;
  const shown = await papers.getMany(all.slice(start, start + PAGE).map(({ paperId }) => paperId));
  const cards = await Promise.all(
    shown.map(async (paper) => withRemove(paperCard(paper, await detailsOf(paper, call)))),
  );
  return reply(
    heading(`Your list · ${all.length} ${all.length === 1 ? "paper" : "papers"}`),
    ...cards.map((card, at) => ({ kind: "paper", card, number: start + at + 1 }) as const),
    start === 0 ? undefined : note(`Papers ${start + 1} to ${start + shown.length} of ${all.length}.`),
    actions(start + PAGE < all.length ? press("More", "saved", "", call.page + 1) : undefined),
  );
}

/** What is on the list cannot be saved again. */
function withRemove(card: PaperCard): PaperCard {
  const remove = press("Remove", "save", `undo ${card.paperId}`);
  return { ...card, actions: card.actions.map((one) => (one.command.name === "save" ? remove : one)) };
}

/** One press to hear less: mute the phrase that brought the paper, or drop the topic. */
async function offersFor(paper: Paper, channelId: number, parts: ReaderParts): Promise<readonly Action[]> {
  const followed = await parts.subscriptions.followed.of(channelId);
  const matcher = createTopicMatcher(
    followed.map(({ topic }) => topic),
    parts.search.acronyms,
  );
  const matches = matcher.match(paper);
  const phrases = [...new Set(matches.flatMap(({ match }) => match.phrase ?? []))];
  const [keyword] = phrases.length > 0 ? [] : paper.keywords;
  const mutable = keyword === undefined ? phrases : [keyword];
  return [
    ...mutable
      .slice(0, 2)
      .map((phrase) => press(cutLabel(`Mute “${phrase}”`), "mute", `"${phrase.replaceAll('"', " ")}"`)),
    ...matches
      .slice(0, 2)
      .map(({ topic }) => press(cutLabel(`Unsubscribe ${topic.typed}`), "unsubscribe", topic.typed)),
  ];
}

function readerOf({ channel, caller }: Call): Reader {
  return { platform: channel.platform, workspace: channel.workspace, personId: caller.id };
}
