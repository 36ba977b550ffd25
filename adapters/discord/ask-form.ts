/** A form whose fields depend on how things stand when its button is pressed. */
import type { APIModalInteractionResponseCallbackData, Client, Interaction } from "discord.js";
import { actingIn } from "../../src/platform/acting-in.ts";
import { fieldsAfterPick, pickFirst, pickOf } from "../../src/platform/form.ts";
import type { Memory } from "../../src/platform/memory.ts";
import type { Action, Message } from "../../src/platform/message.ts";
import type { Bot } from "../../src/platform/platform.ts";
import { keepAction } from "./action-ids.ts";
import { formId } from "./asked.ts";
import { callerOf, channelOf } from "./calls.ts";
import { modal } from "./forms.ts";
import type { WhoMayConfigure } from "./settings.ts";

/** The modal, or the message that comes before it: what to pick from, or why there is nothing to fill in. */
export async function formNow(
  interaction: Interaction,
  action: Action,
  {
    bot,
    client,
    memory,
    now,
    who,
  }: {
    readonly bot: Bot;
    readonly client: Client<true>;
    readonly memory: Memory;
    readonly now: () => Date;
    readonly who: WhoMayConfigure;
  },
): Promise<Message | { readonly modal: APIModalInteractionResponseCallbackData }> {
  const { command } = action;
  const form = await bot.form({
    ...command,
    channel: command.channel ?? channelOf(interaction),
    caller: await callerOf(interaction, client, who, command.channel),
    key: interaction.id,
  });
  if ("blocks" in form) return command.channel === undefined ? form : actingIn(form, command.channel);
  const question = pickFirst(command, form);
  if (question !== undefined) return question;
  const pick = { ...command, argument: pickOf(form) ?? "" };
  const kept = await keepAction(memory, { label: action.label, command: pick, form: "ask" }, now());
  return { modal: modal(formId(kept), form.title, fieldsAfterPick(form)) };
}
