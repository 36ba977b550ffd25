/** MathML as temml writes it -> one line of readable Unicode. */
import { foldScript } from "./scripts.ts";

/** Invisible in MathML too: what follows is the function's argument, and needs a space if it begins with a letter. */
const APPLY = "\u2061";

interface Element {
  readonly name: string;
  readonly attributes: string;
  readonly children: Element[];
  text: string;
}

/** The formula as text; undefined if it holds what cannot be said on one line. */
export function mathmlText(mathml: string): string | undefined {
  const root = parse(mathml);
  const text = root && say(root);
  return text === undefined ? undefined : tidy(text);
}

const TAG = /<(\/?)([a-z]+)([^>]*?)(\/?)>|([^<]+)/g;

function parse(mathml: string): Element | undefined {
  const root: Element = { name: "math", attributes: "", children: [], text: "" };
  const open = [root];
  for (const [, closes, name = "", attributes = "", empty, text] of mathml.matchAll(TAG)) {
    const parent = open.at(-1);
    if (parent === undefined) return undefined;
    if (text !== undefined) parent.text += decode(text);
    else if (closes) open.pop();
    else {
      const element: Element = { name, attributes, children: [], text: "" };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  return open.length === 1 ? root : undefined;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["#x27", "'"],
  ["amp", "&"],
]);

function decode(text: string): string {
  return text.replace(/&([a-z]+|#x27);/g, (entity, name: string) => ENTITIES.get(name) ?? entity);
}

/** Nothing but a formula is worth more depth, and a hostile one must not exhaust the stack. */
const MAX_DEPTH = 60;

function say(element: Element, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (element.name) {
    case "math":
    case "mrow":
    case "mstyle":
    case "mpadded":
      return sayRow(element.children, depth);
    case "menclose":
      return /notation="(?:top|bottom)"/.test(element.attributes)
        ? sayRow(element.children, depth)
        : undefined;
    case "mi":
    case "mn":
    case "mtext":
      return element.text;
    case "mo":
      return element.text === "∗" ? "*" : element.text;
    case "mspace":
      return /width="(?!-|0(?:px|pt|em)?")/.test(element.attributes) ? " " : "";
    case "mphantom":
      return "";
    case "mfrac":
      return sayFraction(element, depth);
    case "msqrt":
    case "mroot":
      return sayRoot(element, depth);
    case "msub":
    case "msup":
    case "msubsup":
    case "munder":
    case "mover":
    case "munderover":
      return sayScripts(element, depth);
    default:
      return undefined;
  }
}

const INFIX = /^(?:[=<>≤≥≠≈≃≅∼≡≪≫≲≳≺≻∝∈∉∋⊂⊃⊆⊇→←↔↦⇒⇐⇔⟶⟹⊢⊨⟂⊥∣+−±∓×÷⋅∘⊕⊗⊙∪∩∧∨∖]|:=)$/u;
const OPENING = /^[([{⟨⌈⌊]$/u;

function sayRow(children: readonly Element[], depth: number): string | undefined {
  let row = "";
  let operand = false;
  for (const [index, child] of children.entries()) {
    const text = say(child, depth + 1);
    if (text === undefined) return undefined;
    const isOperator = child.name === "mo" && text !== APPLY;
    const isLast = index === children.length - 1;
    const isRange = text === "−" && children[index - 1]?.name === "mn" && children[index + 1]?.name === "mn";
    if (isOperator && INFIX.test(text)) {
      row += operand && !isLast && !isRange ? ` ${text} ` : text;
      operand = false;
    } else if (isOperator && /^[,;:]$/.test(text)) {
      row += isLast ? text : `${text} `;
      operand = false;
    } else {
      row += children[index + 1]?.text === APPLY ? `${APPLY}${text}` : text;
      if (text.trim() !== "") operand = !OPENING.test(text);
    }
  }
  return row;
}

function sayFraction(element: Element, depth: number): string | undefined {
  const [above, below] = element.children.map((child) => say(child, depth + 1));
  if (above === undefined || below === undefined) return undefined;
  if (/linethickness="0/.test(element.attributes)) return `${above} choose ${below}`;
  return `${enclose(above)}/${enclose(below)}`;
}

function sayRoot(element: Element, depth: number): string | undefined {
  const under = element.name === "mroot" ? element.children.slice(0, 1) : element.children;
  const radicand = sayRow(under, depth + 1);
  const degree = element.name === "mroot" ? element.children[1] && say(element.children[1], depth + 1) : "";
  if (radicand === undefined || degree === undefined) return undefined;
  return `${degree === "" ? "" : foldScript("^", degree)}√${enclose(radicand.trim())}`;
}

const COMBINING: ReadonlyMap<string, string> = new Map([
  ["ˆ", "\u0302"],
  ["^", "\u0302"],
  ["~", "\u0303"],
  ["˜", "\u0303"],
  ["∼", "\u0303"],
  ["¯", "\u0304"],
  ["‾", "\u0304"],
  ["ˉ", "\u0304"],
  ["˘", "\u0306"],
  ["˙", "\u0307"],
  ["¨", "\u0308"],
  ["ˇ", "\u030c"],
  ["→", "\u20d7"],
]);

function sayScripts(element: Element, depth: number): string | undefined {
  const [base, first, second] = element.children.map((child) => say(child, depth + 1));
  if (base === undefined || first === undefined) return undefined;
  if (element.name === "mover" && element.children[1]?.name === "mo") {
    const mark = COMBINING.get(first);
    return mark === undefined ? undefined : base.replace(/[\p{L}\p{N}]/gu, `$&${mark}`).normalize("NFC");
  }
  if (element.name === "munder" && element.children[1]?.name === "mo") return undefined;
  const isRaised = element.name === "msup" || element.name === "mover";
  const lower = isRaised ? undefined : first;
  const upper = isRaised ? first : second;
  const scripts = [
    lower === undefined ? "" : foldScript("_", tidy(lower)),
    upper === undefined ? "" : foldScript("^", tidy(upper)),
  ].join("");
  return `${base}${scripts}${/[_^][\p{L}\p{N}.]+$/u.test(scripts) ? APPLY : ""}`;
}

function enclose(text: string): string {
  const said = tidy(text);
  return /^[\p{L}\p{N}.′]*\p{M}*$/u.test(said) || /^√?[\p{L}\p{N}]+$/u.test(said) ? said : `(${said})`;
}

// Bold, italic, sans and typewriter letters say nothing that a plain letter does not, and no search finds them. A single
// script, blackboard or Fraktur letter is a name of its own: ℝ, 𝒪, 𝔼.
const STYLED = /[\u{1d400}-\u{1d7ff}ℂℍℕℙℚℝℤℬℰℱℋℐℒℳℛℯℊℴℌℑℜℨℭ]+/gu;
const NAMES = /^[\u{1d49c}-\u{1d4cf}\u{1d504}-\u{1d56b}ℂℍℕℙℚℝℤℬℰℱℋℐℒℳℛℌℜℭ]$/u;

function tidy(text: string): string {
  return text
    .replace(STYLED, (letters) => (NAMES.test(letters) ? letters : letters.normalize("NFKC")))
    .replace(/(?<=[\p{L}\p{N})\]}′])\u2061[\s\u2061]*(?=[\p{L}\p{N}√‖|])/gu, " ")
    .replace(/[\u2061-\u2064]|\ufe00|\ufe01/g, "")
    .replace(/\s+/g, " ")
    .replace(/([([{⟨√‖]) /g, "$1")
    .replace(/ ([)\]}⟩,;.])/g, "$1")
    .trim();
}
