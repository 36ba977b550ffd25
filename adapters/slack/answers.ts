/** How an answer reaches its reader: through the address that came with the question, or as a message. */

import { type Desk, PLATFORM, type Reply } from "./desk.ts";
import { slackCode, toPostError } from "./failures.ts";
import { renderMessage } from "./render.ts";

/** Nothing is fetched for, or read into, what we say. */
export const LITERAL = {
  unfurl_links: false,
  unfurl_media: false,
  link_names: false,
  parse: "none",
  mrkdwn: false,
} as const;

export interface Window {
  readonly workspace: string;
  readonly channelId: string;
  readonly personId: string;
  readonly responseUrl?: string | undefined;
  readonly threadTs?: string | undefined;
  /** The pressed message may be replaced: only one person reads it. */
  readonly isOwn?: boolean;
}

const TIMEOUT_MS = 10_000;

/** Shows the answer. A failure is logged: there is nobody left to tell. */
export async function show(desk: Desk, window: Window, reply: Reply, replaces: boolean): Promise<void> {
  const { blocks, text } = renderMessage(reply.message, reply.answered);
  const { responseUrl, threadTs } = window;
  if (responseUrl !== undefined) {
    const status = await send(responseUrl, {
      ...LITERAL,
      response_type: reply.audience === "channel" ? "in_channel" : "ephemeral",
      replace_original: replaces && window.isOwn === true,
      text,
      blocks,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    }).catch((error: unknown) => {
      desk.log.warn({ reason: toPostError(error).message }, "an answer may not have arrived");
    });
    // The address works five times and for half an hour: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    if (status === undefined || status < 400) return;
    desk.log.info({ status }, "an answer's address is used up; it goes as a message");
  }
  await post(desk, window, reply, { blocks, text });
}

async function post(
  desk: Desk,
  { workspace, channelId, personId, threadTs }: Window,
  { audience }: Reply,
  content: ReturnType<typeof renderMessage>,
): Promise<void> {
  try {
    const client = await desk.tenants.client(workspace);
    const target = { ...LITERAL, ...content, channel: channelId, ...(threadTs && { thread_ts: threadTs }) };
    const isDirect = channelId.startsWith("D");
    if (audience === "channel" || isDirect) await client.chat.postMessage(target);
    else await client.chat.postEphemeral({ ...target, user: personId });
  } catch (error) {
    desk.log.warn(
      { platform: PLATFORM, workspace, code: slackCode(error), reason: toPostError(error).message },
      "an answer could not be shown",
    );
  }
}

async function send(url: string, body: object): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  return response.status;
}
