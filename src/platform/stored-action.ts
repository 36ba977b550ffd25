/** An Action as JSON, for an adapter that remembers what its buttons do. */
import { z } from "zod";

const channel = z.object({
  platform: z.string(),
  workspace: z.string(),
  id: z.string(),
  name: z.string().exactOptional(),
});

const field = z.object({
  label: z.string(),
  kind: z.enum(["text", "time", "days", "zone"]),
  value: z.string(),
  hint: z.string(),
});

/** Reads what was remembered: an older version may have written it. */
export const storedAction = z.object({
  label: z.string(),
  command: z.object({
    name: z.string(),
    argument: z.string(),
    page: z.number(),
    channel: channel.exactOptional(),
  }),
  style: z.enum(["primary", "danger"]).exactOptional(),
  form: z.union([z.literal("ask"), z.array(field)]).exactOptional(),
});
