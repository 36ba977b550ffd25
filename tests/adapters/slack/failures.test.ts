import { webApi } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import { isTooMuch, toPostError } from "../../../adapters/slack/failures.ts";
import { createLimiter } from "../../../adapters/slack/limiter.ts";
import { PostError, type PostFailure } from "../../../src/platform/platform.ts";

const refusal = (error: string) => new webApi.WebAPIPlatformError({ ok: false, error });
const network = (code: string) =>
  new webApi.WebAPIRequestError(
    new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) }),
  );

describe("why a call failed", () => {
  it.each<[PostFailure, readonly unknown[]]>([
    [
      "unreachable",
      [
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "restricted_action_new",
        "missing_scope",
        "user_not_found",
      ].map(refusal),
    ],
    [
      "unauthorized",
      ["invalid_auth", "account_inactive", "token_revoked", "token_expired", "org_login_required"].map(
        refusal,
      ),
    ],
    [
      "rejected",
      [
        ...["invalid_blocks", "no_text", "never_heard_of"].map(refusal),
        new webApi.WebAPIHTTPError(413, "", {}),
      ],
    ],
    [
      "unavailable",
      [
        ...["ratelimited", "message_limit_exceeded"].map(refusal),
        ...["ECONNREFUSED", "ENOTFOUND", "UND_ERR_CONNECT_TIMEOUT"].map(network),
        new webApi.WebAPIRateLimitedError(30),
        new webApi.WebAPIHTTPError(403, "", {}),
      ],
    ],
    [
      "ambiguous",
      [
        ...["fatal_error", "internal_error", "service_unavailable", "request_timeout"].map(refusal),
        ...["ECONNRESET", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT"].map(network),
        new webApi.WebAPIHTTPError(502, "", {}),
        new webApi.WebAPIRequestError(new DOMException("aborted", "TimeoutError")),
        new Error("anything else"),
      ],
    ],
  ])("is %s", (failure, errors) => {
    for (const error of errors) expect(toPostError(error), String(error)).toMatchObject({ failure });
  });

  it("keeps the cause and the time to wait", () => {
    const limited = new webApi.WebAPIRateLimitedError(30);
    expect(toPostError(limited)).toMatchObject({ retryAfterSeconds: 30, cause: limited });
    expect(toPostError(refusal("message_limit_exceeded")).retryAfterSeconds).toBeGreaterThan(3600);
    const known = new PostError("rejected", "x");
    expect(toPostError(known)).toBe(known);
  });

  it("names the permission that is missing", () => {
    const data = { ok: false, error: "missing_scope", needed: "chat:write" };
    expect(toPostError(new webApi.WebAPIPlatformError(data))).toMatchObject({
      failure: "unreachable",
      message: expect.stringContaining("missing_scope chat:write"),
    });
  });

  it("tells what plain words may mend", () => {
    expect(isTooMuch(refusal("msg_blocks_too_long"))).toBe(true);
    expect(isTooMuch(refusal("is_archived"))).toBe(false);
  });
});

describe("the limiter", () => {
  it("sends one message a second in a channel, in order, and others at once", async () => {
    let now = 0;
    const waits: number[] = [];
    const limiter = createLimiter(
      () => now,
      async (ms) => void waits.push(ms),
    );
    const sent: string[] = [];
    const send = (channel: string, text: string) =>
      limiter.run("T", channel, async () => void sent.push(text));
    await Promise.all([send("C1", "a"), send("C1", "b"), send("C1", "c"), send("C2", "d")]);
    expect(waits).toEqual([1000, 2000]);
    expect([...sent].sort()).toEqual(["a", "b", "c", "d"]);
    now = 10_000;
    await send("C1", "e");
    expect(waits).toHaveLength(2);
  });

  it("sends nothing to a workspace that asked to wait, until it has waited", async () => {
    let now = 0;
    const limiter = createLimiter(
      () => now,
      async () => {},
    );
    const slowDown = new PostError("unavailable", "x", { retryAfterSeconds: 30 });
    await expect(limiter.run("T1", "C", () => Promise.reject(slowDown))).rejects.toBe(slowDown);
    let sent = 0;
    const send = async () => void sent++;
    now = 10_000;
    await expect(limiter.run("T1", "C", send)).rejects.toMatchObject({
      failure: "unavailable",
      retryAfterSeconds: 20,
    });
    await limiter.run("T2", "C", send);
    now = 30_000;
    await limiter.run("T1", "C", send);
    expect(sent).toBe(2);
  });
});
