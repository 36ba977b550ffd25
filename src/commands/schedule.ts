/** `schedule`, `pause`, `resume`: when a channel gets its digest. */
import type { Channel } from "../platform/message.ts";
import type { ChannelStore } from "../subscriptions/channel-store.ts";
import { nextInstant } from "../subscriptions/schedule.ts";
import { parseSchedule } from "../subscriptions/schedule-text.ts";
import { zonesBeginningWith } from "../subscriptions/zones.ts";
import { type ChannelSchedules, scheduleSentence } from "./channel-schedule.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { actions, commandLine, decline, note, onlyForCaller, press, reply, say, text } from "./reply.ts";
import { scheduleForm } from "./schedule-form.ts";

export interface ScheduleParts {
  readonly channels: ChannelStore;
  readonly schedules: ChannelSchedules;
  readonly obstacle: (channel: Channel) => Promise<string | undefined>;
}

export function scheduleCommands(parts: ScheduleParts): readonly CommandHandler[] {
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
        return onlyForCaller(reply(text(parsed.problem), actions(scheduleForm("Pick an hour", record))));
      if ("question" in parsed) {
        return onlyForCaller(
          reply(
            text(parsed.question),
            actions(...parsed.choices.map((choice) => press(choice, "schedule", choice))),
          ),
        );
      }
      const obstacle = await parts.obstacle(call.channel);
      if (obstacle !== undefined) {
        return onlyForCaller(
          reply(
            text("This is not set yet, because no digest could be posted here. ", obstacle),
            actions(press("Try again", "schedule", call.argument)),
          ),
        );
      }
      const changed = await schedules.set(record, parsed.schedule, call);
      return reply(
        text(scheduleSentence(changed)),
        zone === undefined && parsed.schedule.zone === "UTC"
          ? note(
              "I do not know your time zone, so this is UTC; add one, for instance ",
              commandLine("schedule 9:00 Europe/Berlin"),
              ".",
            )
          : undefined,
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
      const lines = usual
        .map((time) => (time === "off" ? time : `${time} ${zone}`))
        .filter((line) => line.startsWith(call.argument));
      return lines.length > 0 ? lines : withZones(call.argument);
    },
  };

  const pause: CommandHandler = {
    spec: spec("pause", "Stops this channel's digests until they are resumed", {
      audience: "channel",
      configures: true,
    }),
    async run(call) {
      const record = await open(call);
      if (record.pausedAt !== undefined)
        return decline(scheduleSentence(record), " ", commandLine("resume"), " brings them back.");
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
  return [schedule, pause, resume];
}

/** The line with its last words made a whole zone: "9:00 new y" is "9:00 America/New_York". */
function withZones(line: string): readonly string[] {
  const words = line.split(/\s+/);
  const starts = Array.from({ length: words.length - 1 }, (_, at) => at + 1);
  for (const start of starts) {
    const zones = zonesBeginningWith(words.slice(start).join(" "));
    if (zones.length > 0) return zones.map((zone) => [...words.slice(0, start), zone].join(" "));
  }
  return [];
}
