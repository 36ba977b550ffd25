/**
 * Two workspaces, each an emulated Slack of its own (`emulate`), behind one address as real ones are: calls go to
 * whichever workspace the token or the code belongs to.
 */
import { createServer, type IncomingMessage } from "node:http";
import { createEmulator } from "emulate";
import { z } from "zod";
import { OPTIONAL_SCOPES, SCOPES } from "../../../adapters/slack/scopes.ts";
import { portOf } from "./slack-world.ts";

export const CLIENT = { id: "12345.67890", secret: "the-client-secret-of-tests" };
export const TEAMS = ["T000000001", "T000000002"] as const;
export type TeamId = (typeof TEAMS)[number];
const EMULATED = TEAMS[0];

export interface TwoWorkspaces {
  readonly apiUrl: string;
  /** What reached whom: method and workspace. */
  readonly calls: { readonly method: string; readonly team: TeamId; readonly body: string }[];
  readonly answers: string[];
  /** A person of this workspace agrees to install; the code for the way back. */
  agree(team: TeamId, state: string): Promise<string>;
  /** As the workspace's own client would call. */
  call(team: TeamId, method: string, params: Record<string, string>): Promise<Record<string, unknown>>;
  /** The next answer to this method is lost on the way back. */
  loseNextAnswer(method: string): void;
  /** Once the next call of this method has taken effect, and before it is answered. */
  onNext(method: string, then: () => Promise<void>): void;
  /** Once the next call of this method has come in; it never takes effect and is never answered. */
  insteadOfNext(method: string, then: () => Promise<void>): void;
  /** Slack takes back the workspace's tokens. */
  revoke(team: TeamId): void;
  responseUrl: string;
  close(): Promise<void>;
}

export async function startTwoWorkspaces(): Promise<TwoWorkspaces> {
  const open = (port: number) =>
    createEmulator({
      service: "slack",
      port,
      seed: {
        slack: {
          channels: [{ name: "papers" }],
          oauth_apps: [
            { client_id: CLIENT.id, client_secret: CLIENT.secret, name: "Paperboy", redirect_uris: [] },
          ],
          strict_scopes: true,
        },
      },
    });
  const emulators = new Map<TeamId, Awaited<ReturnType<typeof open>>>();
  for (const team of TEAMS) emulators.set(team, await open(await freePort()));
  const owners = new Map<string, TeamId>();
  const revoked = new Set<TeamId>();
  const lost = new Set<string>();
  const hooks = new Map<string, () => Promise<void>>();
  const dropped = new Map<string, () => Promise<void>>();
  const calls: TwoWorkspaces["calls"] = [];
  const answers: string[] = [];

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const [, root, method = ""] = (request.url ?? "").split("/");
    if (root === "respond") {
      answers.push(body);
      return void response.writeHead(200).end("ok");
    }
    const key =
      request.headers.authorization?.replace("Bearer ", "") ?? new URLSearchParams(body).get("code") ?? "";
    const team = owners.get(key);
    if (team === undefined || revoked.has(team)) {
      return void response.writeHead(200).end(JSON.stringify({ ok: false, error: "invalid_auth" }));
    }
    calls.push({ method, team, body });
    const instead = dropped.get(method);
    dropped.delete(method);
    if (instead !== undefined) {
      await instead();
      return void response.destroy();
    }
    const answer = await forward(team, `/api/${method}`, body, request.headers.authorization);
    const token = z.object({ access_token: z.string() }).safeParse(JSON.parse(answer));
    if (token.success) owners.set(token.data.access_token, team);
    const then = hooks.get(method);
    hooks.delete(method);
    await then?.();
    if (lost.delete(method)) return void response.destroy();
    response.writeHead(200, { "content-type": "application/json" }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${portOf(server.address())}`;

  async function forward(team: TeamId, path: string, body: string, authorization?: string): Promise<string> {
    const response = await fetch(`${emulators.get(team)?.url}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...(authorization && { authorization }),
      },
      body: body.replaceAll(team, EMULATED),
      redirect: "manual",
    });
    return response.headers.get("location") ?? (await response.text()).replaceAll(EMULATED, team);
  }

  return {
    apiUrl: `${address}/api/`,
    calls,
    answers,
    responseUrl: `${address}/respond/x`,
    async agree(team, state) {
      const back = await forward(
        team,
        "/oauth/v2/authorize/callback",
        new URLSearchParams({
          user_id: "U000000001",
          client_id: CLIENT.id,
          redirect_uri: "http://localhost/slack/oauth_redirect",
          scope: [...SCOPES, ...OPTIONAL_SCOPES].join(","),
          state,
        }).toString(),
      );
      const code = new URL(back).searchParams.get("code") ?? "";
      owners.set(code, team);
      return code;
    },
    async call(team, method, params) {
      const token = [...owners].find(([key, owner]) => owner === team && key.startsWith("xoxb-"))?.[0];
      const body = new URLSearchParams(params).toString();
      return z
        .record(z.string(), z.unknown())
        .parse(JSON.parse(await forward(team, `/api/${method}`, body, `Bearer ${token}`)));
    },
    loseNextAnswer: (method) => lost.add(method),
    onNext: (method, then) => hooks.set(method, then),
    insteadOfNext: (method, then) => dropped.set(method, then),
    revoke: (team) => revoked.add(team),
    async close() {
      for (const emulator of emulators.values()) await emulator.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = portOf(server.address());
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
