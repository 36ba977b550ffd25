/**
 * A Discord of our own on the loopback: REST and gateway, as far as a bot like ours can tell. It judges every request,
 * takes a nonce once, and does on demand what networks and servers do.
 */
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { type Fault, takeFault } from "./faults.ts";
import { Gateway } from "./gateway.ts";
import { Interactions } from "./interactions.ts";
import { read } from "./reader.ts";
import { type Answer, type Context, route } from "./routes.ts";
import { messageFaults, openApiFaults } from "./rules.ts";
import { messageBody } from "./wire.ts";
import { World } from "./world.ts";

export const TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMA.loopback.c2VjcmV0LXRva2Vu";

export interface DiscordServerOptions {
  readonly shards?: number;
  /** Requests a second that the bot may make; more are answered with 429. */
  readonly perSecond?: number;
  /** Judging by the OpenAPI description takes time: switched off in measurements. */
  readonly judge?: boolean;
  readonly port?: number;
  /** Moves the time by which nonces are forgotten. */
  readonly now?: () => number;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly at: number;
}

/** Discord remembers a nonce for "a few minutes". */
const NONCE_MS = 3 * 60_000;
const WITHOUT_TOKEN = /^\/(?:interactions|webhooks)\//;

export class DiscordServer {
  readonly applicationId: string;
  readonly world = new World();
  readonly violations: string[] = [];
  readonly requests: Request[] = [];
  readonly faults: Fault[] = [];
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly #http: HttpServer;
  readonly #options: DiscordServerOptions;
  readonly #second = { from: 0, count: 0 };
  #port = 0;

  constructor(options: DiscordServerOptions = {}) {
    this.#options = options;
    this.applicationId = this.world.bot.id;
    this.interactions = new Interactions(this.world, this.violations);
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.violations.push(`the loopback Discord could not read ${request.url}: ${String(error)}`);
        respond(response, {
          status: 400,
          body: { code: 50109, message: "The request body contains invalid JSON." },
        });
      });
    });
    this.gateway = new Gateway(this.#http, this.world, this.applicationId, TOKEN);
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) =>
      this.#http.listen(this.#port || (this.#options.port ?? 0), "127.0.0.1", resolve),
    );
    const address = this.#http.address();
    this.#port = typeof address === "object" && address !== null ? address.port : 0;
    this.gateway.url = `ws://127.0.0.1:${this.#port}/gateway`;
    return this;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.#port}/api`;
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.goDown();
  }

  /** Nothing listens any more; `listen` ends that, on the same port. */
  async goDown(): Promise<void> {
    this.gateway.drop();
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    await closed;
  }

  /** How often a request of this kind was made. */
  count(method: string, path: RegExp): number {
    return this.requests.filter((request) => request.method === method && path.test(request.path)).length;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.replace(/^\/api\/v10/, "");
    const method = request.method ?? "GET";
    const text = await bodyOf(request);
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    this.requests.push({ method, path, body, at: Date.now() });

    const fault = takeFault(this.faults, method, path);
    if (fault?.do === "reset") {
      request.socket.resetAndDestroy();
      return;
    }
    if (fault?.do === "answer") {
      respond(response, fault, fault.headers);
      return;
    }
    const answer = this.#answer(method, path, body, url.searchParams, request.headers.authorization);
    if (fault?.do === "lose") request.socket.resetAndDestroy();
    else if (fault?.do === "fail") respond(response, { status: 500, body: { code: 0, message: "500" } });
    else if (fault?.do !== "hang") respond(response, answer, answer.headers);
  }

  #answer(
    method: string,
    path: string,
    body: unknown,
    query: URLSearchParams,
    authorization: string | undefined,
  ): Answer & { readonly headers?: Record<string, string> } {
    if (WITHOUT_TOKEN.test(path)) {
      if (authorization !== undefined) this.violations.push(`the bot's token was sent to ${path}`);
    } else {
      if (this.gateway.token === undefined || authorization !== `Bot ${this.gateway.token}`) {
        return { status: 401, body: { code: 0, message: "401: Unauthorized" } };
      }
      const wait = this.#limit();
      if (wait > 0) {
        return {
          status: 429,
          body: { message: "You are being rate limited.", retry_after: wait, global: true },
          headers: {
            "retry-after": String(wait),
            "x-ratelimit-global": "true",
            "x-ratelimit-scope": "global",
          },
        };
      }
    }
    const faults = this.#judge(method, path, body);
    if (faults.length > 0) {
      this.violations.push(...faults);
      return { status: 400, body: { code: 50035, message: "Invalid Form Body", errors: {} } };
    }
    const context: Context = {
      world: this.world,
      interactions: this.interactions,
      applicationId: this.applicationId,
      gatewayUrl: this.gateway.url,
      shards: this.#options.shards ?? 1,
      nonceMs: NONCE_MS,
      now: this.#options.now ?? Date.now,
    };
    return route(method, path, body, query, context);
  }

  /** The seconds to wait until the next request may be made. */
  #limit(): number {
    const { perSecond } = this.#options;
    if (perSecond === undefined) return 0;
    const now = Date.now();
    if (now - this.#second.from >= 1000) {
      this.#second.from = now;
      this.#second.count = 0;
    }
    this.#second.count++;
    return this.#second.count > perSecond ? (this.#second.from + 1000 - now) / 1000 : 0;
  }

  #judge(method: string, path: string, body: unknown): readonly string[] {
    if (body === undefined || this.#options.judge === false) return [];
    const faults = [...(openApiFaults?.(method, path, body) ?? [])];
    const isMessage = method === "POST" && /^\/channels\/\d+\/messages$/.test(path);
    if (!isMessage && !/\/messages\/(?:@|%40)original$/.test(path)) return faults;
    const message = messageBody.parse(body);
    faults.push(...messageFaults(message));
    const { strange } = read({
      components: message.components ?? [],
      embeds: message.embeds ?? [],
      content: message.content ?? "",
    });
    this.violations.push(...strange.map((found) => `markup that nobody meant: ${found}`));
    return faults;
  }
}

/** A running one; `close` it. */
export function startDiscordServer(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  return new DiscordServer(options).listen();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function respond(
  response: ServerResponse,
  { status, body }: Answer,
  headers: Record<string, string> = {},
): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
