/** Starts every chat platform; one that cannot be started does not take the others with it. */
import type { Logger } from "./log.ts";
import type { Bot, Platform } from "./platform/platform.ts";

/** No platform could be started. The message is for people: a line for each, with no secret in it. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/**
 * Takes those that cannot be started out of `platforms`, and says so in a line of the log. Rejects with StartError if
 * none is left.
 */
export async function startPlatforms(
  platforms: Map<string, Platform>,
  bot: Bot,
  log: Logger,
  secrets: readonly string[],
): Promise<void> {
  const failed: string[] = [];
  for (const [name, platform] of platforms) {
    try {
      await platform.start(bot);
    } catch (error) {
      platforms.delete(name);
      log.debug({ platform: name, err: error }, "a platform could not be started");
      failed.push(`${name} could not be started: ${reasonOf(error, secrets)} See docs/${name}.md.`);
      // What it had opened already must not keep answering.
      await platform.stop().catch(() => undefined);
    }
  }
  if (platforms.size === 0 && failed.length > 0) throw new StartError(failed.join("\n"));
  for (const line of failed) log.error(line);
}

function reasonOf(error: unknown, secrets: readonly string[]): string {
  const said = error instanceof Error ? error.message : "it did not say why";
  const [line = ""] = secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), said).split("\n");
  return /[.!?]$/u.test(line) ? line : `${line}.`;
}

/** Commands wait behind the gate until it opens: the day's digest comes before the answers. */
export function holdBack(bot: Bot): { readonly bot: Bot; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    bot: {
      ...bot,
      async run(command) {
        await opened;
        return bot.run(command);
      },
    },
    open: () => open(),
  };
}
