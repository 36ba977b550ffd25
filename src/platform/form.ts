/** What is asked before a command is run, as things stand when its button is pressed. */
import type { Action, ActionCommand, FormField, Message } from "./message.ts";

export interface Form {
  /** At most 24 characters. */
  readonly title: string;
  /** What sending it does: at most 24 characters. */
  readonly submit: string;
  readonly fields: readonly AskedField[];
}

export type AskedField = FormField | ChoiceField;

/** One of several things. The fields after it go with what is picked: with another pick the bot is asked anew. */
export interface ChoiceField {
  readonly kind: "choice";
  readonly label: string;
  /** The value of the option that is picked at first, which is one of them. */
  readonly value: string;
  readonly hint: string;
  /** At least one, and at most 100. */
  readonly options: readonly ChoiceOption[];
}

export interface ChoiceOption {
  /** At most 75 characters, none of them a space. */
  readonly value: string;
  readonly label: string;
}

const LABEL = 40;

/**
 * For a platform whose forms cannot change while they are filled in: what to pick from as a message, with an action for
 * each option. Undefined where nothing is left to pick: `command` names its pick, there is but one, or no choice.
 */
export function pickFirst(command: ActionCommand, form: Form): Message | undefined {
  const [choice, ...rest] = form.fields;
  if (choice?.kind !== "choice" || picked(command, choice)) return undefined;
  if (choice.options.length === 1 && rest.length > 0) return undefined;
  const actions = choice.options.map((option, at): Action => {
    const isTaken = choice.options.slice(0, at).some(({ label }) => cut(label) === cut(option.label));
    return {
      label: isTaken ? cut(`${at + 1}. ${option.label}`) : cut(option.label),
      command: { ...command, argument: option.value },
      ...(rest.length > 0 && { form: "ask" }),
    };
  });
  return {
    blocks: [
      { kind: "text", spans: [{ text: form.title, style: "strong" }] },
      ...(choice.hint === "" ? [] : [{ kind: "note" as const, spans: [choice.hint] }]),
      { kind: "actions", actions },
    ],
  };
}

/** The fields that are left to fill in once the pick is made, which is the first word of the argument. */
export function fieldsAfterPick(form: Form): readonly FormField[] {
  return form.fields.flatMap((field) => (field.kind === "choice" ? [] : [field]));
}

/** The value that is picked in this form, if it has something to pick. */
export function pickOf(form: Form): string | undefined {
  const [choice] = form.fields;
  return choice?.kind === "choice" ? choice.value : undefined;
}

function picked({ argument }: ActionCommand, { options }: ChoiceField): boolean {
  const [first] = argument.split(" ", 1);
  return options.some(({ value }) => value === first);
}

function cut(label: string): string {
  const characters = [...label];
  return characters.length <= LABEL ? label : `${characters.slice(0, LABEL - 1).join("")}…`;
}
