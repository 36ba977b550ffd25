/** Windows that show an answer where there is no message to answer in. */
import type { types } from "@slack/bolt";
import type { Desk, Reply } from "./desk.ts";
import { slackCode, toPostError } from "./failures.ts";
import { LIMITS } from "./limits.ts";
import { plain, smallPrint } from "./literal.ts";
import { renderForView } from "./render.ts";

/** Opens a window that says to wait, within Slack's three seconds; undefined if Slack would not. */
export async function openWindow(
  desk: Desk,
  workspace: string,
  trigger_id: string,
): Promise<string | undefined> {
  try {
    const client = await desk.tenants.client(workspace);
    const { view } = await client.views.open({ trigger_id, view: windowView([working()]) });
    return view?.id;
  } catch (error) {
    desk.log.warn(
      { workspace, code: slackCode(error), reason: toPostError(error).message },
      "a window could not be opened",
    );
    return undefined;
  }
}

export async function showInWindow(
  desk: Desk,
  workspace: string,
  view_id: string,
  reply: Reply,
): Promise<void> {
  try {
    const client = await desk.tenants.client(workspace);
    await client.views.update({ view_id, view: windowView(renderForView(reply.message, reply.answered)) });
  } catch (error) {
    desk.log.warn(
      { workspace, code: slackCode(error), reason: toPostError(error).message },
      "an answer could not be shown",
    );
  }
}

export function windowView(blocks: types.KnownBlock[]): types.ModalView {
  return {
    type: "modal",
    title: plain("Paperboy", LIMITS.viewTitle),
    close: plain("Close", LIMITS.viewButton),
    blocks,
  };
}

/** What stands there until the answer does. */
export function working(): types.KnownBlock {
  return smallPrint("Working on it…");
}
