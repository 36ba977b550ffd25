import type { PostFailure } from "../../../src/platform/platform.ts";
import type { PlatformUnderTest } from "../../contract/harness.ts";
import { platformContract } from "../../contract/platform-contract.ts";
import { fillForm } from "./fill-form.ts";
import { readBlocks } from "./read-blocks.ts";
import type { Fault, Shown } from "./slack-world.ts";
import { CHANNEL, ELSEWHERE, GUEST, OUTSIDE, openTeam, PERSON, read, TEAM, type Team } from "./team.ts";

const CANNOT: PlatformUnderTest["cannot"] = {
  "complete arguments": "a slash command is not completed by the app",
  "offer commands": "the one command is /papers, from the manifest; help lists what can follow it",
};

platformContract({
  name: "Slack",
  commandPrefix: "/papers ",
  cannot: CANNOT,
  open: async (bot) => {
    const team = await openTeam(bot);
    const { world } = team;
    const place = (id: string) => ({ platform: "slack", workspace: TEAM, id });
    const answer = (shown: Shown) =>
      ({ text: read(shown), seenBy: shown.isPublic ? "channel" : "caller" }) as const;
    return {
      get platform() {
        return team.platform;
      },
      channel: place(CHANNEL),
      elsewhere: place(ELSEWHERE),
      blockedChannel: place(OUTSIDE),
      personId: PERSON,
      type: async (name, argument, as) =>
        answer(await team.type(`${name} ${argument}`, as === "guest" ? { as: GUEST } : {})),
      press: async (label) => answer(await team.press(label)),
      fillIn: async (label, values) => answer(await fillForm(team, label, values)),
      redeliver: async () => {
        await team.redeliver();
      },
      posted: async ({ id }) =>
        (team.team.channels.get(id)?.messages ?? []).map(({ blocks }) => readBlocks(blocks)),
      failNextPost: async (failure) => world.failNext("chat.postMessage", FAULTS[failure]),
      remove: () => happen(team, { type: "channel_left", channel: CHANNEL }),
      readmit: () => happen(team, { type: "channel_unarchive", channel: CHANNEL, user: PERSON }),
      restart: team.restart,
      violations: async () => world.violations,
      close: team.close,
    };
  },
});

async function happen(team: Team, event: object): Promise<void> {
  await team.event(event);
}

const refuse =
  (error: string): Fault =>
  (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: false, error }));
  };

const FAULTS: Readonly<Record<PostFailure, Fault>> = {
  unreachable: refuse("is_archived"),
  unauthorized: refuse("account_inactive"),
  rejected: refuse("no_text"),
  unavailable: (response) => response.writeHead(429, { "retry-after": "7" }).end(),
  ambiguous: (response, deliver) => {
    deliver();
    response.destroy();
  },
};
