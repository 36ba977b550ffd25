/** Forms: an action's fields as a window with pickers, what was filled in as a command's argument. */
import type { App, types } from "@slack/bolt";
import { z } from "zod";
import type { Form } from "../../src/platform/form.ts";
import type { Action, ActionCommand, Message } from "../../src/platform/message.ts";
import { show } from "./answers.ts";
import { ask, askForm, type Desk, PLATFORM } from "./desk.ts";
import { slackCode, toPostError } from "./failures.ts";
import { answersOf, formView, ZONE_SELECT, zoneOptions } from "./fields.ts";
import type { Home } from "./home.ts";
import { LIMITS } from "./limits.ts";
import { DAY_MS, digestOf } from "./once.ts";
import { viewSubmission } from "./payloads.ts";
import { readPress, writePress } from "./press.ts";
import { hereOf, type Pressed, question } from "./pressed.ts";
import { renderForView } from "./render.ts";
import { placeView, showInWindow, windowView, working } from "./windows.ts";

/** What a form carries until it is sent. */
const ticket = z.object({
  press: z.string(),
  fields: z.number(),
  /** Where the answer goes; none when the form was opened on the Home page. */
  channel: z.string().optional(),
  responseUrl: z.string().optional(),
  thread: z.string().optional(),
});
type Ticket = z.infer<typeof ticket>;

/** Opens the form; Slack waits three seconds for it. */
export async function openForm(
  desk: Desk,
  at: Pressed,
  command: ActionCommand,
  form: NonNullable<Action["form"]>,
): Promise<void> {
  const { payload } = at;
  const asked = form === "ask" ? await formNow(desk, at, command) : { ...USUAL, fields: form };
  if ("blocks" in asked) {
    if (payload.channel) return tellInstead(desk, at, command, asked);
    return openView(desk, at, windowView(renderForView(asked)));
  }
  const kept = {
    // The fields that were asked for are the whole argument.
    press: writePress({ command: form === "ask" ? { ...command, argument: "" } : command }),
    channel: payload.channel?.id,
    responseUrl: payload.response_url,
    thread: payload.container.thread_ts,
  };
  await openView(desk, at, formView(asked, writeTicket({ ...kept, fields: asked.fields.length })));
}

const USUAL = { title: "Paperboy", submit: "Save" };

async function formNow(desk: Desk, at: Pressed, command: ActionCommand): Promise<Form | Message> {
  return askForm(desk, question(at, await hereOf(desk, at), command));
}

async function tellInstead(desk: Desk, at: Pressed, { name, argument }: ActionCommand, message: Message) {
  const { workspace, payload } = at;
  const window = {
    workspace,
    channelId: payload.channel?.id ?? "",
    personId: payload.user.id,
    responseUrl: payload.response_url,
    threadTs: payload.container.thread_ts,
  };
  const answered = { name, argument };
  await show(desk, window, { message, audience: "caller", answered, changes: false }, false);
}

/** One picked something else in an open form: the fields after it are asked for anew. */
export async function refillForm(desk: Desk, at: Pressed, pick: string): Promise<void> {
  const { workspace, payload } = at;
  const kept = readTicket(payload.view?.private_metadata ?? "");
  const view_id = payload.view?.id;
  if (kept === undefined || view_id === undefined) return;
  const { channel } = kept.ticket;
  const here =
    channel === undefined ? await hereOf(desk, at) : { platform: PLATFORM, workspace, id: channel };
  const asked = await askForm(desk, question(at, here, { ...kept.command, argument: pick }));
  const view =
    "blocks" in asked
      ? windowView(renderForView(asked))
      : formView(asked, writeTicket({ ...kept.ticket, fields: asked.fields.length }));
  try {
    const client = await desk.tenants.client(workspace);
    await client.views.update({ view_id, view });
  } catch (error) {
    desk.log.warn(
      { workspace, code: slackCode(error), reason: toPostError(error).message },
      "a form could not be filled in anew",
    );
  }
}

async function openView(desk: Desk, { workspace, payload }: Pressed, view: types.ModalView): Promise<void> {
  const { trigger_id } = payload;
  try {
    const client = await desk.tenants.client(workspace);
    const below = payload.view?.type === "modal" ? payload.view.id : undefined;
    await placeView(client, trigger_id, view, below);
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
    const kept = sent.success ? readTicket(sent.data.view.private_metadata) : undefined;
    const workspace = context.teamId;
    if (!sent.success || kept === undefined || workspace === undefined) return ack();
    const { view, user } = sent.data;
    const { command } = kept;
    const { channel, responseUrl, thread, fields } = kept.ticket;
    const answers = answersOf(view.state.values, fields);
    if ("outdated" in answers) {
      return ack({ response_action: "errors", errors: { [answers.outdated]: OUTDATED } });
    }
    const isHome = channel === undefined;
    await (isHome ? ack({ response_action: "update", view: windowView([working()]) }) : ack());
    desk.track("a form", async () => {
      if (!(await desk.once(`form:${digestOf(workspace, view.id, view.hash ?? "")}`, DAY_MS))) return;
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

const OUTDATED = "These are still the words of what was picked before. Pick again and wait for its words.";

/** Where there is no room for the address, the answer goes as a message. */
function writeTicket(kept: Ticket): string {
  const whole = JSON.stringify(kept);
  return whole.length <= LIMITS.privateMetadata ? whole : JSON.stringify({ ...kept, responseUrl: undefined });
}

function readTicket(text: string): { readonly ticket: Ticket; readonly command: ActionCommand } | undefined {
  const kept = ticket.safeParse(parseJson(text));
  const press = kept.success ? readPress(kept.data.press) : undefined;
  return kept.success && press !== undefined ? { ticket: kept.data, command: press.command } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
