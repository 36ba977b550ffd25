/** Actions as buttons and menus; what each carries is in press.ts. */
import type { types } from "@slack/bolt";
import { literalLine } from "../../src/platform/literal.ts";
import type { Action, ActionCommand } from "../../src/platform/message.ts";
import { LIMITS } from "./limits.ts";
import { plain, smallPrint } from "./literal.ts";
import { writePress } from "./press.ts";

/** What the message answers: buttons for another page of it replace the message instead of adding one. */
export type Answered = Pick<ActionCommand, "name" | "argument">;

/** The menu at the right of a paper. */
export function menu(entries: readonly Action[]): types.Overflow {
  return {
    type: "overflow",
    action_id: "menu",
    options: entries.map((action) => ({
      text: plain(action.label, LIMITS.optionText),
      value: writePress(action),
    })),
  };
}

/** A menu holds five short entries; what is more or longer becomes a button. */
export function splitActions(actions: readonly Action[]): { entries: Action[]; buttons: Action[] } {
  const entries: Action[] = [];
  const buttons: Action[] = [];
  for (const action of actions) {
    const isShort = isLabelled(action) && writePress(action).length <= LIMITS.optionValue;
    (isShort && entries.length < LIMITS.optionsPerMenu ? entries : buttons).push(action);
  }
  return { entries, buttons };
}

function isLabelled(action: Action): boolean {
  return literalLine(action.label) !== "";
}

/** Buttons in rows; says when one is too long to be carried. */
export function actionRows(actions: readonly Action[], answered: Answered | undefined): types.KnownBlock[] {
  const carried = actions.filter(
    (action) => isLabelled(action) && writePress(action).length <= LIMITS.buttonValue,
  );
  const rows: types.KnownBlock[] = [];
  for (let start = 0; start < carried.length; start += LIMITS.buttonsPerBlock) {
    const row = carried.slice(start, start + LIMITS.buttonsPerBlock);
    rows.push({ type: "actions", elements: row.map((action, index) => button(action, index, answered)) });
  }
  const left = actions.length - carried.length;
  if (left > 0) {
    rows.push(smallPrint(`${left} ${left === 1 ? "button" : "buttons"} left out: too long for Slack.`));
  }
  return rows;
}

function button(action: Action, index: number, answered: Answered | undefined): types.Button {
  const { name, argument } = action.command;
  const turnsPage = answered !== undefined && name === answered.name && argument === answered.argument;
  const use = action.form !== undefined ? "form" : turnsPage ? "turn" : "run";
  return {
    type: "button",
    action_id: `${use}:${index}`,
    text: plain(action.label, LIMITS.buttonText),
    value: writePress(action),
    ...(action.style && { style: action.style }),
  };
}
