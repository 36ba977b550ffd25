/** What a command is made of: its spec, and what answers it. */
import type { Command, CommandSpec } from "../platform/command.ts";
import type { Form } from "../platform/form.ts";
import type { Message } from "../platform/message.ts";

/** A Command with the moment at which it was asked. */
export interface Call extends Command {
  readonly now: Date;
}

export interface CommandHandler {
  readonly spec: CommandSpec;
  /** It answers with papers, found or not; a digest says by itself what must be said with them. */
  readonly aboutPapers?: true;
  run(call: Call): Promise<Message>;
  /** Completions for `spec.argument`, best first. */
  suggest?(call: Call): Promise<readonly string[]>;
  /** What to ask before it is run by an action whose form is "ask". */
  form?(call: Call): Promise<Form | Message>;
}

/** Answers that only show something to who asked for it. */
export function spec(
  name: string,
  help: string,
  options: Partial<Omit<CommandSpec, "name" | "help">> = {},
): CommandSpec {
  return {
    name,
    help,
    usage: options.argument === undefined ? name : `${name} ${shape(options.argument)}`,
    example: name,
    argument: undefined,
    audience: "caller",
    configures: false,
    hidden: false,
    ...options,
  };
}

function shape(argument: NonNullable<CommandSpec["argument"]>): string {
  return argument.required ? `<${argument.name}>` : `[${argument.name}]`;
}
