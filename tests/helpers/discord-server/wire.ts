/** What the bot sends, as far as the loopback Discord reads it. */
import { z } from "zod";

export interface Component {
  readonly type: number;
  readonly id?: number | undefined;
  readonly custom_id?: string | undefined;
  readonly label?: string | undefined;
  readonly content?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly value?: string | undefined;
  readonly style?: number | undefined;
  readonly accent_color?: number | undefined;
  readonly components?: readonly Component[] | undefined;
  readonly component?: Component | undefined;
  readonly accessory?: Component | undefined;
  readonly options?: readonly SelectOption[] | undefined;
}

export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly default?: boolean | undefined;
}

const component: z.ZodType<Component> = z.lazy(() =>
  z.looseObject({
    type: z.number(),
    id: z.number().optional(),
    custom_id: z.string().optional(),
    label: z.string().optional(),
    content: z.string().optional(),
    placeholder: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    value: z.string().optional(),
    style: z.number().optional(),
    accent_color: z.number().optional(),
    components: z.array(component).optional(),
    component: component.optional(),
    accessory: component.optional(),
    options: z
      .array(
        z.looseObject({
          label: z.string(),
          value: z.string(),
          description: z.string().optional(),
          default: z.boolean().optional(),
        }),
      )
      .optional(),
  }),
);

export const embed = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  footer: z.looseObject({ text: z.string() }).optional(),
  author: z.looseObject({ name: z.string() }).optional(),
  fields: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional(),
});
export type Embed = z.infer<typeof embed>;

export const messageBody = z.looseObject({
  content: z.string().nullish(),
  embeds: z.array(embed).nullish(),
  components: z.array(component).nullish(),
  flags: z.number().nullish(),
  nonce: z.union([z.string(), z.number()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  allowed_mentions: z.looseObject({ parse: z.array(z.string()).nullish() }).nullish(),
});
export type MessageBody = z.infer<typeof messageBody>;

export const callbackBody = z.looseObject({
  type: z.number(),
  data: z
    .looseObject({
      ...messageBody.shape,
      choices: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
      custom_id: z.string().optional(),
      title: z.string().optional(),
    })
    .optional(),
});
export type CallbackBody = z.infer<typeof callbackBody>;

/** Every component at any depth, the outer ones first. */
export function everyComponent(components: readonly Component[]): readonly Component[] {
  return components.flatMap((each) => [
    each,
    ...everyComponent(each.components ?? []),
    ...everyComponent(each.component === undefined ? [] : [each.component]),
    ...everyComponent(each.accessory === undefined ? [] : [each.accessory]),
  ]);
}
