/**
 * A Message as a Discord message of Components V2. Pure: it changes nothing and always gives the same.
 * https://docs.discord.com/developers/components/reference
 */
import { createHash } from "node:crypto";
import {
  type APIActionRowComponent,
  type APIAllowedMentions,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from "discord.js";
import type { Action, ActionCommand, Message } from "../../src/platform/message.ts";
import { createIdWriter, type IdWriter, type KeptActions } from "./action-ids.ts";
import { oneLine, shorten } from "./escape.ts";
import { layOut, type Part, type Shape } from "./layout.ts";

/** Nobody is ever pinged, whatever a title says. */
export const NO_MENTIONS: APIAllowedMentions = { parse: [] };

/** The colour of the bar beside papers. */
export const ACCENT = 0xe0a030;

const COMPONENTS = 40;
const CHARACTERS = 4000;
const LABEL = 80;
const SOME_LABEL = "…";

export interface RenderOptions {
  /** Marks a posted message, so that it can be found again. */
  readonly key?: string;
  /** The command that the message answers. */
  readonly answers?: ActionCommand;
}

export interface Rendered<Body> {
  readonly body: Body;
  /** To be remembered before the message is sent. */
  readonly kept: KeptActions;
}

export interface ComponentsBody {
  readonly flags: number;
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly allowed_mentions: APIAllowedMentions;
}

const shape: Shape = {
  sections: true,
  rules: true,
  fits: (parts) =>
    1 + parts.reduce((sum, part) => sum + componentsOf(part), 0) <= COMPONENTS &&
    parts.reduce((sum, part) => sum + ("text" in part ? part.text.length : 0), 0) <= CHARACTERS,
};

export function render(message: Message, options: RenderOptions = {}): Rendered<ComponentsBody> {
  const key = options.key ?? "";
  const ids = createIdWriter(key, options.answers);
  const inside = layOut(message, shape).map((part) => component(part, ids));
  const boxed = message.blocks.some(({ kind }) => kind === "paper");
  const components =
    key !== "" && !ids.carriesKey ? marked(inside, key, boxed) : boxed ? [box(inside)] : inside;
  return {
    body: { flags: MessageFlags.IsComponentsV2, components, allowed_mentions: NO_MENTIONS },
    kept: ids.kept,
  };
}

/** The numeric ids of the box and of the first text in it, by which a message without any button is known by its key. */
export function markerIds(key: string): readonly [number, number] {
  const hash = createHash("sha256").update(key).digest();
  // One odd, one even and never 0: two ids of one message must differ, and 0 would be replaced.
  return [(hash.readUInt32BE(0) >>> 1) | 1, ((hash.readUInt32BE(4) >>> 2) << 1) | 2];
}

function marked(
  inside: readonly APIComponentInContainer[],
  key: string,
  boxed: boolean,
): readonly APIMessageTopLevelComponent[] {
  const [boxId, textId] = markerIds(key);
  const [first, ...others] = inside;
  const components = first === undefined ? [] : [{ ...first, id: textId }, ...others];
  return [
    {
      type: ComponentType.Container,
      id: boxId,
      components,
      ...(boxed && { accent_color: ACCENT }),
    },
  ];
}

function box(components: readonly APIComponentInContainer[]): APIMessageTopLevelComponent {
  return { type: ComponentType.Container, accent_color: ACCENT, components: [...components] };
}

function componentsOf(part: Part): number {
  switch (part.kind) {
    case "text":
    case "rule":
      return 1;
    case "section":
      return 3;
    case "buttons":
      return 1 + part.actions.length;
    case "menu":
      return 2;
  }
}

function component(part: Part, ids: IdWriter): APIComponentInContainer {
  switch (part.kind) {
    case "text":
      return { type: ComponentType.TextDisplay, content: part.text };
    case "section":
      return {
        type: ComponentType.Section,
        components: [{ type: ComponentType.TextDisplay, content: part.text }],
        accessory: button(part.action, ids),
      };
    case "rule":
      return { type: ComponentType.Separator, divider: true, spacing: 1 };
    default:
      return row(part, ids);
  }
}

/** Buttons or a menu in their row, as both kinds of message have them. */
export function row(
  part: Extract<Part, { kind: "buttons" | "menu" }>,
  ids: IdWriter,
): APIActionRowComponent<APIComponentInMessageActionRow> {
  if (part.kind === "buttons") {
    return {
      type: ComponentType.ActionRow,
      components: part.actions.map((action) => button(action, ids)),
    };
  }
  const menu = {
    type: ComponentType.StringSelect,
    custom_id: ids.menu(),
    placeholder: part.placeholder,
    options: part.options.map(({ label, description, action }) => ({
      label,
      value: ids.option(action),
      ...(description !== undefined && { description }),
    })),
  } as const;
  return { type: ComponentType.ActionRow, components: [menu] };
}

function button(action: Action, ids: IdWriter): APIButtonComponent {
  const style =
    action.style === "primary"
      ? ButtonStyle.Primary
      : action.style === "danger"
        ? ButtonStyle.Danger
        : ButtonStyle.Secondary;
  const label = shorten(oneLine(action.label).trim(), LABEL) || SOME_LABEL;
  return { type: ComponentType.Button, style, label, custom_id: ids.button(action) };
}
