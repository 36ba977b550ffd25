/** A connection to any server that speaks OpenAI's language, for whoever asks one: what is the same whatever is asked. */

import type { OpenAI } from "openai";
import { literalLine } from "../platform/literal.ts";

export interface ServerOptions {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly userAgent: string;
}

export interface Connection {
  readonly client: OpenAI;
  /** The answer that was an error, if that is what went wrong. */
  refusalIn(error: unknown): Refusal | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  /** The server's own word for it, if it has one. */
  readonly code: string | undefined;
  /** What the server says, not safe to show. */
  readonly message: string;
}

/** The library wants one, also where none is sent. */
const NO_KEY = "no key";

/** The library takes long to load, so it is loaded when it is first needed. It reads no setting from the environment. */
export async function connect({ apiKey, baseUrl, userAgent }: ServerOptions): Promise<Connection> {
  const { OpenAI: library } = await import("openai");
  const client = new library({
    apiKey: apiKey ?? NO_KEY,
    baseURL: baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: "off",
    defaultHeaders: { "user-agent": userAgent, ...(apiKey === undefined ? { authorization: null } : {}) },
  });
  return {
    client,
    refusalIn(error) {
      if (!(error instanceof library.APIError) || error.status === undefined) return undefined;
      const { status, code, message } = error;
      return { status, headers: new Headers(error.headers), code: code ?? undefined, message };
    },
  };
}

/** A server's complaint for the log: one line, short, without the key that some servers repeat. */
export function complaintOf({ message }: Refusal, apiKey: string | undefined): string {
  const line = literalLine(message).replaceAll(apiKey ?? NO_KEY, "[key]");
  return [...line].slice(0, 300).join("");
}

const NEVER_ARRIVED = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|CONNECT_TIMEOUT|CERT|TLS/;

/** Whether the request cannot have reached the server, so that nobody worked on it. */
export function neverArrived(error: unknown): boolean {
  const codes: string[] = [];
  for (let cause = error; cause instanceof Error && codes.length < 10; cause = cause.cause)
    codes.push("code" in cause ? String(cause.code) : "");
  return NEVER_ARRIVED.test(codes.join(" "));
}

/** The body of an answer; undefined if it is longer than any good one. */
export async function readBody(response: Response, mostBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
