/** The folder that the databases stand in. */
import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DatabaseError } from "./database.ts";

/** Makes the folder, and those that it lies in, unless it is there. Rejects with DatabaseError. */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await make(resolve(folder));
  } catch (error) {
    throw new DatabaseError(
      `The data folder ${folder} cannot be made: ${reasonOf(error)}. Set PAPERBOY_DATA_DIR to a folder that Paperboy can write.`,
      error,
    );
  }
}

/**
 * One step after the other: Node's own recursion never ends where a parent is there and yet refuses with ENOENT, as all
 * of /proc does.
 */
async function make(folder: string): Promise<void> {
  const found = await whatIs(folder);
  if (found === "folder") return;
  if (found === "other") throw new InTheWay(folder);
  const parent = dirname(folder);
  if (parent !== folder) await make(parent);
  // Another process may have made it meanwhile.
  await mkdir(folder).catch(async (error: unknown) => {
    if ((await whatIs(folder)) !== "folder") throw error;
  });
}

async function whatIs(path: string): Promise<"folder" | "other" | "nothing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "other";
  } catch (error) {
    // ENOTDIR: one of those that it would lie in is a file, which is found on the way up.
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return "nothing";
    throw error;
  }
}

class InTheWay extends Error {
  constructor(path: string) {
    super(`${path} is no folder`);
    this.name = "InTheWay";
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the disk can only be read",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full for this user",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "nothing can be made there",
  EEXIST: "something else of that name is in the way",
  ELOOP: "its links lead in a circle",
};

function reasonOf(error: unknown): string {
  if (error instanceof InTheWay) return error.message;
  const code = codeOf(error);
  return REASONS[code] ?? `the system refuses it${code === "" ? "" : ` (${code})`}`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
