/** The whole program, as it is typed, in a folder of its own, with sources where nothing is listed. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { listen } from "./loopback.ts";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Installation {
  /** Where the program runs and its `.env` stands. */
  readonly folder: string;
  /** `PAPERBOY_DATA_DIR`, unless the environment says otherwise. */
  readonly dataDir: string;
  /** Types the arguments; resolves when the program has ended. */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What comes through the pipe. */
  readonly input?: string;
}

const ROOT = join(import.meta.dirname, "../..");

/** `dotEnv` is the text of its `.env`. Everything is gone when the test ends. */
export async function install(dotEnv?: string): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-program-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // `--import` looks from where the program runs.
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  if (dotEnv !== undefined) await writeFile(join(folder, ".env"), dotEnv);
  const source = await listen((_request, response) => void response.end("[]"));
  const dataDir = join(folder, "data");
  const { PATH = "", HOME = folder } = process.env;
  return {
    folder,
    dataDir,
    run(args, { env = {}, input = "" } = {}) {
      const sources = { HF_API_URL: source, ARXIV_API_URL: source, HF_SEARCH: "off" };
      const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "src/cli.ts"), ...args], {
        cwd: folder,
        env: { PATH, HOME, PAPERBOY_DATA_DIR: dataDir, ...sources, ...env },
        stdio: ["pipe", "pipe", "pipe"],
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      const said = { stdout: "", stderr: "" };
      for (const name of ["stdout", "stderr"] as const) {
        child[name].setEncoding("utf8").on("data", (text: string) => {
          said[name] += text;
        });
      }
      // Whoever refuses to start reads nothing.
      child.stdin.on("error", () => undefined).end(input);
      return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
    },
  };
}
