/** A whole Platform in memory: what the core's tests post to and type at. */
import { type Caller, parseCommandLine } from "../../src/platform/command.ts";
import type { ActionCommand, Channel, Message, Workspace } from "../../src/platform/message.ts";
import { type Bot, type DeliveryTag, type Platform, PostError } from "../../src/platform/platform.ts";

type Post = { readonly id: string; channel: Channel; message: Message; tag: DeliveryTag };

export class FakePlatform implements Platform {
  readonly name = "fake";
  readonly pace = { perSecond: 1000, perChannelPerSecond: 1000 };
  readonly options = [];
  readonly posts: Post[];
  /** What keeps from posting to a channel, by its id. */
  readonly obstacles = new Map<string, string>();
  /** Makes the next post fail; an ambiguous one arrives all the same. */
  nextFailure: PostError | undefined;
  #bot: Bot | undefined;
  readonly #running = new Set<Promise<Message>>();

  /** `posts` is what the world already holds. */
  constructor(posts: Post[] = []) {
    this.posts = posts;
  }
  async start(bot: Bot) {
    this.#bot = bot;
  }
  async post(channel: Channel, message: Message, tag: DeliveryTag) {
    const failure = this.nextFailure;
    this.nextFailure = undefined;
    if (failure !== undefined && failure.failure !== "ambiguous") throw failure;
    const obstacle = this.obstacles.get(channel.id);
    if (obstacle !== undefined) throw new PostError("unreachable", obstacle);
    const id = `m${this.posts.length + 1}`;
    this.posts.push({ id, channel, message, tag });
    if (failure !== undefined) throw failure;
    return { id };
  }
  async find(channel: Channel, key: string) {
    const post = this.posts.find((each) => each.channel.id === channel.id && each.tag.key === key);
    return post === undefined ? "absent" : { id: post.id };
  }
  async obstacle(channel: Channel) {
    return this.obstacles.get(channel.id);
  }
  async directChannel({ workspace }: Workspace, personId: string) {
    if (personId === "U0NOBODY") throw new PostError("unreachable", "There is nobody of that name.");
    return { platform: this.name, workspace, id: `direct-${personId}` };
  }
  async stop() {
    this.#bot = undefined;
    await Promise.all(this.#running);
  }
  /** A person types a line in the channel. */
  type(line: string, channel: Channel, caller: Caller, key?: string) {
    return this.press({ ...parseCommandLine(line), page: 1 }, channel, caller, key);
  }
  /** A person presses an action that was shown in the channel. */
  async press(action: ActionCommand, here: Channel, caller: Caller, key: string = crypto.randomUUID()) {
    if (this.#bot === undefined) throw new Error("the platform takes no commands");
    const answer = this.#bot.run({ ...action, channel: action.channel ?? here, caller, key });
    this.#running.add(answer);
    return answer.finally(() => this.#running.delete(answer));
  }
}
