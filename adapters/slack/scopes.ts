/** The permissions that we ask for; why each is needed stands in manifest.yaml. */
export const SCOPES = [
  "app_mentions:read",
  "channels:read",
  "chat:write",
  "commands",
  "groups:read",
  "im:history",
  "im:write",
  "users:read",
] as const;

/** Everything works without these but for finding out, after a broken connection, whether a digest arrived. */
export const OPTIONAL_SCOPES = ["channels:history", "groups:history"] as const;
