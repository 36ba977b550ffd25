/** Two processes of the operating system on one database: each gist is paid for once, and the bill adds up. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { ATTIC, openModelRig, PAYER, START } from "../helpers/model-rig.ts";

test("two processes pay for each paper once", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "paperboy.db");
  const { server, papers, database, summaries } = await openModelRig({}, file);
  const many = Array.from({ length: 30 }, (_, index) => ({
    ...ATTIC,
    id: `2611.7${String(index).padStart(4, "0")}`,
  }));
  await papers.save(many, START);
  const script = join(import.meta.dirname, "../helpers/write-gists.ts");
  const run = () =>
    promisify(execFile)(process.execPath, [
      "--import",
      import.meta.resolve("tsx"),
      script,
      file,
      server.url,
      ...many.map(({ id }) => id),
    ]);
  await Promise.all([run(), run()]);
  // One may have ended while the other was still writing its last.
  expect(server.calls).toHaveLength(30);
  for (const paper of many)
    expect((await summaries.gist(paper, { language: undefined }))?.source).toBe("model");
  const spend = await database
    .selectFrom("modelSpend")
    .selectAll()
    .where("workspace", "=", PAYER.workspace)
    .execute();
  expect(spend).toMatchObject([{ calls: 30, failures: 0, reserved: 0, spent: 30 * (500 + 2 * 50) }]);
});
