/** `settings`: how big a channel's digest is, and what else can be set. */
import type { Channel } from "../platform/message.ts";
import type { ChannelOption } from "../platform/platform.ts";
import {
  type ChannelRecord,
  type ChannelStore,
  DEFAULT_DIGEST_SIZE,
} from "../subscriptions/channel-store.ts";
import { languageName, parseLanguage } from "../summaries/language.ts";
import { scheduleSentence } from "./channel-schedule.ts";
import { type CommandHandler, spec } from "./handler.ts";
import {
  actions,
  commandLine,
  decline,
  heading,
  list,
  note,
  onlyForCaller,
  quote,
  reply,
  strong,
  text,
} from "./reply.ts";
import { scheduleForm } from "./schedule-form.ts";

export interface SettingsParts {
  readonly channels: ChannelStore;
  /** What this channel's platform can be set to, beside what every channel has. */
  readonly optionsOf: (channel: Channel) => readonly ChannelOption[];
}

export function settingsCommand({ channels, optionsOf }: SettingsParts): CommandHandler {
  return {
    spec: spec("settings", "Shows or changes this channel's digest: size, vote floor and more", {
      usage: "settings [name value]",
      example: "settings size 4",
      argument: {
        name: "setting",
        help: "For instance size 4, or floor 10",
        required: false,
        suggests: true,
      },
      audience: "channel",
      configures: true,
    }),
    async run(call) {
      const record = await channels.open(call.channel, call.now);
      const options = optionsOf(call.channel);
      const [name = "", ...values] = call.argument.toLowerCase().split(/\s+/u);
      // Only a language's name may be of several words: "brazilian portuguese".
      const value = name === "language" ? values.join(" ") : (values[0] ?? "");
      const isTooMuch = name !== "language" && values.length > 1;
      if (name === "") return show(record, options);
      const changes = isTooMuch ? undefined : changeOf(name, value, record, options);
      if (changes === undefined && name === "language" && value !== "")
        return decline(
          `${quote(value)} is no language that I know. Type for instance `,
          commandLine("settings language de"),
          " or ",
          commandLine("settings language german"),
          ".",
        );
      if (changes === undefined)
        return onlyForCaller(
          reply(text(`${quote(call.argument)} is no setting.`), ...show(record, options).blocks),
        );
      return show(await channels.change(record.id, changes, call.caller, call.now), options);
    },
    async suggest(call) {
      const lines = settingLines(optionsOf(call.channel));
      return lines.filter((line) => line.startsWith(call.argument.toLowerCase()));
    },
  };
}

/** Digest sizes that fit every platform's message. */
const SIZES = { least: 1, most: 8 } as const;
const HIGHEST_FLOOR = 1000;

function changeOf(name: string, value: string, record: ChannelRecord, options: readonly ChannelOption[]) {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : undefined;
  if (name === "size" && number !== undefined && number >= SIZES.least && number <= SIZES.most) {
    return { digestSize: number };
  }
  if (name === "floor" && number !== undefined && number <= HIGHEST_FLOOR) return { voteFloor: number };
  const language = name === "language" ? parseLanguage(value) : undefined;
  if (language !== undefined) return { language: language === "en" ? undefined : language };
  const option = options.find((known) => known.name === name);
  if (option?.values.includes(value)) return { options: { ...record.options, [name]: value } };
  return undefined;
}

function show(record: ChannelRecord, options: readonly ChannelOption[]) {
  const line = (name: string, value: string, help: string) => [strong(`${name} ${value}`), ` · ${help}`];
  return reply(
    heading("How this channel's digest is set"),
    list([
      line(
        "size",
        String(record.digestSize),
        `papers at most, ${SIZES.least} to ${SIZES.most} (usually ${DEFAULT_DIGEST_SIZE})`,
      ),
      line("floor", String(record.voteFloor), "votes that a paper must have"),
      line(
        "language",
        record.language ?? "en",
        `${languageName(record.language ?? "en") ?? "unknown"}, of summaries that a model writes`,
      ),
      ...options.map(({ name, values, help }) =>
        line(name, record.options[name] ?? values[0], `${help} (${values.join(" or ")})`),
      ),
    ]),
    note(scheduleSentence(record), " Change one with ", commandLine("settings size 4"), "."),
    actions(scheduleForm("Change the hour", record)),
  );
}

function settingLines(options: readonly ChannelOption[]): readonly string[] {
  return [
    "size 4",
    "size 6",
    "size 8",
    "floor 0",
    "floor 5",
    "floor 20",
    "language en",
    "language de",
    ...options.flatMap(({ name, values }) => values.map((value) => `${name} ${value}`)),
  ];
}
