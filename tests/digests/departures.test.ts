import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

const START = new Date("2026-11-20T15:00:00Z");
const DAY = 86_400_000;
const A = { platform: "fake", workspace: "A", id: "general" };
const B = { ...A, workspace: "B" };

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy(START);
  await paperboy.list("2026-11-20", [paper("2611.00001", { title: "Agents", votes: 9 })]);
  for (const channel of [A, B]) {
    for (const line of ["subscribe agents", "mute survey", "save 2611.00001", "add 2611.00001 look"]) {
      await paperboy.run(line, { channel });
    }
    await paperboy.run("subscribe agents", { channel: { ...channel, id: "second" } });
  }
});
afterEach(() => paperboy.close());

const workspaceOf = ({ platform, workspace }: typeof A) => ({ platform, workspace });
const later = (days: number) => new Date(START.getTime() + days * DAY);

/** How many rows each table has for a workspace, in whichever way it belongs to it. */
async function rowsOf({ workspace }: typeof A): Promise<Record<string, number>> {
  const { database } = paperboy.core;
  const tables = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`.execute(
    database,
  );
  const rows: Record<string, number> = {};
  for (const { name } of tables.rows) {
    const columns = await sql<{ name: string }>`SELECT name FROM pragma_table_info(${name})`.execute(
      database,
    );
    const has = (column: string) => columns.rows.some((one) => one.name === column);
    const where = has("workspace")
      ? sql`workspace = ${workspace}`
      : has("channel_id")
        ? sql`channel_id IN (SELECT id FROM channel WHERE workspace = ${workspace})`
        : undefined;
    if (where === undefined) continue;
    const counted = await sql<{
      n: number;
    }>`SELECT count(*) AS n FROM ${sql.table(name)} WHERE ${where}`.execute(database);
    if ((counted.rows[0]?.n ?? 0) > 0) rows[name] = counted.rows[0]?.n ?? 0;
  }
  return rows;
}

describe("a workspace that left", () => {
  it("is deleted after thirty days, whole, and no other", async () => {
    const before = await rowsOf(B);
    expect(before).toMatchObject({ channel: 2, subscription: 2, mute: 1, saved_paper: 1, addition: 1 });
    await paperboy.core.bot.gone(workspaceOf(A), "uninstalled");
    await paperboy.core.forget(later(29));
    expect(await rowsOf(A)).toMatchObject({ channel: 2, subscription: 2 });
    await paperboy.core.forget(later(31));
    expect(await rowsOf(A)).toEqual({});
    expect(await rowsOf(B)).toEqual(before);
    const orphans = await paperboy.core.database.selectFrom("subscription").selectAll().execute();
    expect(orphans).toHaveLength(2);
    await paperboy.core.forget(later(62));
  });

  it("finds everything as it was when it is back in time", async () => {
    await paperboy.core.bot.gone(workspaceOf(A), "uninstalled");
    await paperboy.core.bot.back(workspaceOf(A));
    await paperboy.core.forget(later(31));
    expect(await rowsOf(A)).toMatchObject({ channel: 2, subscription: 2 });
    expect(await paperboy.ask("topics", { channel: A })).toContain("agents");
  });

  it("is not deleted when a channel of it alone is gone, or when it was used since", async () => {
    await paperboy.core.bot.gone(A, "archived");
    await paperboy.core.forget(later(31));
    await paperboy.core.bot.gone(workspaceOf(A), "uninstalled");
    await paperboy.core.database
      .updateTable("channel")
      .set({ configuredAt: later(2).getTime() })
      .where("workspace", "=", "A")
      .execute();
    await paperboy.core.forget(later(31));
    expect(await rowsOf(A)).toMatchObject({ channel: 2, subscription: 2 });
  });
});
