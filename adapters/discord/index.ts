/** Discord, from its settings in the environment. */
import { z } from "zod";
import type { Adapter, Configured, Environment } from "../../src/platform/adapter.ts";
import { LAYOUTS, PLATFORM, WHO_MAY_CONFIGURE } from "./settings.ts";

const schema = z.object({
  DISCORD_TOKEN: z
    .string()
    .regex(/^(?:Bot )?[\w.=+/-]+$/, "a bot's token, as https://discord.com/developers/applications gives it")
    .transform((token) => token.replace(/^Bot /, "")),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: "an address that begins with https:// or http://" })
    .default("https://discord.com/api")
    .transform((url) => url.replace(/\/+(?:v\d+\/*)?$/, "")),
  DISCORD_DEV_SERVER: z
    .string()
    .regex(/^\d{17,20}$/, "a server's id: 17 to 20 digits")
    .optional(),
  DISCORD_CONFIGURE: z
    .string()
    .toLowerCase()
    .pipe(z.enum(WHO_MAY_CONFIGURE, { error: `one of ${WHO_MAY_CONFIGURE.join(", ")}` }))
    .default("manage-channels"),
  DISCORD_LAYOUT: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LAYOUTS, { error: `one of ${LAYOUTS.join(", ")}` }))
    .default("components"),
});

export const discord: Adapter = {
  name: PLATFORM,
  variables: Object.keys(schema.shape),
  configure,
};

function configure(env: Environment): Configured {
  const given = Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const { DISCORD_TOKEN: token } = given;
  if (token === undefined) return { state: "off" };
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return {
      state: "faulty",
      faults: parsed.error.issues.map((issue) => `${issue.path.join(".")} must be ${issue.message}`),
    };
  }
  const values = parsed.data;
  const settings = {
    token: values.DISCORD_TOKEN,
    api: values.DISCORD_API_URL,
    devServer: values.DISCORD_DEV_SERVER,
    who: values.DISCORD_CONFIGURE,
    layout: values.DISCORD_LAYOUT,
  };
  return {
    state: "ready",
    open: async (tools) => {
      const { DiscordPlatform } = await import("./discord.ts");
      return new DiscordPlatform(settings, tools);
    },
  };
}
