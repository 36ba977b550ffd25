/** Which topics each channel follows, and which it does not want to hear of. */
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Database } from "../storage/database.ts";
import { grouped } from "../storage/grouped.ts";
import type { SubscriptionTable } from "../storage/schema.ts";
import type { Person } from "./channel-store.ts";
import type { Topic } from "./topic.ts";

/** A channel's word on a topic: that it follows it, or that it has muted it. */
export interface Subscription {
  readonly topic: Topic;
  readonly since: Date;
  readonly setBy: Person;
  /** Who put other words in its place last. */
  readonly changed: { readonly by: Person; readonly at: Date } | undefined;
}

/** The topics of one kind: those that channels follow, or those that they muted. */
export interface TopicList {
  /** Tells whether the topic is new to the channel's list. */
  add(channelId: number, topic: Topic, by: Person, now: Date): Promise<boolean>;
  /** Tells whether the topic was there. */
  remove(channelId: number, topicKey: string): Promise<boolean>;
  /** Oldest first. */
  of(channelId: number): Promise<readonly Subscription[]>;
  /** As `of`, for many channels in one query; none for a channel without topics. */
  ofMany(channelIds: readonly number[]): Promise<ReadonlyMap<number, readonly Subscription[]>>;
}

export interface FollowedTopics extends TopicList {
  /**
   * Puts another topic in the place of one, since when and by whom that was followed stays. Tells that the one is
   * followed no longer ("gone"), or that the other one is followed already ("known"): then nothing is changed.
   */
  change(
    channelId: number,
    topicKey: string,
    to: Topic,
    by: Person,
    now: Date,
  ): Promise<"changed" | "gone" | "known">;
}

export interface SubscriptionStore {
  readonly followed: FollowedTopics;
  readonly muted: TopicList;
}

const texts = z.array(z.string());
const storedTopic: z.ZodType<Topic> = z.object({
  typed: z.string(),
  key: z.string(),
  everything: z.boolean(),
  phrases: texts,
  exclusions: texts,
  categories: texts,
  authors: texts,
  organizations: texts,
  minVotes: z.number(),
});

export function createSubscriptionStore(database: Database): SubscriptionStore {
  return { followed: followedTopics(database), muted: topicList(database, "mute") };
}

function followedTopics(database: Database): FollowedTopics {
  return {
    ...topicList(database, "subscription"),

    async change(channelId, topicKey, to, by, now) {
      const { numUpdatedRows } = await database
        .updateTable("subscription")
        .set({
          topicKey: to.key,
          typed: to.typed,
          topic: JSON.stringify(to),
          changedById: by.id,
          changedByName: by.name,
          changedAt: now.getTime(),
        })
        .where("channelId", "=", channelId)
        .where("topicKey", "=", topicKey)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("subscription as other")
                .select("other.topicKey")
                .where("other.channelId", "=", channelId)
                .where("other.topicKey", "=", to.key)
                .where("other.topicKey", "!=", topicKey),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 1n) return "changed";
      const isThere = await database
        .selectFrom("subscription")
        .select("topicKey")
        .where("channelId", "=", channelId)
        .where("topicKey", "=", topicKey)
        .executeTakeFirst();
      return isThere === undefined ? "gone" : "known";
    },
  };
}

function topicList(database: Database, table: "subscription" | "mute"): TopicList {
  const ofMany: TopicList["ofMany"] = async (channelIds) => {
    const rows = await database
      .selectFrom(table)
      .selectAll()
      .where("channelId", "in", channelIds)
      .orderBy("since")
      .orderBy("topicKey")
      .execute();
    return grouped(rows, (row) => ({
      topic: storedTopic.parse(JSON.parse(row.topic)),
      since: new Date(row.since),
      setBy: { id: row.setById, name: row.setByName },
      changed: "changedAt" in row ? changeOf(row) : undefined,
    }));
  };

  return {
    async add(channelId, topic, by, now) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto(table)
        .values({
          channelId,
          topicKey: topic.key,
          typed: topic.typed,
          topic: JSON.stringify(topic),
          since: now.getTime(),
          setById: by.id,
          setByName: by.name,
        })
        .onConflict((conflict) => conflict.columns(["channelId", "topicKey"]).doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async remove(channelId, topicKey) {
      const { numDeletedRows } = await database
        .deleteFrom(table)
        .where("channelId", "=", channelId)
        .where("topicKey", "=", topicKey)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },

    of: async (channelId) => (await ofMany([channelId])).get(channelId) ?? [],
    ofMany,
  };
}

function changeOf({
  changedById: id,
  changedByName: name,
  changedAt: at,
}: Selectable<SubscriptionTable>): Subscription["changed"] {
  return id === null || at === null ? undefined : { by: { id, name: name ?? id }, at: new Date(at) };
}
