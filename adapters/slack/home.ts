/** The App Home: what the viewer set up, published again whenever it is opened or changed. */
import type { App } from "@slack/bolt";
import type { Message } from "../../src/platform/message.ts";
import { ask, type Desk } from "./desk.ts";
import { slackCode, toPostError } from "./failures.ts";
import { createInOrder } from "./in-order.ts";
import { digestOf } from "./once.ts";
import { homeOpened } from "./payloads.ts";
import { renderForView } from "./render.ts";

export interface Home {
  /** Shows the viewer's page anew, with `notice` on top. Never rejects. */
  publish(workspace: string, personId: string, notice?: Message, hash?: string): Promise<void>;
}

const HOME = "home";

export function createHome(desk: Desk): Home {
  const inOrder = createInOrder();

  const publish = async (
    workspace: string,
    personId: string,
    notice?: Message,
    hash?: string,
  ): Promise<void> => {
    try {
      const here = await desk.directChannel(workspace, personId);
      const question = { here, personId, personName: "", name: HOME, argument: "", page: 1 };
      const { message } = await ask(desk, {
        ...question,
        call: digestOf(personId, `${desk.now().getTime()}`),
      });
      const blocks = renderForView({ blocks: [...(notice?.blocks ?? []), ...message.blocks] });
      const client = await desk.tenants.client(workspace);
      const view = { type: HOME, blocks } as const;
      await client.views
        .publish({ user_id: personId, view, ...(hash !== undefined && { hash }) })
        .catch((error: unknown) => {
          // Somebody else has published since; ours is newer than what the hash stood for.
          if (slackCode(error) !== "hash_conflict") throw error;
          return client.views.publish({ user_id: personId, view });
        });
    } catch (error) {
      desk.log.warn(
        { workspace, code: slackCode(error), reason: toPostError(error).message },
        "the Home page could not be shown",
      );
    }
  };

  return {
    // One after the other for each viewer, so that an older page never covers a newer one.
    publish: (workspace, personId, notice, hash) =>
      inOrder(`${workspace}/${personId}`, () => publish(workspace, personId, notice, hash)),
  };
}

export function listenToHome(app: App, desk: Desk, home: Home): void {
  app.event("app_home_opened", async ({ event, context }) => {
    const workspace = context.teamId;
    desk.track("an opened Home page", async () => {
      const opened = homeOpened.safeParse(event);
      if (!opened.success || workspace === undefined || opened.data.tab !== "home") return;
      await home.publish(workspace, opened.data.user, undefined, opened.data.view?.hash);
    });
  });
}
