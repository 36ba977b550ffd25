/** Why a call to Slack failed -> what the core does next. Source of the codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
import { webApi } from "@slack/bolt";
import { z } from "zod";
import { PostError, type PostFailure } from "../../src/platform/platform.ts";

const HOUR = 3600;

const UNREACHABLE: Readonly<Record<string, string>> = {
  channel_not_found: "the channel is gone, or Paperboy is not a member of it",
  not_in_channel: "Paperboy is not a member of the channel; `/invite` it",
  is_archived: "the channel is archived",
  restricted_action: "the workspace's rules do not let Paperboy post there",
  restricted_action_read_only_channel: "the channel is read-only",
  restricted_action_thread_only_channel: "the channel takes replies in threads only",
  restricted_action_non_threadable_channel: "the channel takes no such messages",
  no_permission: "the workspace's rules do not let Paperboy post there",
  ekm_access_denied: "the workspace's administrators have suspended posting",
  messages_tab_disabled: "the app's Messages tab is switched off",
  cannot_dm_bot: "a bot cannot be written to",
  user_disabled: "the person's account is switched off",
  user_not_found: "there is no such person",
  user_not_visible: "the person cannot be seen from here",
  users_not_found: "there is no such person",
  missing_scope: "the app lacks a permission; install it again to grant it",
};

const UNAUTHORIZED: readonly string[] = [
  "invalid_auth",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "not_authed",
  "org_login_required",
  "app_access_restricted",
  "access_denied",
  "team_access_not_granted",
];

/** Refused because of what was sent: the same in plain text may pass. */
const TOO_MUCH: readonly string[] = [
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
  "metadata_too_large",
  "invalid_metadata_format",
  "invalid_arguments",
];

/** "Some aspect of the operation may have succeeded before the error was raised." */
const AMBIGUOUS: readonly string[] = [
  "fatal_error",
  "internal_error",
  "service_unavailable",
  "request_timeout",
];

/** Certainly not sent, by the code and the seconds to wait. */
const LATER: Readonly<Record<string, number>> = {
  ratelimited: 30,
  rate_limited: 30,
  message_limit_exceeded: 6 * HOUR,
  team_added_to_org: 2 * HOUR,
  accesslimited: HOUR,
  two_factor_setup_required: HOUR,
};

/** Failed before the request had gone out: https://nodejs.org/api/errors.html#common-system-errors and undici's own codes. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/;

/** Which permission Slack misses, beside `missing_scope`. */
const permission = z.object({ needed: z.string().regex(/^[\w:.,-]{1,200}$/u) });

/** What to tell the core; an error that is one already stays as it is. */
export function toPostError(error: unknown): PostError {
  if (error instanceof PostError) return error;
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = error.data.error;
    const asked = code === "missing_scope" ? permission.safeParse(error.data).data?.needed : undefined;
    return ofCode(code, error, asked === undefined ? "" : ` ${asked}`);
  }
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return fail("unavailable", "Slack asks to slow down", error, error.retryAfter);
  }
  if (error instanceof webApi.WebAPIHTTPError) return ofStatus(error.statusCode, error);
  const code = networkCode(error);
  if (code !== undefined && NEVER_SENT.test(code)) {
    return fail("unavailable", `Slack cannot be reached (${code})`, error);
  }
  return fail("ambiguous", `the connection to Slack broke off${code ? ` (${code})` : ""}`, error);
}

/** Slack's own code for a refusal, for instance `channel_not_found`. */
export function slackCode(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** Whether it was refused because of its form or size. */
export function isTooMuch(error: unknown): boolean {
  const code = slackCode(error);
  return code !== undefined && TOO_MUCH.includes(code);
}

function ofCode(code: string, cause: unknown, more: string): PostError {
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined) return fail("unreachable", `${unreachable} (${code}${more})`, cause);
  if (code.startsWith("restricted_action"))
    return fail("unreachable", `posting is restricted (${code})`, cause);
  if (UNAUTHORIZED.includes(code)) {
    return fail("unauthorized", `Slack no longer accepts this installation (${code})`, cause);
  }
  if (AMBIGUOUS.includes(code)) return fail("ambiguous", `Slack failed (${code})`, cause);
  const wait = LATER[code];
  if (wait !== undefined) return fail("unavailable", `Slack asks to wait (${code})`, cause, wait);
  return fail("rejected", `Slack refused the message (${code})`, cause);
}

function ofStatus(status: number, cause: unknown): PostError {
  if (status >= 500 || status === 408) return fail("ambiguous", `Slack answered ${status}`, cause);
  if (status === 400 || status === 413) return fail("rejected", `Slack answered ${status}`, cause);
  return fail("unavailable", `Slack answered ${status}`, cause);
}

function fail(failure: PostFailure, reason: string, cause: unknown, retryAfterSeconds?: number): PostError {
  return new PostError(failure, reason, {
    cause,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** The code of the innermost error that has one. */
function networkCode(error: unknown): string | undefined {
  let code: string | undefined;
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    if ("code" in at && typeof at.code === "string" && !at.code.startsWith("slack_")) code = at.code;
    at = at instanceof webApi.WebAPIRequestError ? at.original : at.cause;
  }
  return code;
}
