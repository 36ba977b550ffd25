/** Forms: an action's fields as a window with pickers, what was filled in as a command's argument. */
import type { App, types } from "@slack/bolt";
import { z } from "zod";
import { literalLine } from "../../src/platform/literal.ts";
import type { ActionCommand, FormField } from "../../src/platform/message.ts";
import { show } from "./answers.ts";
import { readDays, WEEKDAYS, writeDays } from "./days.ts";
import { ask, type Desk, PLATFORM, type Reply } from "./desk.ts";
import { slackCode, toPostError } from "./failures.ts";
import type { Home } from "./home.ts";
import { LIMITS } from "./limits.ts";
import { cut } from "./literal.ts";
import { DAY_MS, digestOf } from "./once.ts";
import { type Answered, viewSubmission } from "./payloads.ts";
import { readPress, writePress } from "./press.ts";
import type { Pressed } from "./presses.ts";
import { renderForView } from "./render.ts";
import { findZones } from "./zones.ts";

export const FORM = "form";
export const ZONE_SELECT = "zone";

/** What a form carries until it is sent. */
const ticket = z.object({
  press: z.string(),
  fields: z.number(),
  /** Where the answer goes; none when the form was opened on the Home page. */
  channel: z.string().optional(),
  responseUrl: z.string().optional(),
  thread: z.string().optional(),
});

type View = types.ModalView;

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
  const view: View = {
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

function inputBlock(field: FormField, index: number): types.InputBlock {
  const hint = literalLine(field.hint);
  return {
    type: "input",
    block_id: `field:${index}`,
    label: plain(field.label === "" ? "Value" : field.label, LIMITS.inputLabel),
    element: inputElement(field),
    ...(hint !== "" && field.kind === "text" && { hint: plain(hint, LIMITS.inputHint) }),
  };
}

function inputElement({ kind, value }: FormField): types.InputBlock["element"] {
  switch (kind) {
    case "text":
      return {
        type: "plain_text_input",
        action_id: "answer",
        max_length: LIMITS.inputText,
        ...(value !== "" && { initial_value: value.slice(0, LIMITS.inputText) }),
      };
    case "time":
      return {
        type: "timepicker",
        action_id: "answer",
        ...(/^([01]\d|2[0-3]):[0-5]\d$/u.test(value) && { initial_time: value }),
      };
    case "days": {
      const chosen = readDays(value).map(dayOption);
      return {
        type: "checkboxes",
        action_id: "answer",
        options: WEEKDAYS.map(({ short }) => dayOption(short)),
        ...(chosen.length > 0 && { initial_options: chosen }),
      };
    }
    case "zone":
      return {
        type: "external_select",
        action_id: ZONE_SELECT,
        min_query_length: 1,
        placeholder: plain("A city, for instance Berlin", LIMITS.placeholder),
        ...(findZones(value).includes(value) && { initial_option: option(value) }),
      };
  }
}

function dayOption(short: string): types.PlainTextOption {
  return {
    text: plain(WEEKDAYS.find((day) => day.short === short)?.name ?? short, LIMITS.optionText),
    value: short,
  };
}

function option(value: string): types.PlainTextOption {
  return { text: plain(value.replaceAll("_", " "), LIMITS.optionText), value };
}

function plain(text: string, limit: number): types.PlainTextElement {
  return { type: "plain_text", text: cut(literalLine(text), limit), emoji: false };
}

export function listenToForms(app: App, desk: Desk, home: Home): void {
  app.options(ZONE_SELECT, async ({ ack, payload }) => {
    const typed = "value" in payload && typeof payload.value === "string" ? payload.value : "";
    await ack({ options: findZones(typed).slice(0, LIMITS.selectOptions).map(option) });
  });

  app.view(FORM, async ({ ack, body, context }) => {
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

function answerOf(fields: Readonly<Record<string, Answered>> | undefined): string {
  const [answer] = Object.values(fields ?? {});
  if (answer === undefined) return "";
  if (answer.selected_options) return writeDays(answer.selected_options.map(({ value }) => value));
  return (answer.value ?? answer.selected_time ?? answer.selected_option?.value ?? "").trim();
}

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

function windowView(blocks: types.KnownBlock[]): View {
  return {
    type: "modal",
    title: plain("Paperboy", LIMITS.viewTitle),
    close: plain("Close", LIMITS.viewButton),
    blocks,
  };
}

function working(): types.KnownBlock {
  return { type: "context", elements: [plain("Working on it…", LIMITS.sectionText)] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
