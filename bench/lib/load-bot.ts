/** What an adapter is put under load with: a bot that answers at once, and a digest of the usual size. */
import type { CommandSpec } from "../../src/platform/command.ts";
import type { Message, PaperCard } from "../../src/platform/message.ts";
import type { Bot } from "../../src/platform/platform.ts";

const SEARCH: CommandSpec = {
  name: "search",
  help: "Finds papers",
  usage: "search <words>",
  example: "search kv cache",
  argument: { name: "words", help: "Words", required: true, suggests: false },
  audience: "caller",
  configures: false,
  hidden: false,
};

export function loadBot(onAnswer: () => void): Bot {
  return {
    commands: [SEARCH],
    async run() {
      onAnswer();
      return usualDigest();
    },
    suggest: async () => [],
    form: async () => ({ blocks: [] }),
    gone: async () => {},
    back: async () => {},
    moved: async () => {},
  };
}

/** Six papers of the usual length. */
export function usualDigest(): Message {
  const card = (at: number): PaperCard => ({
    paperId: `2401.0000${at}`,
    title: `Scaling Test-Time Compute Optimally Can Be More Effective than Scaling Parameters, Part ${at}`,
    url: `https://huggingface.co/papers/2401.0000${at}`,
    authors: "Ada Lovelace, Alan Turing and 12 others",
    gist: { spans: ["It finds that ".padEnd(240, "words ")], source: "AI summary by Hugging Face" },
    reasons: ['matches "kv cache"'],
    facts: ["1,234 votes", "56 comments", { text: "code", url: "https://github.com/example/cache" }],
    note: undefined,
    actions: ["summary", "similar", "show", "save", "less"].map((name) => ({
      label: name,
      command: { name, argument: `2401.0000${at}`, page: 1 },
    })),
  });
  return { blocks: [1, 2, 3, 4, 5, 6].map((at) => ({ kind: "paper", card: card(at) })) };
}
