/** Completions while an argument is typed, within Discord's 25 choices of 100 characters. */
import type { AutocompleteInteraction, Client } from "discord.js";
import type { Bot } from "../../src/platform/platform.ts";
import { callerOf, channelOf } from "./calls.ts";
import { oneLine, shorten } from "./escape.ts";
import type { WhoMayConfigure } from "./settings.ts";

const CHOICES = 25;
const LENGTH = 100;
const REMEMBERED = 2_000;

/** What longer suggestions were, of which Discord can bring back only the beginning. */
export interface Suggestions {
  /** The value of a choice. */
  valueOf(suggestion: string): string;
  /** The suggestion that this value stands for; after a restart, the value itself. */
  whole(value: string): string;
}

export function createSuggestions(): Suggestions {
  const whole = new Map<string, string>();
  return {
    valueOf(suggestion) {
      if (suggestion.length <= LENGTH) return suggestion;
      const value = suggestion.slice(0, LENGTH).replace(/[\ud800-\udbff]$/, "");
      whole.delete(value);
      whole.set(value, suggestion);
      for (const oldest of whole.keys()) {
        if (whole.size <= REMEMBERED) break;
        whole.delete(oldest);
      }
      return value;
    },
    whole: (value) => whole.get(value) ?? value,
  };
}

export async function completionsFor(
  interaction: AutocompleteInteraction,
  tools: {
    readonly bot: Bot;
    readonly client: Client<true>;
    readonly who: WhoMayConfigure;
    readonly suggestions: Suggestions;
  },
): Promise<{ name: string; value: string }[]> {
  const suggested = await tools.bot.suggest({
    name: interaction.options.getSubcommand(false) ?? "",
    argument: interaction.options.getFocused().trim(),
    page: 1,
    channel: channelOf(interaction),
    caller: await callerOf(interaction, tools.client, tools.who, undefined),
    key: interaction.id,
  });
  const choices = suggested.flatMap((suggestion) => {
    const name = shorten(oneLine(suggestion).trim(), LENGTH);
    return name === "" ? [] : [{ name, value: tools.suggestions.valueOf(suggestion) }];
  });
  return choices.slice(0, CHOICES);
}
