/** Why a source of papers gave no answer. */

/** By what the caller does next. */
export type SourceFault =
  /** No answer, or one that says that it is not well: try again later. */
  | "unreachable"
  /** Too many requests: not before `retryAt`. */
  | "limited"
  /** It will not answer this, now or later: someone must look at the settings. */
  | "refused"
  /** An answer that cannot be read: try again later, and keep what is there. */
  | "garbled"
  /** There is no such thing. */
  | "absent";

/** The message is a sentence for people. */
export class SourceError extends Error {
  readonly kind: SourceFault;
  /** When the source can be asked again, if it said so. */
  readonly retryAt: Date | undefined;

  constructor(
    kind: SourceFault,
    message: string,
    options: { retryAt?: Date | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "SourceError";
    this.kind = kind;
    this.retryAt = options.retryAt;
  }
}
