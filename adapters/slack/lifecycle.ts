/** What happens to the places: channels come, go and are renamed; workspaces install and uninstall. */
import type { App } from "@slack/bolt";
import { z } from "zod";
import type { Channel } from "../../src/platform/message.ts";
import { ask, type Desk, PLATFORM } from "./desk.ts";
import type { Installations } from "./installations.ts";
import { DAY_MS, digestOf } from "./once.ts";
import {
  channelEvent,
  channelIdChanged,
  envelope,
  memberJoined,
  realName,
  teamAccess,
  tokensRevoked,
} from "./payloads.ts";
import type { Poster } from "./post.ts";

const LOST = {
  channel_left: "Paperboy was removed from the channel",
  group_left: "Paperboy was removed from the channel",
  channel_archive: "the channel was archived",
  group_archive: "the channel was archived",
  channel_deleted: "the channel was deleted",
  group_deleted: "the channel was deleted",
} as const;
const FOUND = ["channel_unarchive", "group_unarchive"] as const;
const RENAMED = ["channel_rename", "group_rename"] as const;

/** A year: whether a channel was greeted must outlast every retry and every restart. */
const GREETED_MS = 365 * DAY_MS;

export function listenToLifecycle(
  app: App,
  desk: Desk,
  {
    poster,
    installations,
    serve,
  }: {
    readonly poster: Poster;
    readonly installations: Installations | undefined;
    /** An organisation's installation now serves this workspace. */
    serve(workspace: string): Promise<void>;
  },
): void {
  const { bot } = desk;

  /** Listens to one event, once for all of Slack's retries. */
  const on = <T>(
    name: string,
    schema: z.ZodType<T>,
    handle: (
      event: T,
      workspace: string,
      at: { botUserId: string | undefined; sentAt: Date; organisation: string | undefined },
    ) => Promise<void>,
  ) =>
    app.event(name, async ({ event, body, context }) => {
      desk.track(name, async () => {
        const parsed = schema.safeParse(event);
        const around = envelope.parse(body);
        const workspace = context.teamId ?? context.enterpriseId;
        if (!parsed.success || workspace === undefined) {
          desk.log.warn({ event: name }, "an event could not be read");
          return;
        }
        if (around.event_id !== undefined && !(await desk.once(`event:${around.event_id}`, DAY_MS))) return;
        await handle(parsed.data, workspace, {
          botUserId: context.botUserId,
          sentAt: around.event_time === undefined ? desk.now() : new Date(around.event_time * 1000),
          organisation: context.isEnterpriseInstall ? context.enterpriseId : undefined,
        });
      });
    });

  const place = (workspace: string, { id, name }: { id: string; name?: string | undefined }): Channel => ({
    platform: PLATFORM,
    workspace,
    id,
    ...realName(name),
  });

  for (const [name, why] of Object.entries(LOST)) {
    on(name, channelEvent, async ({ channel }, workspace) => bot.gone(place(workspace, channel), why));
  }
  for (const name of FOUND) {
    on(name, channelEvent, async ({ channel }, workspace) => bot.back(place(workspace, channel)));
  }
  for (const name of RENAMED) {
    on(name, channelEvent, async ({ channel }, workspace) => {
      await bot.moved(place(workspace, { id: channel.id }), place(workspace, channel));
    });
  }
  on("channel_id_changed", channelIdChanged, async ({ old_channel_id, new_channel_id }, workspace) => {
    await bot.moved(place(workspace, { id: old_channel_id }), place(workspace, { id: new_channel_id }));
  });

  on("member_joined_channel", memberJoined, async ({ user, channel, inviter }, workspace, { botUserId }) => {
    if (user !== botUserId) return;
    const here = place(workspace, { id: channel });
    await bot.back(here);
    if (!(await desk.once(`greeted:${digestOf(workspace, channel)}`, GREETED_MS))) return;
    const { message } = await ask(desk, {
      ...HELLO,
      here,
      personId: inviter ?? user,
      call: `hello ${channel}`,
    });
    await poster.say(here, message);
  });

  const ended = async (
    workspace: string,
    why: string,
    at: { sentAt: Date; organisation: string | undefined },
  ) => {
    const id = at.organisation ?? workspace;
    // An event that Slack could not deliver for a while may speak of an installation that was replaced since.
    const installedAt = await installations?.installedAt(id);
    if (installedAt !== undefined && at.sentAt.getTime() + SECOND_MS < installedAt.getTime()) return;
    const served = (await installations?.forget(id)) ?? [id];
    for (const one of served) await bot.gone({ platform: PLATFORM, workspace: one }, why);
  };
  on("app_uninstalled", anything, (_, workspace, at) => ended(workspace, "Paperboy was uninstalled", at));
  on("tokens_revoked", tokensRevoked, async ({ tokens }, workspace, at) => {
    if (tokens.bot.length > 0) await ended(workspace, "Paperboy's access was revoked", at);
  });

  on("team_access_revoked", teamAccess, async ({ team_ids }) => {
    for (const workspace of team_ids) {
      await installations?.leaves(workspace);
      await bot.gone(
        { platform: PLATFORM, workspace },
        "the organisation took Paperboy out of the workspace",
      );
    }
  });
  on("team_access_granted", teamAccess, async ({ team_ids }, _workspace, { organisation }) => {
    for (const workspace of team_ids) {
      if (organisation !== undefined) await installations?.belongs(workspace, organisation);
      await serve(workspace);
    }
  });
}

const SECOND_MS = 1000;
const anything = z.object({});
const HELLO = { name: "hello", argument: "", page: 1, personName: "" } as const;
