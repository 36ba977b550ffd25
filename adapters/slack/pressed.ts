/** What was pressed, by whom and where: as a question to the bot. */
import type { ActionCommand, Channel } from "../../src/platform/message.ts";
import { type Desk, PLATFORM, type Question } from "./desk.ts";
import { type BlockActions, realName } from "./payloads.ts";

export interface Pressed {
  readonly workspace: string;
  readonly payload: BlockActions;
}

/** Where the person stands: the Home page and windows count as the conversation with us. */
export async function hereOf(desk: Desk, { workspace, payload }: Pressed): Promise<Channel> {
  const { channel, user } = payload;
  if (channel === undefined || channel === null) return desk.directChannel(workspace, user.id);
  return { platform: PLATFORM, workspace, id: channel.id, ...realName(channel.name) };
}

export function question({ payload }: Pressed, here: Channel, command: ActionCommand): Question {
  return {
    here,
    there: command.channel,
    personId: payload.user.id,
    personName: payload.user.name ?? payload.user.username ?? "",
    name: command.name,
    argument: command.argument,
    page: command.page,
    call: payload.trigger_id,
  };
}
