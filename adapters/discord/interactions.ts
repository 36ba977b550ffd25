/**
 * Answers what people do in Discord: each interaction is acknowledged within its three seconds, before any work, and the
 * answer put in place afterwards. https://docs.discord.com/developers/interactions/receiving-and-responding
 */
import {
  type Client,
  type Interaction,
  InteractionResponseType,
  MessageFlags,
  type REST,
  Routes,
} from "discord.js";
import type { Logger } from "../../src/log.ts";
import { actingIn } from "../../src/platform/acting-in.ts";
import { audienceOf, type Command } from "../../src/platform/command.ts";
import type { Memory } from "../../src/platform/memory.ts";
import type { Bot } from "../../src/platform/platform.ts";
import { formNow } from "./ask-form.ts";
import { type Asked, readAsked } from "./asked.ts";
import { callerOf, channelOf } from "./calls.ts";
import { completionsFor, type Suggestions } from "./completion.ts";
import { apiCode, describeError, isUncertain } from "./failures.ts";
import { modal } from "./forms.ts";
import type { Presses } from "./presses.ts";
import { NO_MENTIONS } from "./render.ts";
import type { Renderer } from "./renderer.ts";
import type { WhoMayConfigure } from "./settings.ts";
import { show } from "./show.ts";
import type { InTurn } from "./turns.ts";

/** The acknowledgement must have arrived after three seconds; a second attempt must still fit. */
const ACKNOWLEDGE_MS = 1_400;
const COMPLETE_MS = 2_000;
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const ALREADY_ACKNOWLEDGED = 40060;

export interface InteractionTools {
  readonly bot: Bot;
  readonly client: Client<true>;
  readonly rest: REST;
  readonly memory: Memory;
  readonly log: Logger;
  readonly now: () => Date;
  readonly who: WhoMayConfigure;
  readonly renderer: Renderer;
  readonly presses: Presses;
  readonly suggestions: Suggestions;
  readonly inTurn: InTurn;
}

/** Answers one interaction. Never rejects. */
export async function answer(interaction: Interaction, tools: InteractionTools): Promise<void> {
  try {
    if (interaction.isAutocomplete()) {
      const choices = await within(COMPLETE_MS, completionsFor(interaction, tools), []);
      await acknowledge(interaction, tools, {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      });
      return;
    }
    const asked = await readAsked(interaction, tools);
    if (asked !== undefined) await run(interaction, asked, tools);
  } catch (error) {
    tools.log.warn(
      { reason: describeError(error), interaction: interaction.id },
      "An interaction could not be answered",
    );
  }
}

/** Says at once, to the caller alone, that there is no answer. */
export async function decline(
  interaction: Interaction,
  tools: Pick<InteractionTools, "rest" | "log">,
  why: string,
): Promise<void> {
  const body = interaction.isAutocomplete()
    ? { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices: [] } }
    : {
        type: InteractionResponseType.ChannelMessageWithSource,
        data: { content: why, flags: MessageFlags.Ephemeral, allowed_mentions: NO_MENTIONS },
      };
  await acknowledge(interaction, tools, body).catch((error: unknown) =>
    tools.log.debug({ reason: describeError(error) }, "An interaction could not be declined"),
  );
}

async function run(interaction: Interaction, asked: Asked, tools: InteractionTools): Promise<void> {
  if (asked.kind === "lost") {
    await decline(
      interaction,
      tools,
      "This button is too old to be understood. `/papers help` shows what Paperboy can do.",
    );
    return;
  }
  if (asked.kind === "form") return showForm(interaction, asked, tools);
  const acknowledged = await acknowledge(interaction, tools, deferral(interaction, asked, tools.bot));
  if (!acknowledged) return;

  const { name, argument, page, channel } = asked.command;
  const command: Command = {
    name,
    argument: argument.trim(),
    page,
    channel: channel ?? channelOf(interaction),
    caller: await callerOf(interaction, tools.client, tools.who, channel),
    key: asked.key,
  };
  const said = await tools.bot.run(command);
  const isHere = channel === undefined || channel.id === interaction.channelId;
  const shown = isHere ? said : actingIn(said, channel);
  const isTakenBack = shown.audience === "caller" && isPublic(interaction, asked, tools.bot);
  await show(interaction, shown, asked.command, tools, isTakenBack);
}

/** A modal must be the first answer; what must be picked before it, or keeps it from being shown, is a message. */
async function showForm(
  interaction: Interaction,
  { action, fields, id }: Extract<Asked, { kind: "form" }>,
  tools: InteractionTools,
): Promise<void> {
  const shown =
    fields === "ask" ? await formNow(interaction, action, tools) : { modal: modal(id, action.label, fields) };
  if ("modal" in shown) {
    await acknowledge(interaction, tools, { type: InteractionResponseType.Modal, data: shown.modal });
    return;
  }
  const type = InteractionResponseType.DeferredChannelMessageWithSource;
  if (await acknowledge(interaction, tools, { type, data: { flags: MessageFlags.Ephemeral } })) {
    await show(interaction, shown, action.command, tools);
  }
}

/** Public or private as the command says; another page of a private answer takes the place of the one before. */
function deferral(interaction: Interaction, asked: Extract<Asked, { kind: "command" }>, bot: Bot) {
  const isPrivate = interaction.isMessageComponent() && interaction.message.flags.has(MessageFlags.Ephemeral);
  if (asked.turns && isPrivate) return { type: InteractionResponseType.DeferredMessageUpdate };
  return {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    ...(!isPublic(interaction, asked, bot) && { data: { flags: MessageFlags.Ephemeral } }),
  };
}

function isPublic(
  interaction: Interaction,
  { command, turns }: Extract<Asked, { kind: "command" }>,
  bot: Bot,
) {
  const isPrivate = interaction.isMessageComponent() && interaction.message.flags.has(MessageFlags.Ephemeral);
  if (turns && isPrivate) return false;
  return (
    audienceOf(
      bot.commands.find(({ name }) => name === command.name),
      command.argument.trim(),
    ) === "channel"
  );
}

/**
 * Tells whether the interaction is now ours. A first attempt that got no answer is made once more: if Discord then says
 * "already acknowledged", that was the first one; said at once, somebody else has acknowledged it. Two attempts without an
 * answer may have arrived: then the command is run, so that nobody looks at "thinking…" for a quarter of an hour.
 */
async function acknowledge(
  interaction: Interaction,
  { rest, log }: Pick<InteractionTools, "rest" | "log">,
  body: unknown,
): Promise<boolean> {
  const route = Routes.interactionCallback(interaction.id, interaction.token);
  for (const attempt of [1, 2]) {
    try {
      await rest.post(route, { body, auth: false, signal: AbortSignal.timeout(ACKNOWLEDGE_MS) });
      return true;
    } catch (error) {
      const code = apiCode(error);
      if (code === ALREADY_ACKNOWLEDGED) return attempt > 1;
      if (code !== undefined || attempt > 1) {
        log.warn(
          { reason: describeError(error), interaction: interaction.id },
          "An interaction could not be acknowledged",
        );
        return code === undefined && isUncertain(error);
      }
    }
  }
  return false;
}

async function within<Value>(ms: number, promise: Promise<Value>, otherwise: Value): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Value>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
