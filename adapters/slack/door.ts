/**
 * Stands before Bolt's HTTP receiver: lets in only what Slack signed lately and for the first time, and logs why
 * something was refused without any of it. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { parse as parseQuery } from "node:querystring";
import { isValidSlackRequest } from "@slack/bolt";
import { z } from "zod";
import type { Logger } from "../../src/log.ts";

export const EVENTS_PATH = "/slack/events";

export interface DoorOptions {
  readonly signingSecret: string;
  readonly log: Logger;
  readonly clock: () => number;
  readonly isOpen: () => boolean;
}

/** Slack's largest payloads are a few hundred kilobytes. */
const MOST_BYTES = 1024 * 1024;
const WINDOW_MS = 5 * 60 * 1000;
const MOST_REMEMBERED = 50_000;

/** Wraps the receiver's own listener. */
export function guard(inner: RequestListener, options: DoorOptions): RequestListener {
  const wasSeen = createReplayCheck(options.clock);
  return (request, response) => {
    const path = pathOf(request);
    if (path === undefined) return refuse(response, 400);
    if (path !== EVENTS_PATH) return inner(request, response);
    if (request.method !== "POST") return refuse(response, 405);
    if (!options.isOpen()) return refuse(response, 503);
    admit(request, response, options, wasSeen)
      .then((isIn) => (isIn ? inner(request, response) : undefined))
      .catch(() => refuse(response, 400));
  };
}

/** Reads and checks the body; it stays on the request as `rawBody`, where Bolt looks for it. */
async function admit(
  request: IncomingMessage,
  response: ServerResponse,
  { signingSecret, log, clock }: DoorOptions,
  wasSeen: (signature: string) => boolean,
): Promise<boolean> {
  const body = await readBody(request);
  const deny = (status: number, why: string) => {
    log.warn({ why }, "a request that claims to be from Slack was refused");
    refuse(response, status);
    return false;
  };
  if (body === undefined) return deny(413, "too large");
  const text = body.toString("utf8");
  // Slack checks certificates with an unsigned request that carries nothing: Bolt answers it.
  if (isCertificateCheck(request, text)) return keep(request, body);
  const signature = header(request, "x-slack-signature");
  const timestamp = Number(header(request, "x-slack-request-timestamp") ?? Number.NaN);
  if (signature === undefined || !Number.isFinite(timestamp)) return deny(401, "not signed");
  if (Math.abs(clock() - timestamp * 1000) > WINDOW_MS) return deny(401, "signed too long ago");
  const headers = { "x-slack-signature": signature, "x-slack-request-timestamp": timestamp };
  if (!isValidSlackRequest({ signingSecret, body: text, headers, nowMilliseconds: clock() })) {
    return deny(401, "wrong signature");
  }
  if (!isParsable(request, text)) return deny(400, "not readable");
  if (wasSeen(signature)) return deny(401, "sent before");
  if (isRateNotice(request, text)) {
    log.warn("Slack holds events back for a minute: a workspace sent more than 30,000 in an hour");
    response.writeHead(200).end();
    return false;
  }
  return keep(request, body);
}

function keep(request: IncomingMessage, rawBody: Buffer): true {
  Object.assign(request, { rawBody });
  return true;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue;
    size += part.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function isForm(request: IncomingMessage): boolean {
  return request.headers["content-type"] === "application/x-www-form-urlencoded";
}

function isCertificateCheck(request: IncomingMessage, text: string): boolean {
  const { ssl_check } = parseQuery(text);
  return isForm(request) && ssl_check === "1";
}

/** https://docs.slack.dev/reference/events/app_rate_limited */
function isRateNotice(request: IncomingMessage, text: string): boolean {
  return (
    !isForm(request) && z.object({ type: z.literal("app_rate_limited") }).safeParse(JSON.parse(text)).success
  );
}

function isParsable(request: IncomingMessage, text: string): boolean {
  try {
    if (!isForm(request)) return isObject(JSON.parse(text));
    const { payload } = parseQuery(text);
    return typeof payload !== "string" || isObject(JSON.parse(payload));
  } catch {
    return false;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

function pathOf(request: IncomingMessage): string | undefined {
  const address = request.url ?? "";
  return URL.canParse(address, "http://localhost")
    ? new URL(address, "http://localhost").pathname
    : undefined;
}

/** Slack signs each attempt anew, so that the same signature twice is a copy. */
function createReplayCheck(clock: () => number): (signature: string) => boolean {
  const seen = new Map<string, number>();
  return (signature) => {
    const now = clock();
    for (const [old, at] of seen) {
      if (now - at <= 2 * WINDOW_MS && seen.size < MOST_REMEMBERED) break;
      seen.delete(old);
    }
    if (seen.has(signature)) return true;
    seen.set(signature, now);
    return false;
  };
}

/** What failed on our side may be sent again; everything else would be refused again. */
export function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status, { connection: "close", ...(status < 500 && { "x-slack-no-retry": "1" }) });
  response.end();
}
