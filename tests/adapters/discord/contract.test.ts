/** Discord keeps the contract of a platform, in a loopback Discord that judges every request. */
import type { Bot, PostFailure } from "../../../src/platform/platform.ts";
import type { Answer, Harness } from "../../contract/harness.ts";
import { platformContract } from "../../contract/platform-contract.ts";
import type { Fault } from "../../helpers/discord-server/faults.ts";
import { guildPayload } from "../../helpers/discord-server/gateway.ts";
import type { Pending } from "../../helpers/discord-server/interactions.ts";
import { read } from "../../helpers/discord-server/reader.ts";
import { PERMISSION } from "../../helpers/discord-server/world.ts";
import { openRig } from "./rig.ts";

const MESSAGES = /^\/channels\/\d+\/messages$/;
const FAILURES: Readonly<Record<PostFailure, Fault["kind"]>> = {
  unreachable: { do: "answer", status: 403, body: { code: 50013, message: "Missing Permissions" } },
  unauthorized: { do: "answer", status: 401, body: { code: 0, message: "401: Unauthorized" } },
  rejected: { do: "answer", status: 400, body: { code: 50006, message: "Cannot send an empty message" } },
  unavailable: {
    do: "answer",
    status: 429,
    body: { message: "You are being rate limited.", retry_after: 60, global: false },
    headers: { "retry-after": "60", "x-ratelimit-scope": "shared" },
  },
  ambiguous: { do: "lose" },
};

platformContract({ name: "discord", commandPrefix: "/papers ", cannot: {}, open });

async function open(bot: Bot): Promise<Harness> {
  const rig = await openRig();
  const { server, people, home, papers, other } = rig;
  const blocked = server.world.addChannel(home, "quiet", {
    permission_overwrites: [{ id: home.id, type: 0, allow: "0", deny: String(PERMISSION.send) }],
  });
  await rig.start(bot);
  let lastCall: Pending | undefined;

  const answerTo = async (pending: Pending): Promise<Answer> => {
    lastCall = pending;
    const { message } = await pending.shown;
    if (message === undefined) throw new Error("nothing was shown");
    return { text: read(message).text, seenBy: message.ephemeral ? "caller" : "channel" };
  };
  const act = { in: papers };

  return {
    get platform() {
      return rig.platform;
    },
    channel: rig.channel(papers),
    elsewhere: rig.channel(other),
    personId: server.world.owner.id,
    blockedChannel: rig.channel(blocked),
    type: (name, argument, as) =>
      answerTo(people.slash(name, argument, { ...act, ...(as === "guest" && { by: server.world.guest }) })),
    press: (label) => answerTo(people.press(people.lastWith(label), label, act)),
    async fillIn(label, values) {
      let form = people.press(people.lastWith(label), label, act);
      const { message } = await form.shown;
      if (message === undefined) return answerTo(people.submit(form, values, act));
      // What must be picked first is a message of its own.
      const [pick = "", ...others] = values;
      form = people.press(message, pick, act);
      if (others.length === 0) return answerTo(form);
      await form.shown;
      return answerTo(people.submit(form, others, act));
    },
    async complete(name, argument) {
      const { callback } = await people.complete(name, argument, act).shown;
      return (callback?.data?.choices ?? []).map(({ value }) => value);
    },
    async redeliver() {
      people.again();
      // Whatever became of it, a later call is answered after it.
      await people.complete("search", "x", act).shown;
      void lastCall;
    },
    async offered() {
      const [command] = server.world.commands.get("everywhere") ?? [];
      const options = command !== undefined && "options" in command ? command.options : [];
      return Array.isArray(options) ? options.map(({ name }: { name: string }) => name) : [];
    },
    posted: async (channel) =>
      server.world.messages
        .filter((message) => message.channel_id === channel.id && !message.answer)
        .map((message) => read(message).text),
    async failNextPost(failure) {
      server.faults.push({ method: "POST", path: MESSAGES, kind: FAILURES[failure], times: 1 });
    },
    async remove() {
      home.joined = false;
      server.gateway.dispatch("GUILD_DELETE", { id: home.id }, home.id);
      await settled(rig, "out");
    },
    async readmit() {
      home.joined = true;
      server.gateway.dispatch("GUILD_CREATE", guildPayload(home, server.world), home.id);
      await settled(rig, "in");
    },
    async restart() {
      await rig.platform.stop();
      await rig.start(bot);
    },
    violations: async () => server.violations,
    close: () => rig.close(),
  };
}

/** The platform has taken note of the server's coming or going. */
async function settled(rig: Awaited<ReturnType<typeof openRig>>, state: string): Promise<void> {
  for (;;) {
    const row = await rig.database
      .selectFrom("memory")
      .where("key", "=", `server:${rig.home.id}`)
      .select("value")
      .executeTakeFirst();
    if (row?.value === JSON.stringify(state)) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setImmediate(resolve));
}
