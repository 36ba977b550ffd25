/** Where the code of this folder's threads stands, and how it is started. */

export interface ThreadFile {
  readonly filename: string;
  readonly execArgv: string[];
}

/** By the path of its file from here on. */
export type ThreadName = "engine-thread" | "embeddings/vector-thread";

/** Sources are run by a loader that a thread does not inherit; what tsc built needs none. */
export function threadFile(name: ThreadName): ThreadFile {
  const isSource = import.meta.url.endsWith(".ts");
  return {
    filename: new URL(`./${name}.${isSource ? "ts" : "js"}`, import.meta.url).href,
    execArgv: isSource ? ["--import", "tsx"] : [],
  };
}
