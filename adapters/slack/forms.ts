/** Forms: an action's fields as a window with pickers, what was filled in as a command's argument. */
import type { App, types } from "@slack/bolt";
import { z } from "zod";
import type { ActionCommand, FormField } from "../../src/platform/message.ts";
import { show } from "./answers.ts";
import { ask, type Desk, PLATFORM } from "./desk.ts";
import { slackCode, toPostError } from "./failures.ts";
import { answerOf, inputBlock, ZONE_SELECT, zoneOptions } from "./fields.ts";
import type { Home } from "./home.ts";
import { LIMITS } from "./limits.ts";
import { plain } from "./literal.ts";
import { DAY_MS, digestOf } from "./once.ts";
import { viewSubmission } from "./payloads.ts";
import { readPress, writePress } from "./press.ts";
import type { Pressed } from "./presses.ts";
import { showInWindow, windowView, working } from "./windows.ts";

const FORM = "form";

/** What a form carries until it is sent. */
const ticket = z.object({
  press: z.string(),
  fields: z.number(),
  /** Where the answer goes; none when the form was opened on the Home page. */
  channel: z.string().optional(),
  responseUrl: z.string().optional(),
  thread: z.string().optional(),
});

/** Opens the form; Slack waits three seconds for it. */
export async function openForm(
  desk: Desk,
  at: Pressed,
  command: ActionCommand,
  fields: readonly FormField[],
): Promise<void> {
  const { workspace, payload } = at;
  const private_metadata = JSON.stringify({
    press: writePress({ command }),
    fields: fields.length,
    channel: payload.channel?.id,
    responseUrl: payload.response_url,
    thread: payload.container.thread_ts,
  } satisfies z.input<typeof ticket>);
  const view: types.ModalView = {
    type: "modal",
    callback_id: FORM,
    private_metadata,
    title: plain("Paperboy", LIMITS.viewTitle),
    submit: plain("Save", LIMITS.viewButton),
    close: plain("Cancel", LIMITS.viewButton),
    blocks: fields.map(inputBlock),
  };
  const { trigger_id } = payload;
  try {
    const client = await desk.tenants.client(workspace);
    if (payload.view?.type === "modal") await client.views.push({ trigger_id, view });
    else await client.views.open({ trigger_id, view });
  } catch (error) {
    desk.log.warn(
      { workspace, code: slackCode(error), reason: toPostError(error).message },
      "a form could not be opened",
    );
  }
}

export function listenToForms(app: App, desk: Desk, home: Home): void {
  app.options(ZONE_SELECT, async ({ ack, payload }) => {
    const typed = "value" in payload && typeof payload.value === "string" ? payload.value : "";
    await ack({ options: zoneOptions(typed) });
  });

  app.view(/.*/u, async ({ ack, body, context }) => {
    const sent = viewSubmission.safeParse(body);
    const kept = sent.success ? ticket.safeParse(parseJson(sent.data.view.private_metadata)) : undefined;
    const press = kept?.success ? readPress(kept.data.press) : undefined;
    const workspace = context.teamId;
    if (!sent.success || !kept?.success || press === undefined || workspace === undefined) return ack();
    const { view, user } = sent.data;
    const { channel, responseUrl, thread, fields } = kept.data;
    const answers = Array.from({ length: fields }, (_, index) =>
      answerOf(view.state.values[`field:${index}`]),
    );
    const isHome = channel === undefined;
    await (isHome ? ack({ response_action: "update", view: windowView([working()]) }) : ack());
    desk.track("a form", async () => {
      if (!(await desk.once(`form:${digestOf(workspace, view.id, view.hash ?? "")}`, DAY_MS))) return;
      const { command } = press;
      const reply = await ask(desk, {
        here: isHome
          ? await desk.directChannel(workspace, user.id)
          : { platform: PLATFORM, workspace, id: channel },
        there: command.channel,
        personId: user.id,
        personName: user.name ?? user.username ?? "",
        name: command.name,
        argument: [command.argument, ...answers].filter((part) => part !== "").join(" "),
        page: 1,
        call: `${view.id} ${view.hash}`,
      });
      if (!isHome) {
        return show(
          desk,
          { workspace, channelId: channel, personId: user.id, responseUrl, threadTs: thread },
          reply,
          false,
        );
      }
      await showInWindow(desk, workspace, view.id, reply);
      await home.publish(workspace, user.id);
    });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
