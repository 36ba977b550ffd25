/** Fills a database for the delivery benches: channels with schedules and topics, and a recorded day's list. */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { currentListDay } from "../../src/papers/list-day.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { createPaperStore } from "../../src/papers/paper-store.ts";
import { readSamples } from "../../src/papers/samples.ts";
import { entrySchema } from "../../src/papers/sources/hugging-face-schema.ts";
import type { Database } from "../../src/storage/database.ts";
import { writeSchedule } from "../../src/subscriptions/schedule.ts";
import { parseTopic } from "../../src/subscriptions/topic.ts";
import { zoneNames } from "../../src/subscriptions/zones.ts";

/** When everything in the bench is due. */
export const DUE = new Date("2026-11-23T09:00:00Z");

/** A day's list as `GET /api/daily_papers` answered it, plain or gzipped; the samples when none is named. */
export async function readList(file: string | undefined): Promise<readonly Paper[]> {
  if (file === undefined) return readSamples();
  const bytes = await readFile(file);
  const entries: unknown = JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString());
  if (!Array.isArray(entries)) throw new Error(`${file} is no list`);
  return entries.flatMap((entry) => entrySchema.safeParse(entry).data ?? []);
}

export async function saveList(database: Database, papers: readonly Paper[]): Promise<void> {
  const listedAt = new Date(DUE.getTime() - 6 * 3_600_000);
  await createPaperStore(database).saveList(currentListDay(listedAt), papers, listedAt);
}

const WORDS = [
  "reasoning",
  "diffusion",
  "agents",
  "video generation",
  "reinforcement learning",
  "benchmark",
  "multimodal",
  "robot",
  "retrieval",
  "code",
  "speech",
  "alignment",
  "attention",
  "quantization",
  "world model",
  "vision-language",
  "embedding",
  "long context",
  "3d",
  "safety",
];

/** The topics of channel `index`: one to five, in a fixed order that is different for the next one. */
export function topicsOf(index: number): readonly string[] {
  return Array.from(
    { length: 1 + (index % 5) },
    (_, nth) => WORDS[(index * 7 + nth * 3) % WORDS.length] ?? "",
  );
}

/** In `zones` zones; one workspace holds a twentieth of all channels, the others ten each. */
export async function saveChannels(database: Database, channels: number, zones: number): Promise<void> {
  const names = zoneNames().filter((_, index, all) => index % Math.ceil(all.length / zones) === 0);
  await database.transaction().execute(async (step) => {
    for (let index = 0; index < channels; index++) {
      const zone = names[index % names.length] ?? "UTC";
      const schedule = writeSchedule({ cadence: "daily", time: "09:00", days: [1, 2, 3, 4, 5], zone });
      const { id } = await step
        .insertInto("channel")
        .values({
          platform: "bench",
          workspace: index < channels / 20 ? "W-big" : `W-${Math.floor(index / 10)}`,
          place: `C-${index}`,
          createdAt: 0,
          digestSize: 6,
          voteFloor: 0,
          options: "{}",
          schedule,
          nextDueAt: DUE.getTime(),
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      const rows = topicsOf(index).flatMap((typed) => {
        const parsed = parseTopic(typed);
        if (!("topic" in parsed)) return [];
        const { topic } = parsed;
        return {
          channelId: id,
          topicKey: topic.key,
          typed,
          topic: JSON.stringify(topic),
          since: 0,
          setById: "U",
          setByName: "U",
        };
      });
      if (rows.length === 0) continue;
      await step
        .insertInto("subscription")
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}
