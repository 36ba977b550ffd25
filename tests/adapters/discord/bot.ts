/** A small core for the adapter's tests: a few commands with pages, forms and hidden ones. */
import type { Command, CommandSpec } from "../../../src/platform/command.ts";
import type { Channel, Message, Workspace } from "../../../src/platform/message.ts";
import type { Bot } from "../../../src/platform/platform.ts";
import { card } from "../../contract/messages.ts";

export interface TestBot extends Bot {
  readonly ran: Command[];
  readonly events: { readonly event: string; readonly place: Channel | Workspace; readonly to?: Channel }[];
  /** What is suggested; a function may take its time. */
  suggestions: () => readonly string[] | Promise<readonly string[]>;
  /** Is run before each answer. */
  before: () => void | Promise<void>;
}

const specs: readonly CommandSpec[] = [
  spec("help", "caller", false),
  spec("search", "caller", false, { suggests: true, required: true }),
  spec("digest", "channel", true),
  spec("subscribe", "channel", true, { suggests: true, required: true }),
  spec("schedule", "caller", true, { suggests: true, required: false }),
  { ...spec("hello", "caller", false), hidden: true },
  { ...spec("find", "caller", false, { suggests: false, required: true }), hidden: true },
  { ...spec("share", "channel", false, { suggests: false, required: true }), hidden: true },
];

export function createTestBot(): TestBot {
  const bot: TestBot = {
    commands: specs,
    ran: [],
    events: [],
    suggestions: () => [],
    before: () => {},
    async run(command) {
      bot.ran.push(command);
      await bot.before();
      return answers(command);
    },
    suggest: async () => bot.suggestions(),
    form: async () => ({ blocks: [] }),
    async gone(place) {
      bot.events.push({ event: "gone", place });
    },
    async back(place) {
      bot.events.push({ event: "back", place });
    },
    async moved(place, to) {
      bot.events.push({ event: "moved", place, to });
    },
  };
  return bot;
}

function answers({ name, argument, page, caller }: Command): Message {
  if (name === "search") {
    return {
      blocks: [
        { kind: "heading", text: `Results for ${argument}, page ${page}` },
        ...[1, 2, 3].map((at) => ({ kind: "paper" as const, card: card((page - 1) * 3 + at) })),
        {
          kind: "actions",
          actions: [
            { label: "Next", command: { name, argument, page: page + 1 } },
            { label: "Share", command: { name: "share", argument: `search ${argument}`, page: 1 } },
          ],
        },
      ],
    };
  }
  if (name === "help") {
    return {
      blocks: [
        { kind: "text", spans: ["What Paperboy does"] },
        {
          kind: "actions",
          actions: [
            {
              label: "Set the schedule",
              command: { name: "schedule", argument: "", page: 1 },
              form: [
                { label: "Time", kind: "time", value: "09:00", hint: "The channel's own time" },
                { label: "Days", kind: "days", value: "weekdays", hint: "On which days" },
                { label: "Zone", kind: "zone", value: "Europe/Berlin", hint: "City or zone" },
              ],
            },
            { label: "Post now", command: { name: "digest", argument: "", page: 1 } },
          ],
        },
      ],
    };
  }
  const refusal = caller.mayConfigure ? "" : ` (${caller.whoMayConfigure ?? ""})`;
  return { blocks: [{ kind: "text", spans: [`did ${name} ${argument}${refusal}`] }] };
}

/** A digest as the core makes them. */
export const DIGEST: Message = {
  blocks: [
    { kind: "heading", text: "Papers of Tuesday, 24 November" },
    ...[1, 2, 3].map((at) => ({ kind: "paper" as const, card: card(at) })),
    {
      kind: "actions",
      actions: [{ label: "More", command: { name: "search", argument: "today", page: 2 } }],
    },
  ],
};

function spec(
  name: string,
  audience: "caller" | "channel",
  configures: boolean,
  argument?: { readonly suggests: boolean; readonly required: boolean },
): CommandSpec {
  return {
    name,
    help: `What ${name} does.`,
    usage: name,
    example: name,
    argument: argument === undefined ? undefined : { name: "words", help: "Some words.", ...argument },
    audience,
    configures,
    hidden: false,
  };
}
