/**
 * An action's form as a modal, and what was filled in as a command's argument. Pure.
 * https://docs.discord.com/developers/components/reference#label
 */
import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from "discord.js";
import type { FormField } from "../../src/platform/message.ts";
import { oneLine, shorten } from "./escape.ts";

const TITLE = 45;
const LABEL = 45;
const DESCRIPTION = 100;
const VALUE = 4000;
/** A modal holds five fields. */
const MAX_FIELDS = 5;

const DAYS = [
  ["mon", "Monday"],
  ["tue", "Tuesday"],
  ["wed", "Wednesday"],
  ["thu", "Thursday"],
  ["fri", "Friday"],
  ["sat", "Saturday"],
  ["sun", "Sunday"],
] as const;
const WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"];
const SETS: ReadonlyMap<string, readonly string[]> = new Map([
  ["weekdays", WORKING_DAYS],
  ["weekends", ["sat", "sun"]],
  ["daily", DAYS.map(([day]) => day)],
]);

/** `customId` says which action is filled in. */
export function modal(
  customId: string,
  title: string,
  fields: readonly FormField[],
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: text(title, TITLE) || "Paperboy",
    components: fields.slice(0, MAX_FIELDS).map(label),
  };
}

/** The answers in the order of the fields, as one argument; `values` gives what was entered in each field. */
export function argumentOf(values: readonly (string | readonly string[])[]): string {
  return values
    .map((value) => (typeof value === "string" ? oneLine(value).trim() : joinDays(value)))
    .filter((value) => value !== "")
    .join(" ");
}

function label(field: FormField, at: number): APILabelComponent {
  const description = text(field.hint, DESCRIPTION);
  return {
    type: ComponentType.Label,
    label: text(field.label, LABEL) || "…",
    ...(description !== "" && { description }),
    component: dayMenu(field, at) ?? {
      type: ComponentType.TextInput,
      custom_id: String(at),
      style: TextInputStyle.Short,
      value: shorten(oneLine(field.value), VALUE),
      required: false,
    },
  };
}

/** Undefined where the days at first are more than days, for instance "weekly friday": they can only be typed. */
function dayMenu(field: FormField, at: number) {
  const chosen = field.kind === "days" ? daysIn(field.value) : undefined;
  if (chosen === undefined) return undefined;
  return {
    type: ComponentType.StringSelect,
    custom_id: String(at),
    min_values: 1,
    max_values: DAYS.length,
    options: DAYS.map(([value, name]) => ({ value, label: name, default: chosen.includes(value) })),
  } as const;
}

function daysIn(value: string): readonly string[] | undefined {
  const names = value
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  const days = names.flatMap(
    (name) =>
      SETS.get(name) ?? DAYS.filter(([day]) => name !== "" && name.slice(0, 3) === day).map(([day]) => day),
  );
  return names.length > 0 && days.length >= names.length ? days : undefined;
}

function joinDays(days: readonly string[]): string {
  const sorted = DAYS.map(([day]) => day).filter((day) => days.includes(day));
  return sorted.join(",") === WORKING_DAYS.join(",") ? "weekdays" : sorted.join(",");
}

function text(value: string, max: number): string {
  return shorten(oneLine(value).trim(), max);
}
