/** Who calls: their name and zone, and whether they may change what the channel gets. */

import { z } from "zod";
import type { Logger } from "../../src/log.ts";
import type { Caller } from "../../src/platform/command.ts";
import type { Channel } from "../../src/platform/message.ts";
import { slackCode, toPostError } from "./failures.ts";
import type { Tenants } from "./tenants.ts";

export interface Policy {
  readonly who: "everyone" | "creators" | "admins";
  /** Whether guests and people from other organisations may, too. */
  readonly guests: boolean;
}

export interface Callers {
  /** `fromElsewhere`: the person does not stand in that channel, so that membership must be looked up. */
  caller(channel: Channel, personId: string, knownName: string, fromElsewhere: boolean): Promise<Caller>;
}

const person = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  tz: z.string().optional(),
  is_admin: z.boolean().default(false),
  is_owner: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  profile: z.object({ display_name: z.string().optional() }).optional(),
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
});
type Person = z.infer<typeof person>;

const conversation = z.object({ creator: z.string().optional() });
const conversations = z.object({
  channels: z.array(z.object({ id: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

const KEPT_MS = 10 * 60 * 1000;
const KEPT_PEOPLE = 10_000;
const PAGE = 200;
const MOST_PAGES = 20;

export function createCallers(tenants: Tenants, policy: Policy, now: () => Date, log: Logger): Callers {
  const people = new Map<string, { readonly at: number; readonly person: Promise<Person | undefined> }>();

  const lookUp = (workspace: string, personId: string): Promise<Person | undefined> => {
    const key = `${workspace}/${personId}`;
    const known = people.get(key);
    if (known !== undefined && now().getTime() - known.at < KEPT_MS) return known.person;
    const asked = ask(workspace, personId);
    people.set(key, { at: now().getTime(), person: asked });
    const [oldest] = people.keys();
    if (people.size > KEPT_PEOPLE && oldest !== undefined) people.delete(oldest);
    // What could not be learnt is asked again the next time.
    asked.then((found) => found === undefined && people.delete(key));
    return asked;
  };

  const ask = async (workspace: string, personId: string): Promise<Person | undefined> => {
    try {
      const client = await tenants.client(workspace);
      const answer = await client.users.info({ user: personId });
      return person.parse(answer.user);
    } catch (error) {
      log.warn({ workspace, reason: toPostError(error).message }, "cannot look up who called");
      return undefined;
    }
  };

  const isMember = async ({ workspace, id }: Channel, personId: string): Promise<boolean> => {
    try {
      const client = await tenants.client(workspace);
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const answer = await client.users.conversations({
          user: personId,
          types: "public_channel,private_channel",
          exclude_archived: true,
          limit: PAGE,
          ...(cursor && { cursor }),
        });
        const { channels, response_metadata } = conversations.parse(answer);
        if (channels.some((channel) => channel.id === id)) return true;
        cursor = response_metadata?.next_cursor;
        if (!cursor) return false;
      }
    } catch (error) {
      log.warn(
        { workspace, reason: slackCode(error) },
        "cannot look up whether the caller is in the channel",
      );
    }
    return false;
  };

  const isCreator = async ({ workspace, id }: Channel, personId: string): Promise<boolean> => {
    try {
      const client = await tenants.client(workspace);
      const answer = await client.conversations.info({ channel: id });
      return conversation.parse(answer.channel).creator === personId;
    } catch (error) {
      log.warn({ workspace, reason: slackCode(error) }, "cannot look up who created the channel");
      return false;
    }
  };

  const mayConfigure = async (channel: Channel, found: Person, fromElsewhere: boolean): Promise<boolean> => {
    if (isDirect(channel.id)) return true;
    const isAdmin = found.is_admin || found.is_owner;
    if (!policy.guests && !isRegular(found, channel.workspace)) return false;
    if (policy.who === "admins" && !isAdmin) return false;
    if (fromElsewhere && !(await isMember(channel, found.id))) return false;
    return policy.who !== "creators" || isAdmin || (await isCreator(channel, found.id));
  };

  return {
    async caller(channel, personId, knownName, fromElsewhere) {
      const found = await lookUp(channel.workspace, personId);
      if (found === undefined) {
        return {
          id: personId,
          name: knownName,
          mayConfigure: isDirect(channel.id),
          whoMayConfigure: "Slack did not say who you are just now; please try again in a minute.",
        };
      }
      const allowed = await mayConfigure(channel, found, fromElsewhere);
      return {
        id: personId,
        name: nameOf(found) ?? knownName,
        mayConfigure: allowed,
        ...(!allowed && { whoMayConfigure: sentence(policy) }),
        ...(found.tz !== undefined && found.tz !== "" && { timeZone: found.tz }),
      };
    },
  };
}

/** A conversation of two: whoever writes there decides about it. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith("D");
}

/** Neither a guest nor from another organisation. */
function isRegular(found: Person, workspace: string): boolean {
  const isGuest = found.is_restricted || found.is_ultra_restricted;
  const isOurs =
    found.team_id === undefined ||
    found.team_id === workspace ||
    found.enterprise_user?.teams.includes(workspace) === true;
  return !isGuest && !found.is_stranger && isOurs;
}

function nameOf(found: Person): string | undefined {
  return [found.profile?.display_name, found.real_name, found.name].find((name) => name?.trim());
}

function sentence({ who, guests }: Policy): string {
  const except = guests ? "" : ", except guests and people from other organisations";
  switch (who) {
    case "everyone":
      return `Everyone in the channel may change this${except}.`;
    case "creators":
      return `Only who created the channel and the workspace's admins may change this${except}.`;
    case "admins":
      return "Only the workspace's admins and owners may change this.";
  }
}
