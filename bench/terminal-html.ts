/** What was written to a terminal -> HTML, for pictures. Knows the control sequences that Paperboy and readline write (ECMA-48). */
import { escapeHtml } from "./lib/pictures.ts";

/** One control sequence, one link's beginning or end, or one character. */
const PARTS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /\u001b\[(?<parameters>[?0-9;]*)(?<command>[A-Za-z])|\u001b\]8;;(?<address>[^\u0007]*)\u0007|[\s\S]/gu;

interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly color: string | undefined;
  readonly link: boolean;
}
interface Cell {
  readonly character: string;
  readonly look: Look;
}

const PLAIN: Look = {
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  color: undefined,
  link: false,
};
const BLANK: Cell = { character: " ", look: PLAIN };
const COLORS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** The rows as they stand at the end; the picture is as long as they are. */
export function screenToHtml(written: string, columns: number): string {
  const rows = rowsOf(written, columns);
  return `<pre>${rows.map((row) => rowToHtml(row)).join("\n")}</pre>`;
}

function rowsOf(written: string, columns: number): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [[]];
  let [row, column, look] = [0, 0, PLAIN];
  const write = (character: string) => {
    if (column === columns) [row, column] = [row + 1, 0];
    while (rows.length <= row) rows.push([]);
    const cells = rows[row] ?? [];
    while (cells.length < column) cells.push(BLANK);
    cells[column++] = { character, look };
  };
  for (const { 0: part, groups = {} } of written.matchAll(PARTS)) {
    const { parameters = "", command, address } = groups;
    const count = Math.max(Number(parameters) || 1, 1);
    if (address !== undefined) look = { ...look, link: address !== "" };
    else if (command === "m") look = parameters.split(";").reduce(withStyle, look);
    else if (command === "A") row = Math.max(row - count, 0);
    else if (command === "B") row += count;
    else if (command === "C") column = Math.min(column + count, columns - 1);
    else if (command === "D") column = Math.max(column - count, 0);
    else if (command === "G") column = count - 1;
    else if (command === "K") rows[row]?.splice(parameters === "2" ? 0 : column);
    else if (command === "J") {
      rows[row]?.splice(column);
      rows.splice(row + 1);
    } else if (part === "\r") column = 0;
    else if (part === "\n") row += 1;
    else if (command === undefined) write(part);
  }
  return rows;
}

/** https://en.wikipedia.org/wiki/ANSI_escape_code#Select_Graphic_Rendition_parameters */
function withStyle(look: Look, parameter: string): Look {
  const code = Number(parameter);
  if (code === 0) return { ...PLAIN, link: look.link };
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 3) return { ...look, italic: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 23) return { ...look, italic: false };
  if (code === 24) return { ...look, underline: false };
  if (code === 39) return { ...look, color: undefined };
  return code >= 30 && code <= 37 ? { ...look, color: COLORS[code - 30] } : look;
}

function rowToHtml(cells: readonly Cell[]): string {
  let html = "";
  for (const { character, look } of cells) {
    const { color, ...flags } = look;
    const names = Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [name] : []));
    const classes = [...names, ...(color === undefined ? [] : [color])].join(" ");
    html += `<span class="${classes}">${escapeHtml(character)}</span>`;
  }
  return html;
}

export const LOOK = `
  body { margin: 0; background: #0d1117; color: #e6edf3 }
  pre { margin: 0; padding: 20px 22px; font: 14px/20px "DejaVu Sans Mono", "Noto Sans Mono", monospace }
  .bold { font-weight: bold } .dim { opacity: 0.6 } .italic { font-style: italic } .underline { text-decoration: underline }
  .red { color: #ff7b72 } .green { color: #7ee787 } .yellow { color: #f2cc60 } .blue { color: #79c0ff } .magenta { color: #d2a8ff } .cyan { color: #76e3ea }
  .link { text-decoration: underline dotted #6e7681 1px; text-underline-offset: 4px }
`;
