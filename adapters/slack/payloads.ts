/** What we read of Slack's payloads, checked once at the edge. https://docs.slack.dev/reference/interaction-payloads */
import { z } from "zod";

const id = z.string().min(1);
const user = z.object({ id, name: z.string().optional(), username: z.string().optional() });

export const slashCommand = z.object({
  command: z.string(),
  text: z.string().default(""),
  channel_id: id,
  channel_name: z.string().optional(),
  user_id: id,
  user_name: z.string().default(""),
  trigger_id: id,
  response_url: z.url(),
});

export const messageEvent = z.object({
  type: z.string(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  user: id,
  text: z.string(),
  channel: id,
  channel_type: z.string().optional(),
  ts: id,
  thread_ts: z.string().optional(),
});

export const messageShortcut = z.object({
  user,
  channel: z.object({ id, name: z.string().optional() }),
  message: z.object({ text: z.string().default(""), ts: id, thread_ts: z.string().optional() }),
  trigger_id: id,
  response_url: z.url(),
});

const pressed = z.object({
  action_id: z.string(),
  action_ts: z.string().optional(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

export const blockActions = z.object({
  user,
  channel: z.object({ id, name: z.string().optional() }).nullish(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().default(false),
    view_id: z.string().optional(),
  }),
  view: z.object({ id, type: z.string(), private_metadata: z.string().default("") }).nullish(),
  trigger_id: id,
  response_url: z.url().optional(),
  actions: z.array(pressed).min(1),
});
export type BlockActions = z.infer<typeof blockActions>;

const answered = z.object({
  value: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});

export const viewSubmission = z.object({
  user,
  trigger_id: z.string().optional(),
  view: z.object({
    id,
    hash: z.string().optional(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), answered)) }),
  }),
});
export type Answered = z.infer<typeof answered>;

export const homeOpened = z.object({
  user: id,
  channel: id,
  tab: z.string().optional(),
  view: z.object({ hash: z.string().optional() }).nullish(),
});

/** Events about a channel carry its id, or the channel itself when it was renamed. */
export const channelEvent = z.object({
  channel: z.union([
    id.transform((channelId) => ({ id: channelId, name: undefined })),
    z.object({ id, name: z.string().optional() }),
  ]),
});
export const memberJoined = z.object({ user: id, channel: id, inviter: z.string().optional() });
export const channelIdChanged = z.object({ old_channel_id: id, new_channel_id: id });
export const tokensRevoked = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });
export const teamAccess = z.object({ team_ids: z.array(id) });
export const envelope = z.object({
  event_id: z.string().optional(),
  event_time: z.number().optional(),
  team_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  is_ext_shared_channel: z.boolean().optional(),
});

/** What a person typed, from Slack's markup: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages */
export function typedText(text: string, botUserId?: string): string {
  return text
    .replace(/<([^<>]*)>/gu, (whole, inside: string) => {
      const [reference = "", label] = inside.split("|", 2);
      if (botUserId !== undefined && reference === `@${botUserId}`) return " ";
      const [, kind, target] = /^([@#!])(.*)$/su.exec(reference) ?? [];
      if (kind === undefined)
        return /^(https?|mailto):/u.test(reference) ? reference.replace(/^mailto:/u, "") : whole;
      return `${kind === "!" ? "@" : kind}${label ?? target}`;
    })
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

/** Slack gives private channels and conversations these names where it does not tell the real one. */
export function realName(name: string | undefined): { name?: string } {
  const isReal = name !== undefined && name !== "" && !/^(privategroup|directmessage|mpdm-.*)$/u.test(name);
  return isReal ? { name } : {};
}
