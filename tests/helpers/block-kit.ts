/**
 * Judges messages and views by Slack's documented limits, independently of the adapter's own numbers:
 * https://docs.slack.dev/reference/block-kit and the documentation comments of @slack/types 3.2.0.
 */
import { z } from "zod";

const text = (most: number) => z.string().min(1).max(most);
const plain = (most: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: text(most), emoji: z.boolean().optional() });
const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: text(most), verbatim: z.boolean().optional() });
const anyText = (most: number) => z.discriminatedUnion("type", [plain(most), mrkdwn(most)]);
const id = z.string().min(1).max(255);
const url = z
  .string()
  .max(3000)
  .regex(/^https?:\/\//u);
const option = z.strictObject({ text: plain(75), value: text(75), description: plain(75).optional() });

const button = z.strictObject({
  type: z.literal("button"),
  text: plain(75),
  action_id: id,
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(["primary", "danger"]).optional(),
  accessibility_label: z.string().max(75).optional(),
});
const overflow = z.strictObject({
  type: z.literal("overflow"),
  action_id: id,
  options: z.array(option).min(1).max(5),
});
const checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  action_id: id,
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).max(10).optional(),
});
const timepicker = z.strictObject({
  type: z.literal("timepicker"),
  action_id: id,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/u)
    .optional(),
});
const externalSelect = z.strictObject({
  type: z.literal("external_select"),
  action_id: id,
  placeholder: plain(150).optional(),
  min_query_length: z.number().int().min(0).optional(),
  initial_option: option.optional(),
});
const staticSelect = z.strictObject({
  type: z.literal("static_select"),
  action_id: id,
  placeholder: plain(150).optional(),
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
});
const textInput = z.strictObject({
  type: z.literal("plain_text_input"),
  action_id: id,
  initial_value: z.string().max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
});

const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional();
/** Nothing else: mentions, broadcasts and emoji are never ours to make. */
const richElement = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: text(3000), style }),
  z.strictObject({ type: z.literal("link"), url, text: text(3000).optional(), style }),
]);
const richSection = z.strictObject({
  type: z.literal("rich_text_section"),
  elements: z.array(richElement).min(1),
});
const richPart = z.discriminatedUnion("type", [
  richSection,
  z.strictObject({ type: z.literal("rich_text_quote"), elements: z.array(richElement).min(1) }),
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    indent: z.number().int().min(0).max(8).optional(),
    elements: z.array(richSection).min(1),
  }),
]);

const block_id = id.optional();
const shown = [
  z.strictObject({ type: z.literal("header"), block_id, text: plain(150) }),
  z.strictObject({ type: z.literal("divider"), block_id }),
  z.strictObject({ type: z.literal("rich_text"), block_id, elements: z.array(richPart).min(1) }),
  z.strictObject({ type: z.literal("context"), block_id, elements: z.array(anyText(3000)).min(1).max(10) }),
  z.strictObject({ type: z.literal("actions"), block_id, elements: z.array(button).min(1).max(25) }),
  z.strictObject({
    type: z.literal("section"),
    block_id,
    text: anyText(3000),
    accessory: z.discriminatedUnion("type", [button, overflow]).optional(),
    expand: z.boolean().optional(),
  }),
] as const;
const input = z.strictObject({
  type: z.literal("input"),
  block_id,
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion("type", [textInput, timepicker, checkboxes, externalSelect, staticSelect]),
});

const messageBlock = z.discriminatedUnion("type", shown);
const viewBlock = z.discriminatedUnion("type", [...shown, input]);

const homeView = z.strictObject({ type: z.literal("home"), blocks: z.array(viewBlock).max(100) });
const modalView = z.strictObject({
  type: z.literal("modal"),
  title: plain(24),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  callback_id: id.optional(),
  private_metadata: z.string().max(3000).optional(),
  blocks: z.array(viewBlock).max(100),
});

/** Refused from here on by experience: https://github.com/slackapi/bolt-js/issues/2509 */
const MOST_JSON = 13_200;

/** What is wrong with the blocks and text of a message; empty if Slack would take it. */
export function checkMessage(message: { text: string; blocks?: unknown }): readonly string[] {
  const faults = [...checkFallback(message.text)];
  if (message.blocks === undefined) return faults;
  const parsed = z.array(messageBlock).min(1).max(50).safeParse(message.blocks);
  if (!parsed.success) return [...faults, ...named(parsed.error)];
  if (JSON.stringify(message.blocks).length > MOST_JSON) faults.push("blocks: too long in all");
  return [...faults, ...checkContent(parsed.data)];
}

/** What is wrong with a view. */
export function checkView(view: unknown): readonly string[] {
  const parsed = z.discriminatedUnion("type", [homeView, modalView]).safeParse(view);
  if (!parsed.success) return named(parsed.error);
  if (JSON.stringify(view).length > 250_000) return ["view: too large"];
  return checkContent(parsed.data.blocks);
}

type Block = z.infer<typeof viewBlock>;

function checkContent(blocks: readonly Block[]): readonly string[] {
  const faults: string[] = [];
  const ids = blocks.flatMap((block) => block.block_id ?? []);
  if (new Set(ids).size !== ids.length) faults.push("block_id: not unique");
  for (const block of blocks) {
    const actionIds = block.type === "actions" ? block.elements.map(({ action_id }) => action_id) : [];
    if (new Set(actionIds).size !== actionIds.length) faults.push("action_id: not unique in its block");
    for (const { type, text: said, emoji, verbatim } of textsOf(block)) {
      if (type === "mrkdwn") faults.push(...checkMarkup(said, verbatim));
      else if (emoji !== false) faults.push(`emoji may be read out of: ${said}`);
    }
  }
  return faults;
}

interface TextObject {
  readonly type: "plain_text" | "mrkdwn";
  readonly text: string;
  readonly emoji?: boolean | undefined;
  readonly verbatim?: boolean | undefined;
}

function textsOf(value: unknown): readonly TextObject[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== "object" || value === null) return [];
  const parsed = anyText(100_000).safeParse(value);
  return parsed.success ? [parsed.data] : Object.values(value).flatMap(textsOf);
}

/** Words in bold: between spaces, or before a sign that ends something. What is bold holds no other markup. */
export const BOLD = /(?<=^|\s)\*([^\s*_~`](?:[^*_~`\n]*[^\s*_~`])?)\*(?=$|[\s.,;:!?)])/gu;

/** Markup may hold links to web addresses, code, words in bold and literal words, nothing else. */
function checkMarkup(said: string, verbatim: boolean | undefined): readonly string[] {
  const words = said
    .replace(/`[^`\n<>]+`/gu, "code")
    .replace(/<https?:\/\/[^<>|]+\|([^<>|\n]+)>/gu, "$1")
    .replace(BOLD, "$1");
  const faults: string[] = [];
  if (/[<>]/u.test(words)) faults.push(`a mention or link in: ${said}`);
  if (/[*_~`]/u.test(words)) faults.push(`formatting in: ${said}`);
  if (/:[\w+'-]+:/u.test(words)) faults.push(`an emoji in: ${said}`);
  if (/^\s*(&gt;|•)/mu.test(words)) faults.push(`a quote or list in: ${said}`);
  if (/&(?!amp;|lt;|gt;)/u.test(words)) faults.push(`an unescaped & in: ${said}`);
  if (verbatim !== true) faults.push(`addresses may be linked in: ${said}`);
  return faults;
}

function checkFallback(said: string): readonly string[] {
  const faults: string[] = [];
  if (said.trim() === "") faults.push("text: missing");
  if (said.length > 40_000) faults.push("text: would be cut");
  if (/[<>]|&(?!amp;|lt;|gt;)/u.test(said)) faults.push("text: not escaped");
  return faults;
}

function named(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}
