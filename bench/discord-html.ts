/** A Discord message's payload -> HTML, for pictures. What @skyra/discord-components-core has, it draws; it lacks Components V2. */
import { parse } from "discord-markdown-parser";
import { z } from "zod";
import { escapeHtml } from "./lib/pictures.ts";

interface Component {
  readonly type: number;
  readonly content?: string | undefined;
  readonly label?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly style?: number | undefined;
  readonly accent_color?: number | undefined;
  readonly components?: readonly Component[] | undefined;
  readonly accessory?: Component | undefined;
}
const component: z.ZodType<Component> = z.lazy(() =>
  z.object({
    type: z.number(),
    content: z.string().optional(),
    label: z.string().optional(),
    placeholder: z.string().optional(),
    style: z.number().optional(),
    accent_color: z.number().optional(),
    components: z.array(component).optional(),
    accessory: component.optional(),
  }),
);
const payload = z.object({ components: z.array(component) });

interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[] | undefined;
  readonly target?: string | undefined;
  readonly level?: number | undefined;
}
const node: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    type: z.string(),
    content: z.union([z.string(), z.array(node)]).optional(),
    target: z.string().optional(),
    level: z.number().optional(),
  }),
);

const FACE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#1d3557"/><text x="20" y="28" font-family="sans-serif" font-size="22" font-weight="bold" fill="#fff" text-anchor="middle">P</text></svg>',
)}`;
const BUTTON_STYLES: Readonly<Record<number, string>> = { 1: "primary", 2: "secondary", 4: "destructive" };

/** One message of the bot; `body` is what Discord is sent. */
export function messageToHtml(body: unknown, seenBy: "everyone" | "caller"): string {
  const inside = payload.parse(body).components.map(componentToHtml).join("");
  return `<discord-messages><discord-message author="Paperboy" bot avatar="${FACE}" timestamp="today at 9:00 AM" ${seenBy === "caller" ? "ephemeral" : ""}>
    ${inside}</discord-message></discord-messages>`;
}

// https://docs.discord.com/developers/components/reference#component-object-component-types
function componentToHtml(each: Component): string {
  const inside = (each.components ?? []).map(componentToHtml).join("");
  switch (each.type) {
    case 1:
      return `<discord-action-row>${inside}</discord-action-row>`;
    case 2:
      return `<discord-button type="${BUTTON_STYLES[each.style ?? 2] ?? "secondary"}">${escapeHtml(each.label ?? "")}</discord-button>`;
    case 3:
      return `<discord-string-select-menu placeholder="${escapeHtml(each.placeholder ?? "")}"></discord-string-select-menu>`;
    case 9:
      return `<div class="section"><div>${inside}</div><discord-action-row>${each.accessory === undefined ? "" : componentToHtml(each.accessory)}</discord-action-row></div>`;
    case 10:
      return markdownToHtml(each.content ?? "");
    case 14:
      return "<hr>";
    case 17:
      return `<div class="container" style="--accent: #${(each.accent_color ?? 0x393a41).toString(16).padStart(6, "0")}">${inside}</div>`;
    default:
      throw new Error(`cannot draw a component of type ${each.type}`);
  }
}

/** The parser knows no lists: their lines are gathered here. */
function markdownToHtml(markdown: string): string {
  const pieces = markdown.split(/(?<=\n)(?=- )|(?<=^- .*\n)(?!- )/mu);
  const html = pieces.map((piece) => {
    const item = /^- ([^\n]*)\n?$/u.exec(piece)?.[1];
    const said = nodesToHtml(z.array(node).parse(parse(item ?? piece, "extended")));
    return item === undefined ? said : `<li>${said}</li>`;
  });
  return `<div class="text">${html.join("")}</div>`;
}

function nodesToHtml(nodes: readonly Node[]): string {
  return nodes
    .map(({ type, content = "", target = "", level = 2 }) => {
      const inside = typeof content === "string" ? escapeHtml(content) : nodesToHtml(content);
      switch (type) {
        case "strong":
          return `<b>${inside}</b>`;
        case "em":
          return `<i>${inside}</i>`;
        case "inlineCode":
          return `<code>${inside}</code>`;
        case "link":
          return `<discord-link href="${escapeHtml(target)}">${inside}</discord-link>`;
        case "heading":
          return `<h${level}>${inside}</h${level}>`;
        case "subtext":
          return `<small>${inside}</small>`;
        case "br":
        case "newline":
          return "\n";
        default:
          return inside;
      }
    })
    .join("");
}

/** What Discord's own client gives containers, sections and small print, and no component of the package draws. */
export const LOOK = `
  body { margin: 0; background: #36393e; color: #dbdee1; width: 720px; font: 16px/1.375 "gg sans", "Noto Sans", "DejaVu Sans", sans-serif }
  discord-messages { border: 0; min-height: 0 } discord-message { font-size: 15px; line-height: 1.375 }
  .container { border: 1px solid #44454c; border-left: 4px solid var(--accent); border-radius: 8px; background: #393a41; padding: 14px 16px; margin-top: 4px; max-width: 600px }
  .section { display: flex; justify-content: space-between; gap: 16px } .section > discord-action-row { flex: none; margin: 0 }
  .text { white-space: pre-wrap; margin: 2px 0; max-width: 560px } .container > .text { max-width: none }
  .text h2, .text h3 { font-size: 20px; line-height: 1.3; margin: 2px 0 4px; color: #f2f3f5 } .text b { color: #f2f3f5; font-weight: 600 }
  .text small { display: block; font-size: 13px; color: #9b9ca3 } .text li { margin-left: 20px } .text a, discord-link { color: #00a8fc; text-decoration: none }
  .text code { background: #2b2d31; border-radius: 4px; padding: 1px 4px; font-size: 85% }
  hr { border: 0; border-top: 1px solid #4e5058; margin: 10px 0 } discord-action-row { margin-top: 4px }
`;
