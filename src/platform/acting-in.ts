/** Answers about one channel that are shown in another. */
import type { Action, Block, Channel, Message } from "./message.ts";

/** The message with every action acting in `channel`, but for those that name a channel themselves. */
export function actingIn(message: Message, channel: Channel): Message {
  const place = (action: Action): Action => ({ ...action, command: { channel, ...action.command } });
  return { ...message, blocks: message.blocks.map((block) => inBlock(block, place)) };
}

function inBlock(block: Block, place: (action: Action) => Action): Block {
  if (block.kind === "actions") return { ...block, actions: block.actions.map(place) };
  if (block.kind !== "paper") return block;
  return { ...block, card: { ...block.card, actions: block.card.actions.map(place) } };
}
