/** What can be set of a channel's digest: which values each setting takes, and how a change is said. */
import { count } from "../digests/paper-card.ts";
import type { ChannelOption } from "../platform/platform.ts";
import type { ChannelChanges, ChannelRecord } from "../subscriptions/channel-store.ts";
import { languageName, parseLanguage } from "../summaries/language.ts";

/** Digest sizes that fit every platform's message. */
export const SIZES = { least: 1, most: 8 } as const;
const HIGHEST_FLOOR = 1000;

export interface Setting {
  /** A sentence. */
  readonly takes: string;
  readonly example: string;
  now(record: ChannelRecord): string;
  /** What changes, and the sentence that says so; undefined for a value that it does not take. */
  read(
    value: string,
    record: ChannelRecord,
  ): { readonly changes: ChannelChanges; readonly done: string } | undefined;
}

const SIZE: Setting = {
  takes: `size goes from ${SIZES.least} to ${SIZES.most}.`,
  example: "size 4",
  now: ({ digestSize }) => String(digestSize),
  read(value) {
    const digestSize = wholeNumber(value, SIZES.least, SIZES.most);
    const done = `Digests here now hold ${count(digestSize ?? 0, "paper")} at most.`;
    return digestSize === undefined ? undefined : { changes: { digestSize }, done };
  },
};

const FLOOR: Setting = {
  takes: `floor goes from 0 to ${HIGHEST_FLOOR} votes.`,
  example: "floor 10",
  now: ({ voteFloor }) => String(voteFloor),
  read(value) {
    const voteFloor = wholeNumber(value, 0, HIGHEST_FLOOR);
    if (voteFloor === undefined) return undefined;
    const done =
      voteFloor === 0
        ? "Papers need no votes now to be in digests here."
        : `Papers now need ${count(voteFloor, "vote")} to be in digests here.`;
    return { changes: { voteFloor }, done };
  },
};

function languageSetting(hasModel: boolean): Setting {
  return {
    takes: "language is one that I know, by its name or its code.",
    example: "language german",
    now: ({ language = "en" }) => languageName(language) ?? language,
    read(value) {
      const language = parseLanguage(value);
      if (language === undefined) return undefined;
      const done = `Summaries that a model writes come in ${languageName(language) ?? language} here now.`;
      const yet = hasModel ? "" : " No model is set up (OPENAI_API_KEY), so this has no effect yet.";
      return { changes: { language: language === "en" ? undefined : language }, done: `${done}${yet}` };
    },
  };
}

function optionSetting({ name, values, help }: ChannelOption): Setting {
  return {
    takes: `${name} is ${values.join(" or ")}.`,
    example: `${name} ${values[0]}`,
    now: ({ options }) => options[name] ?? values[0],
    read: (value, { options }) =>
      values.includes(value)
        ? { changes: { options: { ...options, [name]: value } }, done: `${name} is ${value} now: ${help}.` }
        : undefined,
  };
}

/** Undefined: there is no such setting. */
export function settingNamed(
  name: string,
  options: readonly ChannelOption[],
  hasModel: boolean,
): Setting | undefined {
  if (name === "size") return SIZE;
  if (name === "floor") return FLOOR;
  if (name === "language") return languageSetting(hasModel);
  const option = options.find((known) => known.name === name);
  return option && optionSetting(option);
}

function wholeNumber(value: string, least: number, most: number): number | undefined {
  const number = /^\d{1,4}$/.test(value) ? Number(value) : undefined;
  return number === undefined || number < least || number > most ? undefined : number;
}
