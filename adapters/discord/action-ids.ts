/**
 * Actions as component ids. A custom_id holds at most 100 characters and is all that a press brings back, also after a
 * restart: a short action stands in it whole, a long one is kept in Memory under a short id.
 * https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id
 */
import { createHash } from "node:crypto";
import type { Json, Memory } from "../../src/platform/memory.ts";
import type { Action, ActionCommand } from "../../src/platform/message.ts";
import { storedAction } from "../../src/platform/stored-action.ts";

const MAX_LENGTH = 100;
const KEPT_FOR_DAYS = 400;

/** What must be remembered for a message's components to work. */
export type KeptActions = ReadonlyMap<string, Json>;

export interface IdWriter {
  /** The custom_id of a button. */
  button(action: Action): string;
  /** The custom_id of a select menu, whose options carry the actions. */
  menu(): string;
  /** The value of a select menu's option. */
  option(action: Action): string;
  /** Has an id been given out that carries the delivery key? */
  readonly carriesKey: boolean;
  readonly kept: KeptActions;
}

/**
 * Makes the ids of one message: no two are the same, and the first one that Discord keeps visible in the message carries
 * `key`. `answers` is the command that the message answers: its other pages turn in place.
 */
export function createIdWriter(key: string, answers?: ActionCommand): IdWriter {
  const kept = new Map<string, Json>();
  let count = 0;
  let carriesKey = false;

  const head = () => {
    const withKey = key !== "" && !carriesKey;
    carriesKey ||= withKey;
    return `${(count++).toString(36)}.${withKey ? key : ""}.`;
  };
  const write = (start: string, action: Action): string => {
    const { name, argument, page, channel } = action.command;
    const turns = answers !== undefined && answers.name === name && answers.argument === argument;
    const whole = `${start}${turns ? "p" : "c"}${page}.${name}.${argument}`;
    if (whole.length <= MAX_LENGTH && channel === undefined && action.form === undefined) return whole;
    const id = keep(kept, action);
    return `${start}${turns ? "q" : "k"}${id}`;
  };
  return {
    button: (action) => write(head(), action),
    menu: () => `${head()}m`,
    option: (action) => write(`${(count++).toString(36)}..`, action),
    get carriesKey() {
      return carriesKey;
    },
    kept,
  };
}

function keep(kept: Map<string, Json>, action: Action): string {
  const { name, argument, page, channel } = action.command;
  const value = {
    label: action.label,
    command: {
      name,
      argument,
      page,
      ...(channel && {
        channel: { platform: channel.platform, workspace: channel.workspace, id: channel.id },
      }),
    },
    ...(action.form && {
      form:
        action.form === "ask"
          ? action.form
          : action.form.map(({ label, kind, value, hint }) => ({ label, kind, value, hint })),
    }),
  };
  const id = createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 22);
  kept.set(id, value);
  return id;
}

/** Writes down what the ids refer to; before the message is sent, so that no button is ever without its action. */
export async function keepActions(memory: Memory, kept: KeptActions, now: Date): Promise<void> {
  const until = new Date(now.getTime() + KEPT_FOR_DAYS * 86_400_000);
  for (const [id, value] of kept) await memory.set(`action:${id}`, value, until);
}

/** Keeps one action by itself, and returns its id. */
export async function keepAction(memory: Memory, action: Action, now: Date): Promise<string> {
  const kept = new Map<string, Json>();
  const id = keep(kept, action);
  await keepActions(memory, kept, now);
  return id;
}

export interface ReadId {
  readonly action: Action;
  /** The message shows another page of the same answer: turn it in place where that disturbs nobody. */
  readonly turns: boolean;
}

/** The action behind a custom_id or an option's value; undefined if it is none of ours or has been forgotten. */
export async function readId(memory: Memory, customId: string): Promise<ReadId | undefined> {
  const [, mode = "", rest = ""] = /^[^.]*\.[^.]*\.([cpkq])([\s\S]*)$/.exec(customId) ?? [];
  if (mode === "c" || mode === "p") {
    const [, page = "", name = "", argument = ""] = /^(\d+)\.([^.]*)\.([\s\S]*)$/.exec(rest) ?? [];
    if (page === "") return undefined;
    return { action: { label: "", command: { name, argument, page: Number(page) } }, turns: mode === "p" };
  }
  if (mode === "k" || mode === "q") {
    const action = await readKept(memory, rest);
    return action && { action, turns: mode === "q" };
  }
  return undefined;
}

/** The kept action of this id, as a form's id names it. */
export async function readKept(memory: Memory, id: string): Promise<Action | undefined> {
  const parsed = storedAction.safeParse(await memory.get(`action:${id}`));
  return parsed.success ? parsed.data : undefined;
}

/** The id under which the action of this custom_id is kept. */
export function keptId(customId: string): string | undefined {
  return /^[^.]*\.[^.]*\.[kq]([\w-]+)$/.exec(customId)?.[1];
}

/** The delivery key that one of a message's custom_ids carries. */
export function keyOf(customId: string): string | undefined {
  return /^[0-9a-z]+\.([\w-]+)\./.exec(customId)?.[1];
}
