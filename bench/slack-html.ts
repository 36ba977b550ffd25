/** Block Kit -> HTML that looks much as Slack draws it, for pictures. Knows the blocks that the adapter makes. */
import { z } from "zod";
import { escapeHtml } from "./lib/pictures.ts";

const text = z.object({ type: z.enum(["plain_text", "mrkdwn"]), text: z.string() });
const element = z.object({
  type: z.string(),
  text: z.union([z.string(), text]).optional(),
  url: z.string().optional(),
  style: z
    .union([
      z.string(),
      z.object({
        bold: z.boolean().optional(),
        italic: z.boolean().optional(),
        code: z.boolean().optional(),
      }),
    ])
    .optional(),
});
interface Part {
  readonly type: string;
  readonly text?: unknown;
  readonly elements?: readonly unknown[] | undefined;
  readonly accessory?: unknown;
}
const part: z.ZodType<Part> = z.object({
  type: z.string(),
  text: z.unknown().optional(),
  elements: z.array(z.unknown()).optional(),
  accessory: z.unknown().optional(),
});

const input = z.object({
  label: text,
  hint: text.optional(),
  element: z.object({
    type: z.string(),
    initial_value: z.string().optional(),
    initial_option: z.object({ text }).optional(),
  }),
});
const view = z.object({ title: text, submit: text, close: text, blocks: z.array(z.unknown()) });

/** A window with its title and buttons. */
export function windowToHtml(shown: unknown): string {
  const { title, submit, close, blocks } = view.parse(shown);
  return `<div class="window"><h2>${textToHtml(title)}</h2>${blocksToHtml(blocks)}
    <div class="actions end"><span class="button">${textToHtml(close)}</span><span class="button primary">${textToHtml(submit)}</span></div></div>`;
}

function inputToHtml(block: unknown): string {
  const { label, hint, element: field } = input.parse(block);
  const value =
    field.initial_option === undefined
      ? escapeHtml(field.initial_value ?? "")
      : textToHtml(field.initial_option.text);
  const arrow = field.type.endsWith("select") ? "<span>⌄</span>" : "";
  return `<p class="label">${textToHtml(label)}</p><div class="input"><span>${value}</span>${arrow}</div>
    ${hint === undefined ? "" : `<div class="context">${textToHtml(hint)}</div>`}`;
}

export function blocksToHtml(blocks: readonly unknown[]): string {
  return blocks
    .map((block) => {
      const known = part.parse(block);
      return known.type === "input" ? inputToHtml(block) : blockToHtml(known);
    })
    .join("\n");
}

function blockToHtml({ type, text: said, elements = [], accessory }: Part): string {
  switch (type) {
    case "divider":
      return "<hr>";
    case "header":
      return `<h2>${textToHtml(said)}</h2>`;
    case "section": {
      const menu = accessory === undefined ? "" : '<span class="menu">⋯</span>';
      return `<div class="section"><span>${textToHtml(said)}</span>${menu}</div>`;
    }
    case "context":
      return `<div class="context">${elements.map(textToHtml).join(" ")}</div>`;
    case "actions":
      return `<div class="actions">${elements.map(buttonToHtml).join("")}</div>`;
    case "rich_text":
      return `<div class="rich">${elements.map((one) => blockToHtml(part.parse(one))).join("")}</div>`;
    case "rich_text_section":
      return `<p>${elements.map(richToHtml).join("")}</p>`;
    case "rich_text_quote":
      return `<blockquote>${elements.map(richToHtml).join("")}</blockquote>`;
    case "rich_text_list":
      return `<ul>${elements.map((one) => `<li>${blockToHtml(part.parse(one))}</li>`).join("")}</ul>`;
    default:
      throw new Error(`cannot draw ${type}`);
  }
}

function textToHtml(said: unknown): string {
  const { type, text: words } = text.parse(said);
  if (type === "plain_text") return escapeHtml(words);
  return words
    .replace(/<(https?:[^|>]+)\|([^>]+)>/gu, '<a href="$1">$2</a>')
    .replace(/(?<=^|\s)\*([^*]+)\*/gu, "<b>$1</b>");
}

function buttonToHtml(button: unknown): string {
  const { text: label, style } = element.parse(button);
  const look = typeof style === "string" ? style : "";
  return `<span class="button ${look}">${textToHtml(label)}</span>`;
}

function richToHtml(one: unknown): string {
  const { type, text: words, url = "", style } = element.parse(one);
  let html = escapeHtml(typeof words === "string" ? words : url);
  if (typeof style === "object") {
    if (style.code) html = `<code>${html}</code>`;
    if (style.bold) html = `<b>${html}</b>`;
    if (style.italic) html = `<i>${html}</i>`;
  }
  return type === "link" ? `<a href="${escapeHtml(url)}">${html}</a>` : html;
}

export const LOOK = `
  body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.47 Lato, "Noto Sans", "DejaVu Sans", sans-serif; width: 720px }
  .message { display: flex; gap: 8px; padding: 12px 20px 16px }
  .face { flex: none; width: 36px; height: 36px; border-radius: 4px; background: #1d3557; color: #fff; font-weight: 900; text-align: center; line-height: 36px }
  .body { flex: 1; min-width: 0; max-width: 620px }
  .who { font-weight: 900 } .app { background: #e8e8e8; border-radius: 2px; font-size: 10px; font-weight: 700; padding: 1px 3px; margin: 0 4px } .time { color: #616061; font-size: 12px }
  .private { color: #616061; font-size: 12px; padding: 8px 20px 0 64px }
  h2 { font-size: 18px; font-weight: 900; margin: 8px 0 4px } p { margin: 4px 0; white-space: pre-wrap } ul { margin: 4px 0; padding-left: 26px } li p { margin: 0 }
  hr { border: 0; border-top: 1px solid #ddd; margin: 10px 0 } a { color: #1264a3; text-decoration: none }
  .section { display: flex; justify-content: space-between; align-items: center; gap: 12px; margin: 2px 0 }
  .menu, .button { border: 1px solid #bbbabb; border-radius: 4px; background: #fff; font-weight: 700; font-size: 13px; padding: 3px 10px; white-space: nowrap }
  .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 } .primary { background: #007a5a; border-color: #007a5a; color: #fff } .danger { color: #e01e5a; border-color: #e01e5a }
  .context { color: #616061; font-size: 13px; margin: 6px 0; white-space: pre-wrap } code { background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; color: #c01343; font-size: 12px; padding: 1px 3px }
  .window { margin: 16px; padding: 12px 24px; border: 1px solid #ddd; border-radius: 8px; max-width: 520px; box-shadow: 0 4px 12px #0002 } .label { font-weight: 700; margin-top: 14px }
  .input { display: flex; justify-content: space-between; border: 1px solid #8d8d8d; border-radius: 4px; padding: 6px 12px } .end { justify-content: flex-end; margin-top: 18px }
  blockquote { border-left: 4px solid #ddd; margin: 4px 0; padding-left: 12px } .home { padding: 16px 28px; max-width: 640px }
`;
