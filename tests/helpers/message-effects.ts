/** What the platforms would do with a message beyond showing words: mark up, link, mention, hide. */
import { render as renderForDiscord } from "../../adapters/discord/render.ts";
import { renderMessage as renderForSlack } from "../../adapters/slack/render.ts";
import { render as renderForTerminal } from "../../adapters/terminal/render.ts";
import type { Message } from "../../src/platform/message.ts";
import { controlsIn } from "../adapters/slack/read-blocks.ts";
import { asRead, linksIn } from "../adapters/terminal/console.ts";
import { NEVER_SHOWN } from "../contract/messages.ts";
import { checkMessage } from "./block-kit.ts";
import { read } from "./discord-server/reader.ts";
import { messageBody } from "./discord-server/wire.ts";

export const HIDDEN =
  /[\u{ad}\u{180e}\u{202a}-\u{202e}\u{2062}-\u{2069}\u{3164}\u{fff9}-\u{fffb}\u{e0000}-\u{e0fff}]/u;
/** Equal for two messages that differ in words only. */
export function effects(message: Message) {
  const slack = renderForSlack(message);
  const { body } = renderForDiscord(message);
  const sent = messageBody.parse({ ...body, nonce: "n", enforce_nonce: true });
  const reading = read({
    components: sent.components ?? [],
    embeds: sent.embeds ?? [],
    content: sent.content ?? "",
  });
  const rich = renderForTerminal(message, { columns: 80, colors: true, links: true }, false);
  const elements = [...JSON.stringify(slack.blocks).matchAll(/"type":"([a-z_]+)"/g)].map(([, type]) => type);
  return {
    slackFaults: checkMessage({ text: slack.text, blocks: slack.blocks }),
    slackElements: [...new Set(elements)].filter((type) => type !== "text").sort(),
    slackLinks: [...JSON.stringify(slack.blocks).matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url),
    slackMarkup: [slack.text, ...markupTexts(slack.blocks)]
      .flatMap((text) => text.match(/<[^<>]*>/g) ?? [])
      .filter((markup) => !markup.startsWith("<https://huggingface.co/papers/2611.00001")),
    slackCommands: controlsIn(slack.blocks).map(({ label, value }) => [label, value]),
    discordLinks: reading.links,
    discordStrange: reading.strange,
    discordKinds: [...new Set(reading.types)]
      .filter((type) => !["br", "newline", "twemoji", "emoticon"].includes(type))
      .sort(),
    discordMentions: sent.allowed_mentions,
    terminalLinks: [...new Set(linksIn(rich))],
    unseen: NEVER_SHOWN.test(asRead(rich).replaceAll("\n", "")) || HIDDEN.test(asRead(rich)),
  };
}

/** The texts in which Slack reads markup; those of rich text are literal. */
function markupTexts(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const nested = Object.values(value).flatMap(markupTexts);
  const isMarkup =
    "type" in value && value.type === "mrkdwn" && "text" in value && typeof value.text === "string";
  return isMarkup && typeof value.text === "string" ? [value.text, ...nested] : nested;
}
