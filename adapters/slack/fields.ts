/** A form's fields as inputs with pickers, and what was filled in as text. Pure. */
import type { types } from "@slack/bolt";
import type { AskedField, ChoiceField, Form } from "../../src/platform/form.ts";
import { literalLine } from "../../src/platform/literal.ts";
import type { FormField } from "../../src/platform/message.ts";
import { readDays, WEEKDAYS, writeDays } from "./days.ts";
import { LIMITS } from "./limits.ts";
import { plain } from "./literal.ts";
import type { Answered } from "./payloads.ts";
import { findZones } from "./zones.ts";

const FORM = "form";
export const ZONE_SELECT = "zone";
export const CHOICE_SELECT = "choice";

/** The form as a window; `carried` comes back when it is sent. */
export function formView({ title, submit, fields }: Form, carried: string): types.ModalView {
  return {
    type: "modal",
    callback_id: FORM,
    private_metadata: carried,
    title: plain(title, LIMITS.viewTitle),
    submit: plain(submit, LIMITS.viewButton),
    close: plain("Cancel", LIMITS.viewButton),
    blocks: inputBlocks(fields),
  };
}

function inputBlocks(fields: readonly AskedField[]): types.InputBlock[] {
  const [choice] = fields;
  const pick = choice?.kind === "choice" ? choice.value : undefined;
  return fields.map((field, index) => {
    const block = inputBlock(field, blockId(index, pick));
    // What is picked decides what stands in the fields after it.
    return field.kind === "choice" && fields.length > 1 ? { ...block, dispatch_action: true } : block;
  });
}

/** Slack keeps what was typed into a block of the same id: a field that goes with another pick is another block. */
function blockId(index: number, pick: string | undefined): string {
  return index === 0 || pick === undefined ? `field:${index}` : `field:${index}:${pick}`;
}

function inputBlock(field: AskedField, block_id: string): types.InputBlock {
  const hint = literalLine(field.hint);
  return {
    type: "input",
    block_id,
    label: plain(field.label === "" ? "Value" : field.label, LIMITS.inputLabel),
    element: field.kind === "choice" ? choiceElement(field) : inputElement(field),
    ...(hint !== "" &&
      (field.kind === "text" || field.kind === "choice") && { hint: plain(hint, LIMITS.inputHint) }),
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

function choiceElement({ options, value }: ChoiceField): types.StaticSelect {
  const offered = options.slice(0, LIMITS.selectOptions).map((one) => ({
    text: plain(one.label === "" ? one.value : one.label, LIMITS.optionText),
    value: one.value,
  }));
  const initial_option = offered.find((one) => one.value === value);
  return {
    type: "static_select",
    action_id: CHOICE_SELECT,
    options: offered,
    ...(initial_option && { initial_option }),
  };
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

/** What can be chosen after this much was typed. */
export function zoneOptions(typed: string): types.PlainTextOption[] {
  return findZones(typed).slice(0, LIMITS.selectOptions).map(option);
}

type Filled = Readonly<Record<string, Readonly<Record<string, Answered>>>>;

/** What was filled in, in the order of the fields; or the block whose text belongs to another pick than the one made. */
export function answersOf(filled: Filled, count: number): readonly string[] | { readonly outdated: string } {
  const blocks = Array.from({ length: count }, (_, index) => {
    const [, id = "", pick] =
      Object.keys(filled)
        .map((key) => /^(field:\d+)(?::(.*))?$/su.exec(key))
        .find((match) => match?.[1] === `field:${index}`) ?? [];
    const key = pick === undefined ? id : `${id}:${pick}`;
    return { key, pick, answer: answerOf(filled[key]) };
  });
  const outdated = blocks.find(({ pick }) => pick !== undefined && pick !== blocks[0]?.answer);
  return outdated === undefined ? blocks.map(({ answer }) => answer) : { outdated: outdated.key };
}

/** In the form in which a person would type it. */
function answerOf(fields: Readonly<Record<string, Answered>> | undefined): string {
  const [answer] = Object.values(fields ?? {});
  if (answer === undefined) return "";
  if (answer.selected_options) return writeDays(answer.selected_options.map(({ value }) => value));
  return (answer.value ?? answer.selected_time ?? answer.selected_option?.value ?? "").trim();
}
