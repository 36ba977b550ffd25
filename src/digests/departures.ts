/** Notes which workspaces leave and return, beside pausing and waking their channels. */
import type { Workspace } from "../platform/message.ts";
import type { Bot } from "../platform/platform.ts";
import type { Departures } from "./departures-store.ts";

type Places = Pick<Bot, "gone" | "back" | "moved">;

export function notingDepartures(places: Places, departures: Departures, now: () => Date): Places {
  return {
    ...places,
    async gone(place, why) {
      if (!("id" in place)) await departures.left(workspaceOf(place), now());
      await places.gone(place, why);
    },
    async back(place) {
      await departures.returned(workspaceOf(place));
      await places.back(place);
    },
  };
}

function workspaceOf({ platform, workspace }: Workspace): Workspace {
  return { platform, workspace };
}
