/**
 * What we say, without markup. A platform's renderer turns a Message into its own payload; every string here
 * is literal text, so nothing that a title, a name or a model wrote can format, mention or link.
 */

export interface Message {
  readonly blocks: readonly Block[];
  /** Only whoever asked is to see it, also where the command's answers are for the channel: what could not be done. */
  readonly audience?: "caller";
}

export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly spans: readonly Span[] }
  /** Small print: where something comes from, what was left out, how to change it. */
  | { readonly kind: "note"; readonly spans: readonly Span[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Span[])[] }
  /** `number` is the paper's place in a list, from 1, counted over the list's pages; a paper by itself has none. */
  | { readonly kind: "paper"; readonly card: PaperCard; readonly number?: number }
  | { readonly kind: "actions"; readonly actions: readonly Action[] };

/** A piece of literal text. A plain string has no style. */
export type Span = string | StyledSpan | LinkSpan;

export interface StyledSpan {
  readonly text: string;
  /**
   * `match` marks the words that made a search find this text. `command` is a command line as a person types it,
   * without what a platform wants before it: the renderer adds that, so that what is shown can be typed as it stands.
   */
  readonly style: "strong" | "emphasis" | "code" | "match" | "command";
}

export interface LinkSpan {
  readonly text: string;
  /** Always an address that we made or checked, with https or http. */
  readonly url: string;
}

/** One paper as it is shown in a digest or an answer. Renderers leave out from the end: actions, facts, reasons, gist. */
export interface PaperCard {
  readonly paperId: string;
  readonly title: string;
  readonly url: string;
  /** Folded for reading, for instance "Ada Lovelace, Alan Turing and 12 others". */
  readonly authors: string;
  /** What the paper found, with whose words these are, for instance "from the abstract". */
  readonly gist: { readonly spans: readonly Span[]; readonly source: string } | undefined;
  /** Why the paper is shown here, for instance `matches "kv cache"`. */
  readonly reasons: readonly string[];
  /** Short facts, shown on one line: votes, comments, code, dates. */
  readonly facts: readonly Span[];
  /** What a colleague said when adding the paper. */
  readonly note: { readonly by: string; readonly text: string } | undefined;
  readonly actions: readonly Action[];
}

/** A button or menu entry. Pressing it runs its command, also after a restart. */
export interface Action {
  /** What pressing does, in words: at most 40 characters, and no two the same in one message or on one paper. */
  readonly label: string;
  readonly command: ActionCommand;
  readonly style?: "primary" | "danger";
  /**
   * What to ask the person for first. The answers, in this order and joined by one space, become the command's
   * argument, so only the last answer may hold spaces. A platform without forms shows the command's usage instead.
   * With "ask" the bot is asked what to ask (`Bot.form`) when the button is pressed: that depends on how things stand.
   */
  readonly form?: readonly FormField[] | "ask";
}

export interface ActionCommand {
  readonly name: string;
  readonly argument: string;
  /** The page of a long answer, from 1. */
  readonly page: number;
  /** Where the command acts, when that is not the channel in which the button was pressed. */
  readonly channel?: Channel;
}

export interface FormField {
  readonly label: string;
  readonly kind: "text" | "time" | "days" | "zone";
  /** What stands in the field at first. `days` holds names like "weekdays" or "mon,thu". */
  readonly value: string;
  readonly hint: string;
}

/** A place a platform can post to. A direct message is a Channel too. */
export interface Channel {
  readonly platform: string;
  readonly workspace: string;
  readonly id: string;
  /** For people to recognise it, where the platform tells. Never part of its identity. */
  readonly name?: string;
}

/** The tenant that a Channel belongs to. */
export interface Workspace {
  readonly platform: string;
  readonly workspace: string;
}
