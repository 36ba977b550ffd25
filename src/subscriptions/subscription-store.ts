/** What each channel follows, and which phrases it does not want to hear of. */
import type { Logger } from "../log.ts";
import type { Database } from "../storage/database.ts";
import type { Person } from "./channel-store.ts";
import { parseTopic, type Topic } from "./topic.ts";

export interface Subscription {
  readonly topic: Topic;
  readonly since: Date;
  readonly setBy: Person;
}

export interface Mute {
  readonly phrase: string;
  readonly since: Date;
  readonly setBy: Person;
}

export interface SubscriptionStore {
  /** Tells whether the topic is new to the channel. */
  subscribe(channelId: number, topic: Topic, by: Person, now: Date): Promise<boolean>;
  /** Tells whether the channel followed it. */
  unsubscribe(channelId: number, topicKey: string): Promise<boolean>;
  /** Oldest first. */
  subscriptions(channelId: number): Promise<readonly Subscription[]>;
  mute(channelId: number, phrase: string, by: Person, now: Date): Promise<boolean>;
  unmute(channelId: number, phrase: string): Promise<boolean>;
  mutes(channelId: number): Promise<readonly Mute[]>;
}

export function createSubscriptionStore(database: Database, log: Logger): SubscriptionStore {
  return {
    async subscribe(channelId, topic, by, now) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto("subscription")
        .values({
          channelId,
          topicKey: topic.key,
          typed: topic.typed,
          since: now.getTime(),
          setById: by.id,
          setByName: by.name,
        })
        .onConflict((conflict) => conflict.columns(["channelId", "topicKey"]).doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async unsubscribe(channelId, topicKey) {
      const { numDeletedRows } = await database
        .deleteFrom("subscription")
        .where("channelId", "=", channelId)
        .where("topicKey", "=", topicKey)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },

    async subscriptions(channelId) {
      const rows = await database
        .selectFrom("subscription")
        .selectAll()
        .where("channelId", "=", channelId)
        .orderBy("since")
        .orderBy("topicKey")
        .execute();
      return rows.flatMap((row) => {
        const parsed = parseTopic(row.typed);
        if ("problem" in parsed) {
          log.error(
            { channelId, topic: row.typed, problem: parsed.problem },
            "a stored topic cannot be read",
          );
          return [];
        }
        const setBy = { id: row.setById, name: row.setByName };
        return [{ topic: parsed.topic, since: new Date(row.since), setBy }];
      });
    },

    async mute(channelId, phrase, by, now) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto("mute")
        .values({
          channelId,
          phraseKey: phraseKey(phrase),
          phrase,
          since: now.getTime(),
          setById: by.id,
          setByName: by.name,
        })
        .onConflict((conflict) => conflict.columns(["channelId", "phraseKey"]).doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async unmute(channelId, phrase) {
      const { numDeletedRows } = await database
        .deleteFrom("mute")
        .where("channelId", "=", channelId)
        .where("phraseKey", "=", phraseKey(phrase))
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },

    async mutes(channelId) {
      const rows = await database
        .selectFrom("mute")
        .selectAll()
        .where("channelId", "=", channelId)
        .orderBy("since")
        .orderBy("phraseKey")
        .execute();
      return rows.map((row) => ({
        phrase: row.phrase,
        since: new Date(row.since),
        setBy: { id: row.setById, name: row.setByName },
      }));
    },
  };
}

function phraseKey(phrase: string): string {
  return phrase.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, " ").trim();
}
