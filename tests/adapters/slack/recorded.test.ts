/** Requests that Slack really sent, through the adapter: nothing breaks, and what is for us arrives. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createRecordingBot } from "../../contract/recording-bot.ts";
import { newChannel, person } from "./slack-world.ts";
import { openTeam } from "./team.ts";

const FOLDER = join(import.meta.dirname, "../../../../shared/data/payloads");
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /slack/.test(name)) : [];

const recorded = z.looseObject({});
const address = z.object({
  team_id: z.string().optional(),
  team: z.object({ id: z.string() }).nullish().catch(undefined),
});

describe.skipIf(files.length === 0)("recorded requests", () => {
  it.each(files)("%s", async (name) => {
    const all = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(FOLDER, name), "utf8")));
    const payloads = Object.values(all).flatMap((value) => {
      const parsed = recorded.safeParse(value);
      return parsed.success && ("type" in parsed.data || "command" in parsed.data) ? [parsed.data] : [];
    });
    expect(payloads.length).toBeGreaterThan(0);

    for (const payload of payloads) {
      const bot = createRecordingBot();
      const { team_id, team: inTeam } = address.parse(payload);
      const workspace = team_id ?? inTeam?.id ?? "T0";
      const team = await openTeam(bot);
      // The workspace of the recording, in place of the usual one.
      const world = team.world.teams.get("T0HOME");
      if (world === undefined) throw new Error("no workspace");
      team.world.teams.delete("T0HOME");
      team.world.teams.set(workspace, world);
      for (const id of idsIn(payload, /^U[A-Z0-9]{8,}$/)) world.users.set(id, person(id, workspace));
      for (const id of idsIn(payload, /^[CD][A-Z0-9]{8,}$/)) {
        world.channels.set(id, newChannel("recorded", { isDirect: id.startsWith("D") }));
      }
      await team.restart();

      const body = redirected(payload, team.world.responseUrl("recorded"));
      const response =
        "command" in payload
          ? await team.sender.form(z.record(z.string(), z.string()).parse(body))
          : "event" in payload
            ? await team.sender.json(body)
            : await team.sender.payload(body);
      expect(response.status, JSON.stringify(payload).slice(0, 200)).toBeLessThan(500);
      await team.platform.stop();
      expect(team.world.violations).toEqual([]);
      expect(team.logged.filter((line) => /"level":50/.test(line))).toEqual([]);
      for (const { channel, caller, name: ran } of bot.ran) {
        expect(channel).toMatchObject({ platform: "slack", workspace });
        expect(caller.id).toMatch(/^U/);
        expect(ran).not.toBe("");
      }
      if (isForUs(payload)) expect(bot.ran, JSON.stringify(payload).slice(0, 300)).toHaveLength(1);
      await team.close();
    }
  });
});

/** Commands, mentions and direct messages of people. */
function isForUs(payload: object): boolean {
  const shape = z.object({
    command: z.string().optional(),
    event: z
      .object({ type: z.string(), channel_type: z.string().optional(), bot_id: z.string().optional() })
      .optional(),
  });
  const { command, event } = shape.parse(payload);
  const isWords = event?.type === "app_mention" || (event?.type === "message" && event.channel_type === "im");
  return command !== undefined || (isWords && event?.bot_id === undefined);
}

function idsIn(payload: object, pattern: RegExp): readonly string[] {
  return [...JSON.stringify(payload).matchAll(/"([A-Z0-9]{9,})"/g)].flatMap(([, id = ""]) =>
    pattern.test(id) ? [id] : [],
  );
}

function redirected(payload: object, url: string): object {
  return z
    .looseObject({})
    .parse(JSON.parse(JSON.stringify(payload).replace(/https:\/\/hooks\.slack\.com\/[^"]+/g, url)));
}
