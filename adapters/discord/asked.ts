/** What an interaction asks for: a command to run, or a form to show first. */
import { ComponentType, type Interaction, type ModalSubmitInteraction } from "discord.js";
import type { Memory } from "../../src/platform/memory.ts";
import type { Action, ActionCommand } from "../../src/platform/message.ts";
import { keptId, readId, readKept } from "./action-ids.ts";
import { textOfMessage } from "./calls.ts";
import type { Suggestions } from "./completion.ts";
import { argumentOf } from "./forms.ts";
import type { Presses } from "./presses.ts";
import { MESSAGE_COMMAND } from "./register.ts";

export type Asked =
  | {
      readonly kind: "command";
      readonly command: ActionCommand;
      readonly key: string;
      /** Another page of what the message shows. */
      readonly turns: boolean;
    }
  | {
      readonly kind: "form";
      readonly action: Action;
      readonly fields: NonNullable<Action["form"]>;
      readonly id: string;
    }
  /** A button whose action nobody remembers. */
  | { readonly kind: "lost" };

const FORM = "form.";

/** The id of the modal in which the kept action's form is filled in. */
export function formId(kept: string): string {
  return `${FORM}${kept}`;
}

export async function readAsked(
  interaction: Interaction,
  tools: { readonly memory: Memory; readonly presses: Presses; readonly suggestions: Suggestions },
): Promise<Asked | undefined> {
  const { memory, presses, suggestions } = tools;
  if (interaction.isChatInputCommand()) {
    const [chosen] = interaction.options.data;
    const given = chosen?.options?.[0]?.value;
    const argument = typeof given === "string" ? suggestions.whole(given) : "";
    return command({ name: chosen?.name ?? "help", argument, page: 1 }, interaction.id);
  }
  if (interaction.isMessageContextMenuCommand()) {
    const argument = textOfMessage(interaction);
    return command({ name: MESSAGE_COMMAND.runs, argument, page: 1 }, interaction.id);
  }
  if (interaction.isButton() || interaction.isStringSelectMenu()) {
    const customId = interaction.isButton() ? interaction.customId : (interaction.values[0] ?? "");
    const read = await readId(memory, customId);
    if (read === undefined) return { kind: "lost" };
    const form = keptId(customId);
    if (read.action.form !== undefined && form !== undefined) {
      return { kind: "form", action: read.action, fields: read.action.form, id: formId(form) };
    }
    const key = presses.keyOf(`${interaction.message.id} ${interaction.user.id} ${customId}`, interaction.id);
    return command(read.action.command, key, read.turns);
  }
  if (interaction.isModalSubmit() && interaction.customId.startsWith(FORM)) {
    const action = await readKept(memory, interaction.customId.slice(FORM.length));
    if (action === undefined) return { kind: "lost" };
    // What was picked before the form was shown comes first.
    const [pick = ""] = action.form === "ask" ? action.command.argument.split(" ", 1) : [];
    const argument = argumentOf([pick, ...filledIn(interaction)]);
    return command({ ...action.command, argument }, interaction.id);
  }
  return undefined;
}

function command(asked: ActionCommand, key: string, turns = false): Asked {
  return { kind: "command", command: asked, key, turns };
}

/** In the order of the fields: their ids are their places. */
function filledIn({ fields }: ModalSubmitInteraction): readonly (string | readonly string[])[] {
  return [...fields.fields.values()]
    .sort((a, b) => Number(a.customId) - Number(b.customId))
    .map((field) => {
      if (field.type === ComponentType.TextInput) return field.value;
      return field.type === ComponentType.StringSelect ? field.values : "";
    });
}
