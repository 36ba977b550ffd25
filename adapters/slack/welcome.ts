/** The first words to whoever installed the app: once for each installation. */
import type { Memory } from "../../src/platform/memory.ts";
import { ask, type Desk } from "./desk.ts";
import { toPostError } from "./failures.ts";
import { DAY_MS, digestOf } from "./once.ts";
import type { Poster } from "./post.ts";

export interface Welcome {
  /** A workspace installed the app. Rejects with PostError. */
  workspace(desk: Desk, workspace: string, installer: string): Promise<void>;
  /** An organisation did. Never rejects. */
  organisation(desk: Desk, organisation: string, installer: string): Promise<void>;
  /**
   * An organisation's installation now serves this workspace: the first words that could not be said before, because
   * the app was in no workspace yet, are said now. Never rejects.
   */
  served(desk: Desk, workspace: string, organisation: string, installer: string): Promise<void>;
}

export function createWelcome(poster: Poster, memory: Memory): Welcome {
  const say = async (desk: Desk, workspace: string, installer: string) => {
    const here = await poster.directChannel(workspace, installer);
    const question = { here, personId: installer, personName: "", name: "welcome", argument: "", page: 1 };
    const { message } = await ask(desk, { ...question, call: `welcome ${desk.now().getTime()}` });
    await poster.say(here, message);
  };

  const served: Welcome["served"] = async (desk, workspace, organisation, installer) => {
    const key = owed(organisation);
    if (!(await memory.delete(key))) return;
    try {
      await say(desk, workspace, installer);
    } catch (error) {
      const { failure, message } = toPostError(error);
      desk.log.info({ workspace, reason: message }, "whoever installed Paperboy could not be welcomed");
      // What may have been said is not said again.
      if (failure !== "ambiguous") await memory.set(key, true);
    }
  };

  return {
    served,

    async workspace(desk, workspace, installer) {
      if (await desk.once(`welcomed:${digestOf(workspace, installer)}`, DAY_MS))
        await say(desk, workspace, installer);
    },

    async organisation(desk, organisation, installer) {
      if (!(await desk.once(`welcomed:${digestOf(organisation, installer)}`, DAY_MS))) return;
      await memory.set(owed(organisation), true);
      await served(desk, organisation, organisation, installer);
    },
  };
}

const owed = (organisation: string) => `to-welcome:${organisation}`;
