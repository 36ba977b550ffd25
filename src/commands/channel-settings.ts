/** `settings`: how big a channel's digest is, and what else can be set. */
import type { Channel } from "../platform/message.ts";
import type { ChannelOption } from "../platform/platform.ts";
import {
  type ChannelRecord,
  type ChannelStore,
  DEFAULT_DIGEST_SIZE,
} from "../subscriptions/channel-store.ts";
import { languageName } from "../summaries/language.ts";
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
import { SIZES, settingNamed } from "./setting.ts";

export interface SettingsParts {
  readonly channels: ChannelStore;
  /** What this channel's platform can be set to, beside what every channel has. */
  readonly optionsOf: (channel: Channel) => readonly ChannelOption[];
  /** Whether a model writes summaries. */
  readonly hasModel: boolean;
}

export function settingsCommand({ channels, optionsOf, hasModel }: SettingsParts): CommandHandler {
  return {
    spec: spec("settings", "Shows or changes this channel's digest: size, vote floor and more", {
      usage: "settings [name value]",
      example: "settings size 4",
      argument: {
        name: "setting",
        help: "size 4, floor 10, or language de; without anything: how it is set",
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
      if (name === "") return show(record, options);
      const setting = settingNamed(name, options, hasModel);
      if (setting === undefined)
        return onlyForCaller(reply(text(`${quote(name)} is no setting.`), ...show(record, options).blocks));
      const value = values.join(" ");
      const read = setting.read(value, record);
      if (read === undefined)
        return decline(
          value === "" ? "" : `${quote(value)} does not work: `,
          `${setting.takes} It is ${setting.now(record)} now. Type for instance `,
          commandLine(`settings ${setting.example}`),
          ".",
        );
      const changed = await channels.change(record.id, read.changes, call.caller, call.now);
      return reply(text(read.done), ...show(changed, options).blocks);
    },
    async suggest(call) {
      const lines = settingLines(optionsOf(call.channel));
      return lines.filter((line) => line.startsWith(call.argument.toLowerCase()));
    },
  };
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
    "size 3",
    "size 5",
    "size 8",
    "floor 0",
    "floor 5",
    "floor 20",
    "language en",
    "language de",
    ...options.flatMap(({ name, values }) => values.map((value) => `${name} ${value}`)),
  ];
}
