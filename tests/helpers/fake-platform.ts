/** A whole Platform in memory: what the core's tests post to and type at. */
import { type Caller, parseCommandLine } from "../../src/platform/command.ts";
import type { ActionCommand, Channel, Message, Workspace } from "../../src/platform/message.ts";
import type { Bot, DeliveryTag, Platform, PostedMessage } from "../../src/platform/platform.ts";
import { PostError } from "../../src/platform/platform.ts";

export interface Post {
  readonly id: string;
  readonly channel: Channel;
  readonly message: Message;
  readonly tag: DeliveryTag;
}

export class FakePlatform implements Platform {
  readonly name = "fake";
  readonly pace = { perSecond: 1000, perChannelPerSecond: 1000 };
  readonly options = [];
  /** Set it to make the next post fail; an ambiguous one arrives all the same. */
  nextFailure: PostError | undefined;
  readonly obstacles = new Map<string, string>();
  readonly posts: Post[];
  #bot: Bot | undefined;
  readonly #running = new Set<Promise<Message>>();

  /** `posts` is what the world already holds. */
  constructor(posts: Post[] = []) {
    this.posts = posts;
  }

  async start(bot: Bot): Promise<void> {
    this.#bot = bot;
  }

  async post(channel: Channel, message: Message, tag: DeliveryTag): Promise<PostedMessage> {
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

  async find(channel: Channel, key: string): Promise<PostedMessage | "absent"> {
    const post = this.posts.find((each) => each.channel.id === channel.id && each.tag.key === key);
    return post === undefined ? "absent" : { id: post.id };
  }

  async obstacle(channel: Channel): Promise<string | undefined> {
    return this.obstacles.get(channel.id);
  }

  async directChannel({ workspace }: Workspace, personId: string): Promise<Channel> {
    if (personId === "U0NOBODY") throw new PostError("unreachable", "There is nobody of that name.");
    return { platform: this.name, workspace, id: `direct-${personId}` };
  }

  async stop(): Promise<void> {
    this.#bot = undefined;
    await Promise.all(this.#running);
  }

  /** A person types a line in the channel. */
  type(line: string, channel: Channel, caller: Caller, key: string = crypto.randomUUID()): Promise<Message> {
    return this.press({ ...parseCommandLine(line), page: 1 }, channel, caller, key);
  }

  /** A person presses an action that was shown in the channel. */
  async press(
    action: ActionCommand,
    channel: Channel,
    caller: Caller,
    key: string = crypto.randomUUID(),
  ): Promise<Message> {
    if (this.#bot === undefined) throw new Error("the platform takes no commands");
    const { name, argument, page } = action;
    const answer = this.#bot.run({ name, argument, page, channel: action.channel ?? channel, caller, key });
    this.#running.add(answer);
    return answer.finally(() => this.#running.delete(answer));
  }
}
