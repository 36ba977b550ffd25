import { audienceOf } from "../../src/platform/command.ts";
import type { Action, Channel, Message } from "../../src/platform/message.ts";
import { plainText } from "../../src/platform/plain-text.ts";
import { PostError } from "../../src/platform/platform.ts";
import type { Answer } from "../contract/harness.ts";
import { platformContract } from "../contract/platform-contract.ts";
import { FakePlatform } from "./fake-platform.ts";

const CHANNEL: Channel = { platform: "fake", workspace: "w", id: "general" };
const ADA = { id: "ada", name: "Ada", mayConfigure: true };
const GUEST = { id: "guest", name: "Guest", mayConfigure: false, whoMayConfigure: "Ask Ada." };

platformContract({
  name: "FakePlatform",
  commandPrefix: "",
  cannot: {
    "be removed": "a test calls bot.gone and bot.back itself",
    "complete arguments": "a test calls bot.suggest itself",
    "fill in forms": "a test gives the action's command the argument itself",
  },
  async open(bot) {
    let platform = new FakePlatform();
    platform.obstacles.set("blocked", "Invite me to this channel first.");
    await platform.start(bot);
    const shown: Message[] = [];
    let last = { line: "", key: "" };

    const answered = async (message: Promise<Message>, seenBy: Answer["seenBy"]): Promise<Answer> => {
      const said = await message;
      shown.push(said);
      return { text: plainText(said), seenBy: said.audience ?? seenBy };
    };
    const actions = (): Action[] =>
      [...platform.posts.map(({ message }) => message), ...shown].flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.kind === "actions" ? block.actions : [])),
      );

    return {
      get platform() {
        return platform;
      },
      channel: CHANNEL,
      elsewhere: { ...CHANNEL, id: "elsewhere" },
      personId: ADA.id,
      blockedChannel: { ...CHANNEL, id: "blocked" },
      type(name, argument, as) {
        last = { line: `${name} ${argument}`, key: crypto.randomUUID() };
        const spec = bot.commands.find((one) => one.name === name);
        return answered(
          platform.type(last.line, CHANNEL, as === "guest" ? GUEST : ADA, last.key),
          audienceOf(spec, argument),
        );
      },
      async press(label) {
        const action = actions().findLast((each) => each.label === label);
        if (action === undefined) throw new Error(`nothing offers ${label}`);
        return answered(platform.press(action.command, CHANNEL, ADA), "channel");
      },
      async redeliver() {
        await platform.type(last.line, CHANNEL, ADA, last.key);
      },
      offered: async () => bot.commands.filter(({ hidden }) => !hidden).map(({ name }) => name),
      posted: async ({ id }) =>
        platform.posts.filter(({ channel }) => channel.id === id).map(({ message }) => plainText(message)),
      async failNextPost(failure) {
        platform.nextFailure = new PostError(failure, `as the test wants: ${failure}`);
      },
      async restart() {
        await platform.stop();
        platform = new FakePlatform(platform.posts);
        await platform.start(bot);
      },
      violations: async () => [],
      close: () => platform.stop(),
    };
  },
});
