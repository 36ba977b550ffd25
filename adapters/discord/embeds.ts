/** A Message as an embed with rows of buttons below, for where Components V2 cannot be used. Pure. */
import type {
  APIActionRowComponent,
  APIAllowedMentions,
  APIComponentInMessageActionRow,
  APIEmbed,
} from "discord.js";
import type { Message } from "../../src/platform/message.ts";
import { createIdWriter } from "./action-ids.ts";
import { layOut, type Part, type Shape } from "./layout.ts";
import { ACCENT, NO_MENTIONS, type Rendered, type RenderOptions, row } from "./render.ts";

export interface EmbedsBody {
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIActionRowComponent<APIComponentInMessageActionRow>[];
  readonly allowed_mentions: APIAllowedMentions;
}

// https://docs.discord.com/developers/resources/message#embed-object-embed-limits
const DESCRIPTION = 4096;
const ROWS = 5;
const APART = "\n\n";
/** Stands before the delivery key in a footer, where no button carries it. */
const KEY_LABEL = "ref ";

const shape: Shape = {
  sections: false,
  rules: false,
  fits: (parts) => describe(parts).length <= DESCRIPTION && parts.filter(isRow).length <= ROWS,
};

export function renderEmbeds(message: Message, options: RenderOptions = {}): Rendered<EmbedsBody> {
  const key = options.key ?? "";
  const ids = createIdWriter(key, options.answers);
  const parts = layOut(message, shape);
  const components = parts.filter(isRow).map((part) => row(part, ids));
  const footer = key !== "" && !ids.carriesKey ? { footer: { text: `${KEY_LABEL}${key}` } } : {};
  return {
    body: {
      embeds: [{ description: describe(parts) || "\u200b", color: ACCENT, ...footer }],
      components,
      allowed_mentions: NO_MENTIONS,
    },
    kept: ids.kept,
  };
}

/** The delivery key that a footer carries. */
export function keyOfFooter(text: string): string | undefined {
  return text.startsWith(KEY_LABEL) ? text.slice(KEY_LABEL.length) : undefined;
}

function describe(parts: readonly Part[]): string {
  return parts.flatMap((part) => ("text" in part ? [part.text] : [])).join(APART);
}

function isRow(part: Part): part is Extract<Part, { kind: "buttons" | "menu" }> {
  return part.kind === "buttons" || part.kind === "menu";
}
