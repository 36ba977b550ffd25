/** Interactions on their way: what was asked, how it was acknowledged, and what was shown in the end. */

import type { Answer } from "./routes.ts";
import { messageFaults } from "./rules.ts";
import { snowflake } from "./snowflake.ts";
import type { CallbackBody, MessageBody } from "./wire.ts";
import type { StoredMessage, World } from "./world.ts";

const EPHEMERAL = 64;
const ACKNOWLEDGE_MS = 3_000;

export interface Pending {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  readonly sentAt: number;
  /** The message whose button was pressed. */
  readonly source: StoredMessage | undefined;
  callback: CallbackBody | undefined;
  acknowledgedAt: number | undefined;
  message: StoredMessage | undefined;
  /** Settles when there is something to see: an answer, choices, a form. */
  readonly shown: Promise<Pending>;
  readonly show: () => void;
}

export class Interactions {
  readonly #pending = new Map<string, Pending>();
  readonly #world: World;
  readonly #violations: string[];

  constructor(world: World, violations: string[]) {
    this.#world = world;
    this.#violations = violations;
  }

  open(channelId: string, source: StoredMessage | undefined): Pending {
    let show: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      show = resolve;
    });
    const id = snowflake();
    const pending: Pending = {
      id,
      token: `token-${id}`,
      channelId,
      sentAt: Date.now(),
      source,
      callback: undefined,
      acknowledgedAt: undefined,
      message: undefined,
      shown: done.then(() => pending),
      show,
    };
    this.#pending.set(pending.token, pending);
    return pending;
  }

  /** Somebody else has acknowledged it. */
  takeAway(pending: Pending): void {
    pending.callback = { type: 5 };
    pending.acknowledgedAt = Date.now();
  }

  acknowledge(id: string, token: string, body: CallbackBody): Answer {
    const pending = this.#pending.get(token);
    if (pending === undefined || pending.id !== id || Date.now() - pending.sentAt > ACKNOWLEDGE_MS) {
      return { status: 404, body: { code: 10062, message: "Unknown interaction" } };
    }
    if (pending.callback !== undefined) {
      return { status: 400, body: { code: 40060, message: "Interaction has already been acknowledged." } };
    }
    pending.callback = body;
    pending.acknowledgedAt = Date.now();
    const isPrivate = ((body.data?.flags ?? 0) & EPHEMERAL) !== 0;
    if (body.type === 5 && Object.keys(body.data ?? {}).some((key) => key !== "flags")) {
      this.#violations.push("a deferral that carries more than its flag");
    }
    if (body.type === 4) {
      this.#judge(body.data ?? {});
      pending.message = this.#world.addMessage(pending.channelId, body.data ?? {}, {
        ephemeral: isPrivate,
        answer: true,
      });
      pending.show();
    }
    if (body.type === 5) {
      pending.message = this.#world.addMessage(pending.channelId, {}, { ephemeral: isPrivate, answer: true });
    }
    if (body.type === 6) pending.message = pending.source;
    if (body.type === 8 || body.type === 9) pending.show();
    return { status: 204 };
  }

  edit(token: string, body: MessageBody): Answer {
    const message = this.#pending.get(token)?.message;
    if (message === undefined) return { status: 404, body: { code: 10015, message: "Unknown Webhook" } };
    this.#judge(body);
    this.#world.editMessage(message, body);
    this.#pending.get(token)?.show();
    return { status: 200, body: { id: message.id, channel_id: message.channel_id } };
  }

  /** The first answer is taken away. */
  remove(token: string): Answer {
    const pending = this.#pending.get(token);
    if (pending?.message === undefined)
      return { status: 404, body: { code: 10015, message: "Unknown Webhook" } };
    this.#world.removeMessage(pending.message);
    pending.message = undefined;
    return { status: 204 };
  }

  /** One more answer. */
  follow(token: string, body: MessageBody): Answer {
    const pending = this.#pending.get(token);
    if (pending?.callback === undefined)
      return { status: 404, body: { code: 10015, message: "Unknown Webhook" } };
    this.#judge(body);
    const ephemeral = ((body.flags ?? 0) & EPHEMERAL) !== 0;
    const message = this.#world.addMessage(pending.channelId, body, { ephemeral, answer: true });
    pending.message = message;
    pending.show();
    return { status: 200, body: { id: message.id, channel_id: message.channel_id } };
  }

  #judge(body: MessageBody): void {
    this.#violations.push(...messageFaults(body).map((fault) => `in an answer: ${fault}`));
  }
}
