import type { Form } from "../../src/platform/form.ts";

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
