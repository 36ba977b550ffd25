/** A form, at a place where one types: what to type instead of filling it in. */
import type { CommandSpec } from "../../src/platform/command.ts";
import type { FormField, Message } from "../../src/platform/message.ts";

/** `line` is the command as it would be with what the form holds already. */
export function howToType(line: string, spec: CommandSpec | undefined, form: readonly FormField[]): Message {
  return {
    blocks: [
      {
        kind: "text",
        spans: [
          "Type: ",
          { text: spec?.usage ?? line, style: "command" },
          ", for instance ",
          { text: spec?.example ?? line, style: "command" },
        ],
      },
      { kind: "note", spans: [form.map(({ label, hint }) => `${label}: ${hint}`).join(" · ")] },
    ],
  };
}
