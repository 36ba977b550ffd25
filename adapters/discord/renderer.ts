/** The ways of showing a Message, the best first: the next one is for what Discord refused. */
import type { Message } from "../../src/platform/message.ts";
import { renderEmbeds } from "./embeds.ts";
import { type Rendered, type RenderOptions, render } from "./render.ts";
import type { LayoutName } from "./settings.ts";

export interface Renderer {
  readonly layout: LayoutName;
  readonly attempts: readonly ((message: Message, options: RenderOptions) => Rendered<object>)[];
}

export function createRenderer(layout: LayoutName): Renderer {
  return { layout, attempts: layout === "components" ? [render, renderEmbeds] : [renderEmbeds] };
}
