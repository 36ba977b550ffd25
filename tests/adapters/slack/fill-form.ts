/** Fills in a form as people do, with Slack's pickers, and sends it. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Shown } from "./slack-world.ts";
import { CHANNEL, PERSON, TEAM, type Team } from "./team.ts";

const inputs = z.array(
  z.looseObject({
    block_id: z.string(),
    element: z.looseObject({
      type: z.string(),
      action_id: z.string(),
      options: z.array(z.object({ text: z.object({ text: z.string() }), value: z.string() })).optional(),
    }),
  }),
);
type Inputs = z.infer<typeof inputs>;

/** Presses the button, fills in the window that opens, and sends it; settles with the answer. */
export async function fillForm(team: Team, label: string, values: readonly string[]): Promise<Shown> {
  const to = `answer-${randomUUID()}`;
  const opened = team.world.nextShown("any", "view");
  await team.sender.payload(team.pressPayload(label, to));
  const { blocks, text: id } = await opened;
  const filledBlocks = (await pick(team, id, inputs.parse(blocks), values[0] ?? "")).map(
    ({ block_id, element }, index) => {
      const value = valueFor(element, values[index] ?? "");
      return [block_id, { [element.action_id]: { type: element.type, ...filled(element.type, value) } }];
    },
  );
  const view = z.looseObject({ private_metadata: z.string() }).parse(team.world.views.get(id));
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
      state: { values: Object.fromEntries(filledBlocks) },
    },
  });
  if (response.status !== 200) throw new Error(`Slack was answered ${response.status}`);
  return answer;
}

/** Picks from the list at the top of the window, and waits until the window follows. */
async function pick(team: Team, id: string, fields: Inputs, label: string): Promise<Inputs> {
  const [first, ...others] = fields;
  if (first?.element.type !== "static_select" || others.length === 0) return fields;
  const changed = team.world.nextShown(id, "view");
  await team.sender.payload(pickPayload(team, id, label));
  return inputs.parse((await changed).blocks);
}

/** What Slack sends when something is picked in an open window. */
export function pickPayload(team: Team, id: string, label: string): object {
  const view = z
    .looseObject({ private_metadata: z.string(), blocks: inputs })
    .parse(team.world.views.get(id));
  const [first] = view.blocks;
  if (first === undefined) throw new Error("the window has nothing to pick");
  const { block_id, element } = first;
  return {
    type: "block_actions",
    user: { id: PERSON, username: "ada", name: "ada", team_id: TEAM },
    team: { id: TEAM, domain: "home" },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: randomUUID(),
    view: { id, type: "modal", private_metadata: view.private_metadata },
    container: { type: "view", view_id: id },
    actions: [
      {
        type: element.type,
        action_id: element.action_id,
        block_id,
        action_ts: "1.2",
        selected_option: { value: valueFor(element, label) },
      },
    ],
  };
}

function valueFor({ type, options = [] }: Inputs[number]["element"], said: string): string {
  if (type !== "static_select") return said;
  const option = options.find(({ text }) => text.text === said);
  if (option === undefined) throw new Error(`"${said}" cannot be picked`);
  return option.value;
}

function filled(type: string, value: string): object {
  switch (type) {
    case "timepicker":
      return { selected_time: value };
    case "checkboxes":
      return { selected_options: value.split(",").map((day) => ({ value: day })) };
    case "external_select":
    case "static_select":
      return { selected_option: { value } };
    default:
      return { value };
  }
}
