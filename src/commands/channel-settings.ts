/** `schedule`, `pause`, `resume`, `settings`: when a channel gets its digest, and how big. */
import type { Channel } from "../platform/message.ts";
import type { ChannelOption } from "../platform/platform.ts";
import {
  type ChannelRecord,
  type ChannelStore,
  DEFAULT_DIGEST_SIZE,
} from "../subscriptions/channel-store.ts";
import { nextInstant } from "../subscriptions/schedule.ts";
import { parseSchedule } from "../subscriptions/schedule-text.ts";
import { type ChannelSchedules, scheduleSentence } from "./channel-schedule.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { actions, code, heading, list, note, press, quote, reply, say, strong, text } from "./reply.ts";
import { scheduleForm } from "./schedule-form.ts";

export interface SettingsParts {
  readonly channels: ChannelStore;
  readonly schedules: ChannelSchedules;
  readonly obstacle: (channel: Channel) => Promise<string | undefined>;
  /** What this channel's platform can be set to, beside what every channel has. */
  readonly optionsOf: (channel: Channel) => readonly ChannelOption[];
}

export function settingsCommands(parts: SettingsParts): readonly CommandHandler[] {
  const { channels, schedules } = parts;
  const open = (call: Call) => channels.open(call.channel, call.now);

  const schedule: CommandHandler = {
    spec: spec("schedule", "Shows or sets when the digest comes", {
      usage: "schedule [time days zone]",
      example: "schedule 9:30 weekdays Europe/Berlin",
      argument: {
        name: "when",
        help: "9:30 weekdays Europe/Berlin, 5pm mon,thu, weekly friday 16:00, monthly, or off",
        required: false,
        suggests: true,
      },
      audience: "channel",
      configures: true,
    }),
    async run(call) {
      const record = await open(call);
      if (call.argument === "") {
        return reply(text(scheduleSentence(record)), actions(scheduleForm("Change the hour", record)));
      }
      if (/^(off|never|none)$/i.test(call.argument)) return pause.run({ ...call, argument: "" });
      const zone = record.schedule?.zone ?? call.caller.timeZone;
      const parsed = parseSchedule(call.argument, { defaultZone: zone ?? "UTC", current: record.schedule });
      if ("problem" in parsed)
        return reply(text(parsed.problem), actions(scheduleForm("Pick an hour", record)));
      if ("question" in parsed) {
        return reply(
          text(parsed.question),
          actions(...parsed.choices.map((choice) => press(choice, "schedule", choice))),
        );
      }
      const changed = await schedules.set(record, parsed.schedule, call);
      const obstacle = await parts.obstacle(call.channel);
      return reply(
        text(scheduleSentence(changed)),
        zone === undefined && parsed.schedule.zone === "UTC"
          ? note(
              "I do not know your time zone, so this is UTC; add one, for instance ",
              code("Europe/Berlin"),
              ".",
            )
          : undefined,
        obstacle === undefined ? undefined : note(obstacle),
        actions(scheduleForm("Change the hour", changed), press("Preview the next digest", "preview")),
      );
    },
    async suggest(call) {
      const record = await channels.find(call.channel);
      const zone = record?.schedule?.zone ?? call.caller.timeZone ?? "UTC";
      const usual = [
        "9:00 weekdays",
        "8:30 weekdays",
        "17:00 mon,thu",
        "weekly friday 16:00",
        "monthly",
        "off",
      ];
      return usual
        .map((time) => (time === "off" ? time : `${time} ${zone}`))
        .filter((line) => line.startsWith(call.argument));
    },
  };

  const pause: CommandHandler = {
    spec: spec("pause", "Stops this channel's digests until `resume`", {
      audience: "channel",
      configures: true,
    }),
    async run(call) {
      const record = await open(call);
      if (record.pausedAt !== undefined)
        return say(scheduleSentence(record), " ", code("resume"), " brings them back.");
      const paused = { at: call.now, reason: `${call.caller.name} paused them` };
      await channels.change(record.id, { paused }, call.caller, call.now);
      return reply(
        text("Digests are paused. Topics and schedule are kept."),
        actions(press("Resume", "resume")),
      );
    },
  };

  const resume: CommandHandler = {
    spec: spec("resume", "Brings this channel's digests back", { audience: "channel", configures: true }),
    async run(call) {
      const record = await schedules.ensure(await open(call), call);
      const { schedule: set } = record;
      if (set === undefined) return say(scheduleSentence(record));
      const nextDueAt = nextInstant(set, call.now);
      const resumed = await channels.change(
        record.id,
        { paused: undefined, nextDueAt },
        call.caller,
        call.now,
      );
      const obstacle = await parts.obstacle(call.channel);
      return reply(
        text(
          record.pausedAt === undefined ? "Digests were not paused. " : "Digests are back. ",
          scheduleSentence(resumed),
        ),
        obstacle === undefined ? undefined : note(obstacle),
      );
    },
  };

  const settings: CommandHandler = {
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
      const record = await open(call);
      const options = parts.optionsOf(call.channel);
      const [name = "", value = "", ...more] = call.argument.toLowerCase().split(/\s+/u);
      if (name === "") return show(record, options);
      const changes = more.length > 0 ? undefined : changeOf(name, value, record, options);
      if (changes === undefined)
        return reply(text(`${quote(call.argument)} is no setting. `), ...show(record, options).blocks);
      return show(await channels.change(record.id, changes, call.caller, call.now), options);
    },
    async suggest(call) {
      const lines = settingLines(parts.optionsOf(call.channel));
      return lines.filter((line) => line.startsWith(call.argument.toLowerCase()));
    },
  };
  return [schedule, pause, resume, settings];
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
  if (name === "language" && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(value)) {
    return { language: value === "en" ? undefined : value };
  }
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
      line("language", record.language ?? "en", "of summaries that a model writes"),
      ...options.map(({ name, values, help }) =>
        line(name, record.options[name] ?? values[0], `${help} (${values.join(" or ")})`),
      ),
    ]),
    note(scheduleSentence(record), " Change one with ", code("settings size 4"), "."),
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
    ...options.flatMap(({ name, values }) => values.map((value) => `${name} ${value}`)),
  ];
}
