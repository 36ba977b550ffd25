/** The folder of everything that is kept is made, or refused in a sentence. */
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeDataFolder } from "../../src/storage/data-folder.ts";
import { DatabaseError } from "../../src/storage/database.ts";
import { install } from "../helpers/run-program.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "paperboy-folder-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function refusalOf(folder: string): Promise<string> {
  const error: unknown = await makeDataFolder(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  return error instanceof Error ? error.message : "";
}

describe("the data folder", () => {
  test("is made with those that it lies in, and left alone where it is there", async () => {
    const folder = join(root, "a", "b", "c");
    await Promise.all([makeDataFolder(folder), makeDataFolder(folder)]);
    await writeFile(join(folder, "kept"), "");
    await makeDataFolder(folder);
    expect((await stat(join(folder, "kept"))).isFile()).toBe(true);
  });

  test("may be a link to a folder", async () => {
    await mkdir(join(root, "real"));
    await symlink(join(root, "real"), join(root, "link"), "junction");
    await makeDataFolder(join(root, "link"));
    await makeDataFolder(join(root, "link", "below"));
    expect((await stat(join(root, "real", "below"))).isDirectory()).toBe(true);
  });

  test("cannot be a file, nor lie in one", async () => {
    const file = join(root, "file");
    await writeFile(file, "");
    expect(await refusalOf(file)).toBe(
      `The data folder ${file} cannot be made: ${file} is no folder. Set PAPERBOY_DATA_DIR to a folder that Paperboy can write.`,
    );
    const below = join(file, "below", "it");
    expect(await refusalOf(below)).toContain(`${below} cannot be made: ${file} is no folder.`);
  });

  test.skipIf(process.platform === "win32")("cannot be a link to nothing or to itself", async () => {
    await symlink(join(root, "nowhere"), join(root, "dangling"));
    await symlink(join(root, "circle"), join(root, "circle"));
    expect(await refusalOf(join(root, "dangling"))).toContain("something else of that name is in the way");
    expect(await refusalOf(join(root, "circle", "a"))).toContain("its links lead in a circle");
    expect(await refusalOf(join(root, "x".repeat(300)))).toContain("the name is too long");
  });

  test.skipIf(process.platform !== "linux")("is refused where nothing can be made", async () => {
    expect(await refusalOf("/proc/paperboy/data")).toContain(
      "The data folder /proc/paperboy/data cannot be made: ",
    );
  });
});

test("the program names a data folder that it cannot make in one sentence, and ends with 1", async () => {
  const file = join(root, "file");
  await writeFile(file, "");
  const paperboy = await install();
  expect(await paperboy.run(["status"], { env: { PAPERBOY_DATA_DIR: file } })).toEqual({
    code: 1,
    stdout: "",
    stderr: `The data folder ${file} cannot be made: ${file} is no folder. Set PAPERBOY_DATA_DIR to a folder that Paperboy can write.\n`,
  });
}, 60_000);
