/** What people type: the slash command, a mention, a direct message, and the shortcut on somebody's message. */
import type { App } from "@slack/bolt";
import { parseCommandLine } from "../../src/platform/command.ts";
import { show } from "./answers.ts";
import { ask, type Desk, isCommand, PLATFORM } from "./desk.ts";
import { DAY_MS, digestOf } from "./once.ts";
import { messageEvent, messageShortcut, realName, slashCommand, typedText } from "./payloads.ts";
import { COMMAND_PREFIX } from "./render.ts";

export const FIND_SHORTCUT = "find_paper";

/** Examples are shown with the slash command, and are copied with it. */
function withoutPrefix(typed: string): string {
  return typed.startsWith(COMMAND_PREFIX) ? typed.slice(COMMAND_PREFIX.length).trim() : typed;
}

/** As long as the core reads. */
const MOST_TYPED = 3000;

export function listenToWords(app: App, desk: Desk): void {
  app.command(/.*/u, async ({ ack, body, context }) => {
    await ack();
    const workspace = context.teamId;
    desk.track("a slash command", async () => {
      const typed = slashCommand.parse(body);
      if (workspace === undefined || !(await desk.once(`command:${digestOf(typed.trigger_id)}`, DAY_MS)))
        return;
      const line = parseCommandLine(typedText(typed.text));
      const reply = await ask(desk, {
        here: { platform: PLATFORM, workspace, id: typed.channel_id, ...realName(typed.channel_name) },
        personId: typed.user_id,
        personName: typed.user_name,
        ...line,
        page: 1,
        call: typed.trigger_id,
      });
      const window = {
        workspace,
        channelId: typed.channel_id,
        personId: typed.user_id,
        responseUrl: typed.response_url,
      };
      await show(desk, window, reply, false);
    });
  });

  const heard = (
    what: string,
    botUserId: string | undefined,
    workspace: string | undefined,
    payload: unknown,
  ) =>
    desk.track(what, async () => {
      const event = messageEvent.safeParse(payload);
      if (!event.success || workspace === undefined) return;
      const { user, channel, ts, thread_ts, text, subtype, bot_id } = event.data;
      if (bot_id !== undefined || (subtype !== undefined && subtype !== "file_share")) return;
      // A mention in a direct message arrives as both events.
      if (!(await desk.once(`message:${digestOf(workspace, channel, ts)}`, DAY_MS))) return;
      const typed = withoutPrefix(typedText(text, botUserId)).slice(0, MOST_TYPED);
      const line = parseCommandLine(typed);
      const question = isCommand(desk.bot, line.name) ? line : { name: "search", argument: typed };
      const here = { platform: PLATFORM, workspace, id: channel };
      const reply = await ask(desk, {
        here,
        personId: user,
        personName: "",
        ...question,
        page: 1,
        call: `${channel}/${ts}`,
      });
      await show(desk, { workspace, channelId: channel, personId: user, threadTs: thread_ts }, reply, false);
    });

  app.event("app_mention", async ({ event, context }) => {
    heard("a mention", context.botUserId, context.teamId, event);
  });

  app.event("message", async ({ event, context }) => {
    if ("channel_type" in event && event.channel_type === "im") {
      heard("a direct message", context.botUserId, context.teamId, event);
    }
  });

  app.shortcut({ callback_id: FIND_SHORTCUT, type: "message_action" }, async ({ ack, body, context }) => {
    await ack();
    const workspace = context.teamId;
    desk.track("a shortcut", async () => {
      const { channel, user, message, trigger_id, response_url } = messageShortcut.parse(body);
      if (workspace === undefined || !(await desk.once(`shortcut:${digestOf(trigger_id)}`, DAY_MS))) return;
      const reply = await ask(desk, {
        here: { platform: PLATFORM, workspace, id: channel.id, ...realName(channel.name) },
        personId: user.id,
        personName: user.name ?? user.username ?? "",
        name: "find",
        argument: typedText(message.text).slice(0, MOST_TYPED),
        page: 1,
        call: trigger_id,
      });
      const window = { workspace, channelId: channel.id, personId: user.id, responseUrl: response_url };
      await show(desk, { ...window, threadTs: message.thread_ts }, reply, false);
    });
  });
}
