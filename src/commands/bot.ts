/** Answers commands: finds the handler, checks who asks, and turns every failure into a message that says so. */
import type { Logger } from "../log.ts";
import { SourceError } from "../papers/sources/source-error.ts";
import type { Command } from "../platform/command.ts";
import type { Message } from "../platform/message.ts";
import type { Bot } from "../platform/platform.ts";
import type { Call, CommandHandler } from "./handler.ts";
import { commandLine, decline, note, quote } from "./reply.ts";
import { unknownCommand } from "./unknown-command.ts";

export interface BotParts {
  readonly handlers: readonly CommandHandler[];
  readonly now: () => Date;
  readonly log: Logger;
  /** What must be said with answers about papers, for instance that these are samples. */
  readonly caution: () => Promise<string | undefined>;
  readonly places: Pick<Bot, "gone" | "back" | "moved">;
}

/** Platforms show no more completions than this. */
const MAX_SUGGESTIONS = 25;

export function createBot({ handlers, now, log, caution, places }: BotParts): Bot {
  const byName = new Map(handlers.map((handler) => [handler.spec.name, handler]));
  const offered = handlers.map(({ spec }) => spec);

  const answer = async (call: Call): Promise<Message> => {
    const handler = byName.get(call.name);
    if (handler === undefined) return unknownCommand(call, offered);
    if (changesSomething(handler, call) && !call.caller.mayConfigure) return refusal(call);
    if (handler.spec.argument?.required === true && call.argument === "") return usageOf(handler);
    return handler.run(call);
  };

  return {
    commands: offered,

    async run(command) {
      const call = { ...command, now: now() };
      try {
        const message = await answer(call);
        const isAboutPapers = byName.get(call.name)?.aboutPapers === true;
        const warning = isAboutPapers ? await caution() : undefined;
        return warning === undefined ? message : { ...message, blocks: [note(warning), ...message.blocks] };
      } catch (error) {
        if (error instanceof SourceError) return decline(error.message);
        log.error({ err: error, command: command.name }, "a command failed");
        return failed(command);
      }
    },

    async suggest(command) {
      try {
        const found = await byName.get(command.name)?.suggest?.({ ...command, now: now() });
        return (found ?? []).slice(0, MAX_SUGGESTIONS);
      } catch (error) {
        log.error({ err: error, command: command.name }, "completing a command failed");
        return [];
      }
    },

    async form(command) {
      const call = { ...command, now: now() };
      const handler = byName.get(call.name);
      try {
        if (handler === undefined) return unknownCommand(call, offered);
        if (handler.spec.configures && !call.caller.mayConfigure) return refusal(call);
        return (await handler.form?.(call)) ?? usageOf(handler);
      } catch (error) {
        log.error({ err: error, command: command.name }, "asking for a form failed");
        return failed(command);
      }
    },

    ...places,
  };
}

function refusal({ caller }: Call): Message {
  return decline(caller.whoMayConfigure ?? "You may not change what this channel gets.");
}

function failed({ name }: Command): Message {
  return decline(`Something went wrong with ${quote(name)}; it is in the log. Please try again.`);
}

/** A configuring command without its optional argument only shows how things stand. */
function changesSomething({ spec }: CommandHandler, call: Call): boolean {
  return spec.configures && (spec.argument?.required !== false || call.argument !== "");
}

function usageOf({ spec }: CommandHandler): Message {
  return decline(
    `${spec.help}. Type `,
    commandLine(spec.usage),
    ", for instance ",
    commandLine(spec.example),
    ".",
  );
}
