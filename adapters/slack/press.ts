/** What a button, a menu entry or a form carries through Slack and back: a command, as a short string. */
import { z } from "zod";
import type { Action, ActionCommand, Channel } from "../../src/platform/message.ts";

export interface Press {
  readonly command: ActionCommand;
  readonly form: Action["form"];
}

const PLATFORM = "slack";

const field = z.tuple([z.string(), z.enum(["text", "time", "days", "zone"]), z.string(), z.string()]);
const withForm = z.union([
  z.object({ run: z.string(), fields: z.array(field).min(1) }),
  z.object({ run: z.string(), ask: z.literal(1) }),
]);

/** `name page workspace/channel argument`, with `-` for the channel in which the button stands. */
export function writePress(action: Pick<Action, "command" | "form">): string {
  const { name, page, channel, argument } = action.command;
  const where = channel === undefined ? "-" : `${channel.workspace}/${channel.id}`;
  const run = `${name} ${page} ${where} ${argument}`;
  if (action.form === "ask") return JSON.stringify({ run, ask: 1 });
  if (action.form === undefined || action.form.length === 0) return run;
  const fields = action.form.map(({ label, kind, value, hint }) => [label, kind, value, hint]);
  return JSON.stringify({ run, fields });
}

/** What was pressed; undefined if the string is none of ours. */
export function readPress(value: string): Press | undefined {
  if (!value.startsWith("{")) {
    const command = readCommand(value);
    return command && { command, form: undefined };
  }
  const parsed = withForm.safeParse(parseJson(value));
  const command = parsed.success ? readCommand(parsed.data.run) : undefined;
  if (!parsed.success || command === undefined) return undefined;
  if ("ask" in parsed.data) return { command, form: "ask" };
  return {
    command,
    form: parsed.data.fields.map(([label, kind, initial, hint]) => ({ label, kind, value: initial, hint })),
  };
}

function readCommand(run: string): ActionCommand | undefined {
  const [, name, page, where, argument] = /^(\S+) ([1-9]\d{0,8}) (\S+) (.*)$/su.exec(run) ?? [];
  if (name === undefined || page === undefined || where === undefined || argument === undefined)
    return undefined;
  const command = { name, argument, page: Number(page) };
  if (where === "-") return command;
  const channel = readChannel(where);
  return channel && { ...command, channel };
}

function readChannel(where: string): Channel | undefined {
  const [, workspace, id] = /^([A-Z0-9]+)\/([A-Z0-9]+)$/u.exec(where) ?? [];
  return workspace === undefined || id === undefined ? undefined : { platform: PLATFORM, workspace, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
