import type { Form } from "../../src/platform/form.ts";
import { HOSTILE } from "./messages.ts";

/** Asks which of a hundred, most of them longer than any list shows and made of what some platform reads as markup. */
export function longForm(): Form {
  const options = Array.from({ length: 100 }, (_, at) => ({
    value: `#${at + 1}`,
    label:
      at === 99
        ? "the hundredth"
        : `${at % 2 === 0 ? "" : `${at} `}${HOSTILE[at % HOSTILE.length]}`.repeat(2),
  }));
  return {
    title: "Remove a topic",
    submit: "Remove",
    fields: [{ kind: "choice", label: "Topic", value: "#1", hint: "", options }],
  };
}

/** Asks which of two topics, and for its new words. */
export function changeForm(pick: string): Form {
  const options = [
    { value: "#1", label: "kv cache" },
    { value: "#2", label: "video diffusion" },
  ];
  const picked = options.find(({ value }) => value === pick) ?? options[0];
  return {
    title: "Change a topic",
    submit: "Save",
    fields: [
      { kind: "choice", label: "Topic", value: picked?.value ?? "", hint: "Which one", options },
      { kind: "text", label: "Becomes", value: picked?.label ?? "", hint: "Words" },
    ],
  };
}
