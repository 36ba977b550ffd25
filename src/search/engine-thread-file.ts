/** Where the code of the index's threads stands, and how it is started. */

export interface ThreadFile {
  readonly filename: string;
  readonly execArgv: string[];
}

/** Sources are run by a loader that a thread does not inherit; what tsc built needs none. */
export function engineThreadFile(): ThreadFile {
  const isSource = import.meta.url.endsWith(".ts");
  return {
    filename: new URL(`./engine-thread.${isSource ? "ts" : "js"}`, import.meta.url).href,
    execArgv: isSource ? ["--import", "tsx"] : [],
  };
}
