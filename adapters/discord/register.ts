/**
 * The commands as Discord shows them in its menus. Compared first, written only when something changed: a bot that writes
 * at every start uses up its daily creations. https://docs.discord.com/developers/interactions/application-commands
 */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type REST,
  Routes,
} from "discord.js";
import { z } from "zod";
import type { Logger } from "../../src/log.ts";
import type { CommandSpec } from "../../src/platform/command.ts";
import { shorten } from "./escape.ts";

/** The one command of which the bot's commands are subcommands. */
const ROOT = "papers";
/** The entry in a message's menu, and the command that it runs on the message's text. */
export const MESSAGE_COMMAND = { label: "Find this paper", runs: "find" } as const;

const SUBCOMMANDS = 25;
const DESCRIPTION = 100;
const NAME = /^[\p{Ll}\p{Lo}\p{N}_-]{1,32}$/u;

const option = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string().default(""),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
});
const command = z.object({
  type: z.number().default(ApplicationCommandType.ChatInput),
  name: z.string(),
  description: z.string().default(""),
  default_member_permissions: z.string().nullable().default(null),
  contexts: z.array(z.number()).nullable().default(null),
  integration_types: z.array(z.number()).nullable().default(null),
  options: z.array(option.extend({ options: z.array(option).default([]) })).default([]),
});
const commands = z.array(command);
type Commands = z.infer<typeof commands>;

/** What is written, as JSON for the API. Specs that do not fit are left out and named in `left`. */
export function commandsFor(
  specs: readonly CommandSpec[],
  server: string | undefined,
): { body: readonly unknown[]; left: readonly string[] } {
  const offered = specs.filter(({ hidden }) => !hidden);
  const fitting = offered.filter(({ name }) => NAME.test(name)).slice(0, SUBCOMMANDS);
  // Only global commands say where they can be used.
  const where =
    server === undefined
      ? {
          contexts: [
            InteractionContextType.Guild,
            InteractionContextType.BotDM,
            InteractionContextType.PrivateChannel,
          ],
          integration_types: [
            ApplicationIntegrationType.GuildInstall,
            ApplicationIntegrationType.UserInstall,
          ],
        }
      : {};
  const body = [
    {
      type: ApplicationCommandType.ChatInput,
      name: ROOT,
      description: "The day's research papers: search, follow topics, get a digest",
      options: fitting.map(subcommand),
      ...where,
    },
    ...(specs.some(({ name }) => name === MESSAGE_COMMAND.runs)
      ? [{ type: ApplicationCommandType.Message, name: MESSAGE_COMMAND.label, ...where }]
      : []),
  ];
  return { body, left: offered.filter((spec) => !fitting.includes(spec)).map(({ name }) => name) };
}

/** Brings Discord's list up to date, in one server at once, or everywhere; tells whether it had to be written. */
export async function register(
  rest: REST,
  application: string,
  specs: readonly CommandSpec[],
  server: string | undefined,
  log: Logger,
): Promise<"unchanged" | "written"> {
  const route =
    server === undefined
      ? Routes.applicationCommands(application)
      : Routes.applicationGuildCommands(application, server);
  const { body, left } = commandsFor(specs, server);
  if (left.length > 0) {
    log.error({ commands: left }, "These commands do not fit into Discord's menu and are not offered there");
  }
  const standing = commands.safeParse(await rest.get(route));
  if (standing.success && same(standing.data, commands.parse(body), server === undefined)) return "unchanged";
  await rest.put(route, { body });
  return "written";
}

function subcommand({ name, help, argument }: CommandSpec) {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description: shorten(help, DESCRIPTION) || name,
    options:
      argument === undefined
        ? []
        : [
            {
              type: ApplicationCommandOptionType.String,
              name: NAME.test(argument.name) ? argument.name : "words",
              description: shorten(argument.help, DESCRIPTION) || argument.name,
              required: argument.required,
              autocomplete: argument.suggests,
            },
          ],
  };
}

/** A server's own commands say nothing of where they can be used, whatever Discord fills in there. */
function same(one: Commands, other: Commands, everywhere: boolean): boolean {
  const text = (list: Commands) =>
    JSON.stringify(
      list
        .map((each) => ({
          ...each,
          contexts: everywhere ? sorted(each.contexts) : null,
          integration_types: everywhere ? sorted(each.integration_types) : null,
        }))
        .sort((a, b) => a.type - b.type || (a.name < b.name ? -1 : 1)),
    );
  return text(one) === text(other);
}

function sorted(numbers: readonly number[] | null): readonly number[] | null {
  return numbers === null ? null : [...numbers].sort((a, b) => a - b);
}
