/** Puts an answer where its acknowledgement promised it. */
import { type Interaction, MessageFlags, type REST, Routes } from "discord.js";
import type { Logger } from "../../src/log.ts";
import type { Memory } from "../../src/platform/memory.ts";
import type { ActionCommand, Message } from "../../src/platform/message.ts";
import { keepActions } from "./action-ids.ts";
import { describeError, isInvalidForm } from "./failures.ts";
import type { Renderer } from "./renderer.ts";
import { repeatedly } from "./rest.ts";
import type { InTurn } from "./turns.ts";

interface ShowTools {
  readonly rest: REST;
  readonly memory: Memory;
  readonly log: Logger;
  readonly now: () => Date;
  readonly renderer: Renderer;
  readonly inTurn: InTurn;
}

/** `isTakenBack`: everybody was promised an answer that concerns whoever asked alone. */
export async function show(
  interaction: Interaction,
  message: Message,
  answers: ActionCommand,
  { renderer, memory, now, rest, log, inTurn }: ShowTools,
  isTakenBack = false,
): Promise<void> {
  const { applicationId, token } = interaction;
  const original = Routes.webhookMessage(applicationId, token, "@original");
  if (isTakenBack) await repeatedly(() => rest.delete(original, { auth: false }));
  const send = (body: object) =>
    isTakenBack
      ? rest.post(Routes.webhook(applicationId, token), { body: privately(body), auth: false })
      : rest.patch(original, { body, auth: false });
  for (const render of renderer.attempts) {
    const { body, kept } = await inTurn(() => render(message, { answers }));
    await keepActions(memory, kept, now());
    try {
      await repeatedly(() => send(body));
      return;
    } catch (error) {
      if (!isInvalidForm(error)) throw error;
      log.error(
        { reason: describeError(error), command: answers.name },
        "Discord refused the form of an answer",
      );
    }
  }
}

function privately(body: object): object {
  const flags = "flags" in body && typeof body.flags === "number" ? body.flags : 0;
  return { ...body, flags: flags | MessageFlags.Ephemeral };
}
