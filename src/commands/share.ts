/** `share`: gives the answer that one person got to the whole channel. */
import { parseCommandLine } from "../platform/command.ts";
import type { Action, Block, Message } from "../platform/message.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { decline, note, press, quote } from "./reply.ts";

/** The button that shows this answer to the channel, where somebody else reads it. */
export function shareAction(call: Pick<Call, "name" | "argument" | "page" | "caller">): Action | undefined {
  if (call.caller.readsAlone) return undefined;
  return press("Share to channel", "share", `${call.name} ${call.argument}`.trim(), call.page);
}

/** `shareable` are the handlers whose answers may be shown to everyone: they change nothing and tell nothing private. */
export function shareCommand(shareable: readonly CommandHandler[]): CommandHandler {
  const byName = new Map(shareable.map((handler) => [handler.spec.name, handler]));
  return {
    spec: spec("share", "Shows an answer to the whole channel", {
      usage: "share <command>",
      example: "share search kv cache",
      argument: {
        name: "command",
        help: "The command whose answer to show",
        required: true,
        suggests: false,
      },
      audience: "channel",
      hidden: true,
    }),
    async run(call) {
      const { name, argument } = parseCommandLine(call.argument);
      const handler = byName.get(name);
      if (handler === undefined) return decline(`The answer to ${quote(name)} cannot be shared.`);
      const answer = await handler.run({ ...call, name, argument });
      return {
        blocks: [note(`${call.caller.name} shared: ${name} ${argument}`.trim()), ...withoutShare(answer)],
      };
    },
  };
}

function withoutShare(answer: Message): readonly Block[] {
  return answer.blocks.flatMap((block): readonly Block[] => {
    if (block.kind !== "actions") return [block];
    const kept = block.actions.filter(({ command }) => command.name !== "share");
    return kept.length === 0 ? [] : [{ ...block, actions: kept }];
  });
}
