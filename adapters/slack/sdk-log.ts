/** Slack's libraries write to our log; their debug lines, which hold requests and tokens, are dropped. */
import { LogLevel, type Logger as SdkLogger } from "@slack/bolt";
import type { Logger } from "../../src/log.ts";

export function sdkLog(log: Logger): SdkLogger {
  const nothing = () => {};
  return {
    debug: nothing,
    info: (...parts) => log.debug(line(parts)),
    warn: (...parts) => log.info(line(parts)),
    error: (...parts) => log.warn(line(parts)),
    setLevel: nothing,
    getLevel: () => LogLevel.INFO,
    setName: nothing,
  };
}

/** Only what is text: an error or an object may carry a whole request. */
function line(parts: readonly unknown[]): string {
  return parts
    .map((part) => (typeof part === "string" ? part : part instanceof Error ? part.message : ""))
    .filter((part) => part !== "")
    .join(" ")
    .replace(/\?\S*/gu, "?…")
    .replace(/xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe\.[\w.-]+/gu, "[secret]");
}
