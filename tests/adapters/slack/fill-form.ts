/** Fills in a form as people do, with Slack's pickers, and sends it. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Shown } from "./slack-world.ts";
import { CHANNEL, PERSON, TEAM, type Team } from "./team.ts";

const inputs = z.array(
  z.looseObject({
    block_id: z.string(),
    element: z.looseObject({ type: z.string(), action_id: z.string() }),
  }),
);

/** Presses the button, fills in the window that opens, and sends it; settles with the answer. */
export async function fillForm(team: Team, label: string, values: readonly string[]): Promise<Shown> {
  const to = `answer-${randomUUID()}`;
  const opened = team.world.nextShown("any", "view");
  await team.sender.payload(team.pressPayload(label, to));
  const { blocks, text: id } = await opened;
  const view = z.looseObject({ private_metadata: z.string() }).parse(team.world.views.get(id));
  const fields = inputs.parse(blocks).map(({ block_id, element }, index) => {
    return [
      block_id,
      { [element.action_id]: { type: element.type, ...filled(element.type, values[index] ?? "") } },
    ];
  });
  const isHome = !view.private_metadata.includes(CHANNEL);
  const answer = team.world.nextShown(isHome ? id : to);
  const response = await team.sender.payload({
    type: "view_submission",
    user: { id: PERSON, name: "ada", team_id: TEAM },
    team: { id: TEAM, domain: "home" },
    trigger_id: randomUUID(),
    view: {
      ...view,
      id,
      hash: `1.${randomUUID()}`,
      type: "modal",
      callback_id: "form",
      state: { values: Object.fromEntries(fields) },
    },
  });
  if (response.status !== 200) throw new Error(`Slack was answered ${response.status}`);
  return answer;
}

function filled(type: string, value: string): object {
  switch (type) {
    case "timepicker":
      return { selected_time: value };
    case "checkboxes":
      return { selected_options: value.split(",").map((day) => ({ value: day })) };
    case "external_select":
      return { selected_option: { value } };
    default:
      return { value };
  }
}
