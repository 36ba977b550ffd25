/** The counterpart behind the port. */

import { plainText } from "../../src/platform/plain-text.ts";
import { type Platform, PostError } from "../../src/platform/platform.ts";

/** Without `canFind` it is a platform that cannot look for its messages. */
export function createHttpPlatform(address: string, canFind: boolean): Platform {
  return {
    name: "chaos",
    pace: { perSecond: 200, perChannelPerSecond: 100 },
    options: [],
    start: async () => {},
    stop: async () => {},
    obstacle: async () => undefined,
    directChannel: () => Promise.reject(new PostError("unreachable", "nobody")),

    async post(channel, message, { key }) {
      const response = await fetch(`${address}/${channel.id}/${key}`, {
        method: "POST",
        body: plainText(message),
      }).catch((error: unknown) => {
        throw new PostError("ambiguous", "The connection broke.", { cause: error });
      });
      if (response.status === 429) {
        const retryAfterSeconds = Number(response.headers.get("retry-after"));
        throw new PostError("unavailable", "Too many requests.", { retryAfterSeconds });
      }
      if (!response.ok) throw new PostError("ambiguous", `The platform answers ${response.status}.`);
      await response.arrayBuffer().catch((error: unknown) => {
        throw new PostError("ambiguous", "The connection broke.", { cause: error });
      });
      return { id: key };
    },

    async find(channel, key) {
      if (!canFind) return "unknown";
      const response = await fetch(`${address}/${channel.id}/${key}`);
      if (!response.ok) throw new PostError("unavailable", `The platform answers ${response.status}.`);
      const body: unknown = await response.json();
      const isFound = typeof body === "object" && body !== null && "found" in body && body.found === true;
      return isFound ? { id: key } : "absent";
    },
  };
}
