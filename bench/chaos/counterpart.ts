/** A chat platform on a loopback port that loses answers, fails, hangs and refuses, and counts what it accepted by key. */
import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRandom, type Random } from "./random.ts";

/** What can happen to a post. */
const FAULTS = {
  /** Accepted, and said so. */
  fine: 9,
  /** Accepted, but the connection breaks before the answer. */
  lostAnswer: 3,
  /** Not accepted, and the connection breaks. */
  lostRequest: 1,
  /** 500, accepted all the same. */
  errorAfter: 2,
  /** 500, not accepted. */
  errorBefore: 2,
  /** Accepted, and never answered. */
  hangAfter: 1,
  /** Never answered, and accepted only when the caller may long have gone. */
  hangThenAccept: 1,
  /** Not accepted, and never answered. */
  hangBefore: 1,
  /** 429: certainly not accepted. */
  tooMany: 2,
};
type Fault = keyof typeof FAULTS;

const ACCEPTING: readonly Fault[] = ["fine", "lostAnswer", "errorAfter", "hangAfter"];

/** How long after it was accepted a message shows up when it is looked for, in milliseconds, at most. */
export const LATEST_VISIBLE_MS = 60;
/** How long after a request a message may still be accepted, at most. */
const LATEST_ACCEPTED_MS = 40;

interface Accepted {
  readonly channel: string;
  readonly text: string;
  readonly visibleAt: number;
}

export interface Counterpart {
  readonly url: string;
  /** Begins a trial; what happens to a channel's first, second, ... request follows from the seed. */
  open(trial: string, seed: number): void;
  /** What was accepted in the trial, by key. */
  messages(trial: string): ReadonlyMap<string, readonly { channel: string; text: string }[]>;
  readonly faults: ReadonlyMap<string, number>;
  close(): void;
}

export async function startCounterpart(): Promise<Counterpart> {
  const trials = new Map<string, Trial>();
  const faults = new Map<string, number>();

  const server = createServer((request, response) => {
    const [, trialId = "", channel = "", key = ""] = (request.url ?? "").split("/");
    const trial = trials.get(trialId);
    if (trial === undefined) {
      response.writeHead(404).end();
      return;
    }
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => {
      if (request.method === "GET") {
        look(trial, { channel, key }, response);
      } else {
        const fault = randomOf(trial, channel, "post").pick(FAULTS);
        faults.set(fault, (faults.get(fault) ?? 0) + 1);
        post(trial, { channel, text, key, fault }, response);
      }
    });
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    open: (trial, seed) => void trials.set(trial, { seed, randoms: new Map(), accepted: new Map() }),
    messages: (trial) => trials.get(trial)?.accepted ?? new Map(),
    faults,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Trial {
  readonly seed: number;
  readonly randoms: Map<string, Random>;
  readonly accepted: Map<string, Accepted[]>;
}

/** Each channel has numbers of its own, so that a seed repeats them whichever channel's request comes first. */
function randomOf({ seed, randoms }: Trial, channel: string, purpose: string): Random {
  const name = `${seed} ${channel} ${purpose}`;
  const random = randoms.get(name) ?? createRandom(createHash("sha256").update(name).digest().readUInt32LE());
  randoms.set(name, random);
  return random;
}

function post(
  trial: Trial,
  request: { channel: string; text: string; key: string; fault: Fault },
  response: ServerResponse,
): void {
  const { channel, text, key, fault } = request;
  const { accepted } = trial;
  const random = randomOf(trial, channel, "delay");
  const accept = () => {
    const visibleAt = Date.now() + random.below(LATEST_VISIBLE_MS);
    accepted.set(key, [...(accepted.get(key) ?? []), { channel, text, visibleAt }]);
  };
  if (fault === "hangThenAccept") setTimeout(accept, random.below(LATEST_ACCEPTED_MS));
  if (ACCEPTING.includes(fault)) accept();
  if (fault === "fine") response.end(JSON.stringify({ id: key }));
  if (fault === "lostAnswer" || fault === "lostRequest") response.destroy();
  if (fault === "errorAfter" || fault === "errorBefore") response.writeHead(500).end();
  if (fault === "tooMany") response.writeHead(429, { "retry-after": "0.02" }).end();
}

/** One look in ten fails; a message that was just accepted does not show yet. */
function look(trial: Trial, asked: { channel: string; key: string }, response: ServerResponse): void {
  if (randomOf(trial, asked.channel, "look").below(10) === 0) return void response.writeHead(500).end();
  const found = trial.accepted.get(asked.key)?.some(({ visibleAt }) => visibleAt <= Date.now()) ?? false;
  response.end(JSON.stringify({ found }));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
