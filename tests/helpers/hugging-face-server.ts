/** What huggingface.co does, as far as we use it, with small lists of our own and its ways to fail. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "./loopback.ts";

export type Fault = "down" | "500" | "limited" | "silent" | "garbage" | "truncated" | "partial";

export interface HuggingFaceServer {
  readonly url: string;
  /** The lists, by day; a day without one is answered with an empty list. */
  readonly lists: Map<string, object[]>;
  /** Single papers that stand on no list. */
  readonly papers: Map<string, object>;
  /** Full texts as Markdown. */
  readonly texts: Map<string, string>;
  found: unknown[];
  fault: Fault | undefined;
  /** The fault for these days only. */
  faultyDays: Set<string> | undefined;
  /** Seconds until the limit ends, as "limited" tells it. */
  limitSeconds: number;
  /** Every request, as `path?query`. */
  readonly asked: string[];
  readonly headers: IncomingMessage["headers"][];
}

/** An entry of a list with everything that is always there, and what else the test wants. */
export function entry(id: string, paper: object = {}, outer: object = {}): object {
  return {
    paper: {
      id,
      title: `Paper ${id}`,
      summary: `What paper ${id} found.`,
      authors: [{ _id: "1", name: "Ada Lovelace", hidden: false }],
      publishedAt: "2026-11-19T18:00:00.000Z",
      upvotes: 3,
      ...paper,
    },
    title: `Paper ${id}`,
    publishedAt: "2026-11-19T13:00:00.000Z",
    numComments: 1,
    ...outer,
  };
}

/** So many entries with ids of their own. */
export function entries(count: number, month = "2611"): object[] {
  return Array.from({ length: count }, (_, index) => entry(`${month}.${String(index + 1).padStart(5, "0")}`));
}

const PAGE = 50;

export async function startHuggingFace(): Promise<HuggingFaceServer> {
  const server: Omit<HuggingFaceServer, "url"> = {
    lists: new Map(),
    papers: new Map(),
    texts: new Map(),
    found: [],
    fault: undefined,
    faultyDays: undefined,
    limitSeconds: 7,
    asked: [],
    headers: [],
  };

  const url = await listen((request, response, address) => {
    server.asked.push(`${address.pathname}${address.search}`);
    server.headers.push(request.headers);
    const day = address.searchParams.get("date") ?? "";
    const isFaulty = server.faultyDays === undefined || server.faultyDays.has(day);
    const fault = isFaulty ? server.fault : undefined;
    if (fault !== undefined && fault !== "partial" && fault !== "truncated") {
      return fail(fault, request, response, server.limitSeconds);
    }
    const markdown = /^\/papers\/(.+)\.md$/.exec(address.pathname)?.[1];
    if (markdown !== undefined) {
      const known = server.texts.get(markdown);
      response
        .writeHead(known === undefined ? 404 : 200, { "content-type": "text/markdown" })
        .end(known ?? "");
      return;
    }
    const [status, body, headers] = answer(server, address, request.headers.host ?? "", fault === "partial");
    const text = JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(fault === "truncated" ? text.slice(0, text.length / 2) : text);
  });
  return Object.assign(server, { url });
}

function fail(
  fault: Exclude<Fault, "partial" | "truncated">,
  request: IncomingMessage,
  response: ServerResponse,
  seconds: number,
): void {
  switch (fault) {
    case "down":
      request.socket.destroy();
      return;
    case "silent":
      return;
    case "500":
      response.writeHead(500).end('{"error":"Internal Error"}');
      return;
    case "limited":
      response.writeHead(429, { ratelimit: `"api";r=0;t=${seconds}` }).end('{"error":"slow down"}');
      return;
    case "garbage":
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Hello</title>");
  }
}

type Answer = readonly [status: number, body: unknown, headers: Record<string, string>];

function answer(server: Omit<HuggingFaceServer, "url">, url: URL, host: string, onlyFirst: boolean): Answer {
  if (url.pathname === "/api/papers/search") return [200, server.found, {}];
  const id = /^\/api\/papers\/(.+)$/.exec(url.pathname)?.[1];
  if (id !== undefined) {
    const known = server.papers.get(id);
    return known ? [200, known, {}] : [404, { error: "Paper not found" }, {}];
  }
  const all = server.lists.get(url.searchParams.get("date") ?? "") ?? [];
  const page = Number(url.searchParams.get("p") ?? 0);
  const size = Math.min(PAGE, Number(url.searchParams.get("limit") ?? PAGE));
  const part = onlyFirst ? all.slice(0, 1) : all.slice(page * size, (page + 1) * size);
  if (onlyFirst || all.length <= (page + 1) * size) return [200, part, {}];
  const next = new URL(url);
  next.host = host;
  next.searchParams.set("p", String(page + 1));
  return [200, part, { link: `<${next.href}>; rel="next"` }];
}
