/** What people press: buttons and menu entries, in messages, on the Home page and in windows. */
import type { App } from "@slack/bolt";
import type { ActionCommand } from "../../src/platform/message.ts";
import { show } from "./answers.ts";
import { isDirect } from "./callers.ts";
import { ask, type Desk } from "./desk.ts";
import { CHOICE_SELECT } from "./fields.ts";
import { openForm, refillForm } from "./forms.ts";
import type { Home } from "./home.ts";
import { createInOrder } from "./in-order.ts";
import { digestOf } from "./once.ts";
import { type BlockActions, blockActions } from "./payloads.ts";
import { readPress } from "./press.ts";
import { hereOf, type Pressed, question } from "./pressed.ts";
import { openWindow, showInWindow } from "./windows.ts";

/** A second press this soon is a doubled one. */
const DOUBLE_PRESS_MS = 3000;

export function listenToPresses(app: App, desk: Desk, home: Home): void {
  const inOrder = createInOrder();

  app.action(/.*/u, async ({ ack, body, context }) => {
    await ack();
    const workspace = context.teamId;
    desk.track("a button", async () => {
      const payload = blockActions.safeParse(body);
      if (!payload.success || workspace === undefined) return;
      const value = pressedValue(payload.data);
      const [action] = payload.data.actions;
      if (action?.action_id === CHOICE_SELECT && value !== undefined) {
        const viewId = payload.data.view?.id ?? "";
        return inOrder(viewId, () => refillForm(desk, { workspace, payload: payload.data }, value));
      }
      const press = value === undefined ? undefined : readPress(value);
      if (value === undefined || press === undefined) return;
      if (!(await isFirst(desk, workspace, payload.data, value))) return;
      const at = { workspace, payload: payload.data };
      if (press.form !== undefined) return openForm(desk, at, press.command, press.form);
      switch (payload.data.view?.type) {
        case undefined:
          return inMessage(desk, at, press.command);
        case "home":
          return onHome(desk, home, at, press.command);
        default:
          return inWindow(desk, at, press.command);
      }
    });
  });
}

function pressedValue({ actions: [action] }: BlockActions): string | undefined {
  return action?.value ?? action?.selected_option?.value;
}

function isFirst(desk: Desk, workspace: string, payload: BlockActions, value: string): Promise<boolean> {
  const { user, container } = payload;
  const place = container.message_ts ?? container.view_id ?? "";
  return desk.once(`press:${digestOf(workspace, user.id, place, value)}`, DOUBLE_PRESS_MS);
}

async function inMessage(desk: Desk, at: Pressed, command: ActionCommand): Promise<void> {
  const { workspace, payload } = at;
  const { channel, container, response_url, user, actions } = payload;
  if (channel === undefined || channel === null) return;
  const reply = await ask(desk, question(at, await hereOf(desk, at), command));
  const window = {
    workspace,
    channelId: channel.id,
    personId: user.id,
    responseUrl: response_url,
    threadTs: container.thread_ts,
    isOwn: container.is_ephemeral || isDirect(channel.id),
  };
  await show(desk, window, reply, actions[0]?.action_id.startsWith("turn:") === true);
}

async function onHome(desk: Desk, home: Home, at: Pressed, command: ActionCommand): Promise<void> {
  const { workspace, payload } = at;
  const changes = desk.bot.commands.some((spec) => spec.name === command.name && spec.configures);
  if (changes) {
    const reply = await ask(desk, question(at, await hereOf(desk, at), command));
    return home.publish(workspace, payload.user.id, reply.message);
  }
  const viewId = await openWindow(desk, workspace, payload.trigger_id);
  const reply = await ask(desk, question(at, await hereOf(desk, at), command));
  if (viewId !== undefined) await showInWindow(desk, workspace, viewId, reply);
}

async function inWindow(desk: Desk, at: Pressed, command: ActionCommand): Promise<void> {
  const { workspace, payload } = at;
  const turns = payload.actions[0]?.action_id.startsWith("turn:") === true;
  const shown = payload.view?.id;
  const viewId = turns ? shown : await openWindow(desk, workspace, payload.trigger_id, shown);
  const reply = await ask(desk, question(at, await hereOf(desk, at), command));
  if (viewId !== undefined) await showInWindow(desk, workspace, viewId, reply);
}
