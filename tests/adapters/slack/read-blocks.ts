/** Block Kit as people read it: markup resolved, buttons and menu entries by their labels. */
import { z } from "zod";
import { BOLD } from "../../helpers/block-kit.ts";

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const textObject = z.object({ type: z.enum(["plain_text", "mrkdwn"]), text: z.string() });
const richElement = z.object({
  type: z.enum(["text", "link"]),
  text: z.string().optional(),
  url: z.string().optional(),
});

const shape = z.object({
  type: z.string(),
  text: z.unknown().optional(),
  url: z.unknown().optional(),
  accessory: z.unknown().optional(),
  label: z.unknown().optional(),
  element: z.unknown().optional(),
  elements: z.unknown().optional(),
});
type Shape = z.infer<typeof shape>;

export function readBlocks(blocks: unknown): string {
  return z.array(shape).parse(blocks).map(readBlock).join("\n");
}

function readBlock(block: Shape): string {
  const { type, text, accessory, label, element, elements } = block;
  if (type.startsWith("rich_text")) {
    const parts = z.array(shape).parse(elements);
    const separator = type === "rich_text" || type === "rich_text_list" ? "\n" : "";
    return parts.map(readRich).join(separator);
  }
  return [text, accessory, label, element, ...asList(elements)]
    .map(readPart)
    .filter((part) => part !== "")
    .join(" ");
}

function readRich(part: Shape): string {
  const element = richElement.safeParse(part);
  return element.success ? (element.data.text ?? element.data.url ?? "") : readBlock(part);
}

function readPart(part: unknown): string {
  const said = textObject.safeParse(part);
  if (said.success) {
    if (said.data.type === "plain_text") return said.data.text;
    return unescaped(said.data.text.replace(/<https?:[^<>|]+\|([^<>]+)>/gu, "$1").replace(BOLD, "$1"));
  }
  const element = z
    .looseObject({ text: textObject.optional(), options: z.array(z.unknown()).optional() })
    .safeParse(part);
  if (!element.success) return "";
  const { text, options } = element.data;
  return [text?.text ?? "", ...(options ?? []).map(readPart)].filter((word) => word !== "").join(" ");
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export interface Control {
  readonly label: string;
  readonly actionId: string;
  readonly value: string;
  readonly isMenuEntry: boolean;
}

const control = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  text: textObject.optional(),
  value: z.string().optional(),
  options: z.array(z.object({ text: textObject, value: z.string() })).optional(),
});

/** Everything that can be pressed. */
export function controlsIn(value: unknown): readonly Control[] {
  if (Array.isArray(value)) return value.flatMap(controlsIn);
  if (typeof value !== "object" || value === null) return [];
  const parsed = control.safeParse(value);
  if (parsed.success && parsed.data.type === "button") {
    const { text, action_id, value: carried } = parsed.data;
    return [{ label: text?.text ?? "", actionId: action_id, value: carried ?? "", isMenuEntry: false }];
  }
  if (parsed.success && parsed.data.type === "overflow") {
    const { action_id, options = [] } = parsed.data;
    return options.map((entry) => ({
      label: entry.text.text,
      actionId: action_id,
      value: entry.value,
      isMenuEntry: true,
    }));
  }
  return Object.values(value).flatMap(controlsIn);
}
