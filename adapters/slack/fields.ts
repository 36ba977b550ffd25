/** A form's fields as inputs with pickers, and what was filled in as text. Pure. */
import type { types } from "@slack/bolt";
import { literalLine } from "../../src/platform/literal.ts";
import type { FormField } from "../../src/platform/message.ts";
import { readDays, WEEKDAYS, writeDays } from "./days.ts";
import { LIMITS } from "./limits.ts";
import { plain } from "./literal.ts";
import type { Answered } from "./payloads.ts";
import { findZones } from "./zones.ts";

export const ZONE_SELECT = "zone";

export function inputBlock(field: FormField, index: number): types.InputBlock {
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

/** What can be chosen after this much was typed. */
export function zoneOptions(typed: string): types.PlainTextOption[] {
  return findZones(typed).slice(0, LIMITS.selectOptions).map(option);
}

/** In the form in which a person would type it. */
export function answerOf(fields: Readonly<Record<string, Answered>> | undefined): string {
  const [answer] = Object.values(fields ?? {});
  if (answer === undefined) return "";
  if (answer.selected_options) return writeDays(answer.selected_options.map(({ value }) => value));
  return (answer.value ?? answer.selected_time ?? answer.selected_option?.value ?? "").trim();
}
