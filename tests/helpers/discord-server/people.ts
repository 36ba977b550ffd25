/** What people do in the loopback Discord: type, complete, press, choose, fill in, right-click. */

import { memberPayload } from "./gateway.ts";
import type { DiscordServer } from "./index.ts";
import type { Pending } from "./interactions.ts";
import { channelPayload, messagePayload } from "./routes.ts";
import { type Component, everyComponent } from "./wire.ts";
import { MEMBER_PERMISSIONS, PERMISSION, type PlaceChannel, type StoredMessage, type User } from "./world.ts";

export interface Act {
  readonly by?: User;
  readonly in: PlaceChannel;
  /** The bot was added to the person's account, not to this place. */
  readonly personal?: boolean;
  /** Beside what every member may. */
  readonly permissions?: bigint;
  /** A conversation of people in which the bot is not. */
  readonly group?: boolean;
}

const OPTION_STRING = 3;
const OPTION_SUBCOMMAND = 1;
const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const MODAL = 5;

export class People {
  readonly #server: DiscordServer;
  #last: { readonly payload: object; readonly serverId: string | undefined } | undefined;

  constructor(server: DiscordServer) {
    this.#server = server;
  }

  /** Types `/papers name argument`. */
  slash(name: string, argument: string, act: Act): Pending {
    return this.#do(COMMAND, act, undefined, this.#command(name, argument, false));
  }

  /** Has typed this much of the argument. */
  complete(name: string, argument: string, act: Act): Pending {
    return this.#do(AUTOCOMPLETE, act, undefined, this.#command(name, argument, true));
  }

  /** Chooses "Find this paper" in a message's menu. */
  findPaper(message: object & { readonly id: string }, act: Act): Pending {
    return this.#do(COMMAND, act, undefined, {
      id: "1",
      name: "Find this paper",
      type: 3,
      target_id: message.id,
      resolved: { messages: { [message.id]: message } },
    });
  }

  /** Presses a button, or chooses an option, by its label or the beginning of it. */
  press(message: StoredMessage, label: string, act: Act): Pending {
    const all = everyComponent(message.components);
    const button = all.find((each) => each.type === 2 && each.label === label);
    if (button !== undefined) {
      return this.#do(COMPONENT, act, message, { component_type: 2, custom_id: button.custom_id, id: 1 });
    }
    for (const menu of all) {
      const option = menu.options?.find((each) => each.label === label || each.label.endsWith(` · ${label}`));
      if (option !== undefined) {
        return this.#do(COMPONENT, act, message, {
          component_type: 3,
          custom_id: menu.custom_id,
          id: 1,
          values: [option.value],
        });
      }
    }
    throw new Error(`nothing says "${label}"`);
  }

  /** Sends a form, with an answer for each field; days are chosen by their names. */
  submit(form: Pending, values: readonly string[], act: Act): Pending {
    const data = form.callback?.data;
    const components = (data?.components ?? []).map((label, at) => ({
      type: 18,
      id: at + 1,
      component: answered(label.component, values[at] ?? "", at),
    }));
    return this.#do(MODAL, act, form.source, { custom_id: data?.custom_id, components });
  }

  /** The last thing that was done arrives once more. */
  again(): void {
    if (this.#last !== undefined) {
      this.#server.gateway.dispatch("INTERACTION_CREATE", this.#last.payload, this.#last.serverId);
    }
  }

  /** Where something with this label was shown last. */
  lastWith(label: string): StoredMessage {
    const message = this.#server.world.messages.findLast(({ components }) =>
      everyComponent(components).some(
        (each) =>
          (each.type === 2 && each.label === label) ||
          each.options?.some((option) => option.label === label || option.label.endsWith(` · ${label}`)),
      ),
    );
    if (message === undefined) throw new Error(`nothing says "${label}"`);
    return message;
  }

  #command(name: string, argument: string, focused: boolean): object {
    return {
      id: "1",
      name: "papers",
      type: 1,
      options: [
        {
          type: OPTION_SUBCOMMAND,
          name,
          options:
            argument === "" && !focused
              ? []
              : [{ type: OPTION_STRING, name: "argument", value: argument, ...(focused && { focused }) }],
        },
      ],
    };
  }

  #do(type: number, act: Act, source: StoredMessage | undefined, data: object): Pending {
    const { world, applicationId, gateway, interactions } = this.#server;
    const by = act.by ?? world.owner;
    const serverId = act.in.guild_id;
    const pending = interactions.open(act.in.id, source);
    const permissions =
      MEMBER_PERMISSIONS | (by === world.owner ? PERMISSION.manageChannels : 0n) | (act.permissions ?? 0n);
    const payload = {
      id: pending.id,
      application_id: applicationId,
      type,
      token: pending.token,
      version: 1,
      channel_id: act.in.id,
      channel: { ...channelPayload(act.in, world), ...(act.group === true && { type: 3 }) },
      app_permissions: String(MEMBER_PERMISSIONS),
      locale: "en-US",
      entitlements: [],
      attachment_size_limit: 10_485_760,
      authorizing_integration_owners: act.personal === true ? { 1: by.id } : { 0: serverId ?? "0" },
      context: serverId !== undefined ? 0 : act.group === true ? 2 : 1,
      ...(serverId === undefined
        ? { user: by }
        : {
            guild_id: serverId,
            guild_locale: "en-US",
            guild: { id: serverId, locale: "en-US", features: [] },
            member: { ...memberPayload(by.id, world), permissions: String(permissions) },
          }),
      ...(source !== undefined && { message: messagePayload(source) }),
      data,
    };
    this.#last = { payload, serverId: act.personal === true ? undefined : serverId };
    gateway.dispatch("INTERACTION_CREATE", payload, this.#last.serverId);
    return pending;
  }
}

function answered(field: Component | undefined, value: string, id: number): object {
  const custom_id = field?.custom_id;
  return field?.type === 3
    ? { type: 3, id, custom_id, values: value.split(",") }
    : { type: 4, id, custom_id, value };
}
