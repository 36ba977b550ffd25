/** Many actions in few components: select menus. */
import type { Action, PaperCard } from "../../src/platform/message.ts";
import { oneLine, shorten } from "./escape.ts";

export interface MenuPart {
  readonly kind: "menu";
  readonly placeholder: string;
  readonly options: readonly MenuOption[];
}

export interface MenuOption {
  readonly label: string;
  readonly description?: string;
  readonly action: Action;
}

// https://docs.discord.com/developers/components/reference#string-select
const OPTIONS = 25;
const OPTION_TEXT = 100;
const PLACEHOLDER = 150;

/** What can be done with each of the cards, but for the first `shown` actions of each. */
export function menusOfCards(cards: readonly PaperCard[], shown: number): readonly MenuPart[] {
  const most = Math.max(1, ...cards.map(({ actions }) => actions.length - shown));
  const numbered = cards.map((card, at) => ({ card, number: at + 1 }));
  const groups = chunk(numbered, Math.max(1, Math.floor(OPTIONS / most)));
  return groups.flatMap((group) => {
    const options = group.flatMap(({ card, number }) =>
      card.actions.slice(shown).map((action) => ({
        label: optionText(`${number} · ${action.label}`),
        description: optionText(card.title) || card.paperId,
        action,
      })),
    );
    if (options.length === 0) return [];
    const which = groups.length > 1 ? `, ${group[0]?.number} to ${group.at(-1)?.number}` : "";
    return [{ kind: "menu", placeholder: `Choose a paper${which}…`, options: options.slice(0, OPTIONS) }];
  });
}

export function menusOfActions(actions: readonly Action[]): readonly MenuPart[] {
  return chunk(actions, OPTIONS).map((some) => {
    const options = some.map((action) => ({ label: optionText(action.label) || "…", action }));
    return { kind: "menu", placeholder: placeholder(options), options };
  });
}

export function chunk<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

function placeholder(options: readonly MenuOption[]): string {
  const labels = [...new Set(options.map(({ action }) => oneLine(action.label).trim()))];
  return shorten(`${labels.join(", ")} …`, PLACEHOLDER);
}

function optionText(text: string): string {
  return shorten(oneLine(text).trim(), OPTION_TEXT);
}
