/** Where the buttons of a single paper stand. */
import type { Message } from "./message.ts";

/**
 * If the message shows one paper without a gist, what follows says what there is to say of it: the paper's buttons then
 * stand below that, before the message's own.
 */
export function withButtonsBelow(message: Message): Message {
  const [paper, ...others] = message.blocks.filter((block) => block.kind === "paper");
  if (paper === undefined || others.length > 0 || paper.card.gist !== undefined) return message;
  const { card } = paper;
  const from = message.blocks.indexOf(paper);
  const at = message.blocks.findIndex(({ kind }, index) => kind === "actions" && index > from);
  const own = message.blocks[at];
  const actions = [...card.actions, ...(own?.kind === "actions" ? own.actions : [])];
  const bare = message.blocks.with(from, { ...paper, card: { ...card, actions: [] } });
  return {
    ...message,
    blocks: at < 0 ? [...bare, { kind: "actions", actions }] : bare.with(at, { kind: "actions", actions }),
  };
}
