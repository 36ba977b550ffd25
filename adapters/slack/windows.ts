/** Windows that show an answer where there is no message to answer in. */
import type { types, webApi } from "@slack/bolt";
import type { Desk, Reply } from "./desk.ts";
import { slackCode, toPostError } from "./failures.ts";
import { LIMITS } from "./limits.ts";
import { plain, smallPrint } from "./literal.ts";
import { renderForView } from "./render.ts";

/**
 * Opens a window that says to wait, within Slack's three seconds, upon the window `below` if there is one; undefined if
 * Slack would not. Of more than three upon each other the last one is used again.
 */
export async function openWindow(
  desk: Desk,
  workspace: string,
  trigger_id: string,
  below?: string,
): Promise<string | undefined> {
  try {
    const client = await desk.tenants.client(workspace);
    return await placeView(client, trigger_id, windowView([working()]), below);
  } catch (error) {
    desk.log.warn(
      { workspace, code: slackCode(error), reason: toPostError(error).message },
      "a window could not be opened",
    );
    return undefined;
  }
}

/** Opens the view, upon the window `below` if there is one and there is room, else in its place; its id. */
export async function placeView(
  client: webApi.WebClient,
  trigger_id: string,
  view: types.ModalView,
  below: string | undefined,
): Promise<string | undefined> {
  if (below === undefined) return (await client.views.open({ trigger_id, view })).view?.id;
  try {
    return (await client.views.push({ trigger_id, view })).view?.id;
  } catch (error) {
    // Three windows are the most that can lie upon each other.
    if (slackCode(error) !== "push_limit_reached") throw error;
    await client.views.update({ view_id: below, view });
    return below;
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
