/** What the Discord adapter can be set to. Loads nothing of Discord's. */

export const PLATFORM = "discord";
/** The workspace of direct messages, as in Discord's own addresses. */
export const DIRECT = "@me";

/** Who may change what a channel gets; the first one is the default. */
export const WHO_MAY_CONFIGURE = ["manage-channels", "manage-server", "everyone"] as const;
export type WhoMayConfigure = (typeof WHO_MAY_CONFIGURE)[number];

/** How messages are made: of Components V2, or as plain embeds. */
export const LAYOUTS = ["components", "embeds"] as const;
export type LayoutName = (typeof LAYOUTS)[number];

export interface DiscordSettings {
  readonly token: string;
  /** Without the version: https://discord.com/api */
  readonly api: string;
  /** Registers the commands in this server only, where they appear at once. */
  readonly devServer: string | undefined;
  readonly who: WhoMayConfigure;
  readonly layout: LayoutName;
}
