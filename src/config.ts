/** The environment, read once and checked: what the core is set to. Each adapter reads its own settings. */
import { z } from "zod";
import { LOG_LEVELS } from "./log.ts";

const address = z.url({ protocol: /^https?$/, error: "an address that begins with https:// or http://" });

/** A price or ceiling in US dollars. */
const dollars = z
  .string()
  .regex(/^\d{1,7}(?:\.\d{1,6})?$/, "an amount in US dollars, for instance 5 or 0.25")
  .transform(Number);
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `a whole number from ${least} to ${most}`);

/** What OpenAI asks for its own default model, in US dollars for a million tokens (https://platform.openai.com/docs/pricing, 2026-11). */
const DEFAULT_MODEL = { name: "gpt-4.1-mini", prices: { input: 0.4, output: 1.6 } } as const;

const schema = z.object({
  PAPERBOY_DATA_DIR: z.string().min(1, "a folder").default("./data"),
  PAPERBOY_CONTACT: z
    .string()
    .regex(/^[\x20-\x7e]{1,200}$/, "a mail or web address of at most 200 characters")
    .default("https://github.com/paperboy-bot/paperboy"),
  HF_API_URL: address.default("https://huggingface.co"),
  HF_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "a token without spaces")
    .optional(),
  HF_SEARCH: z.enum(["on", "off"], { error: "one of on, off" }).default("on"),
  ARXIV_API_URL: address.default("https://export.arxiv.org"),
  OPENAI_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "a key without spaces")
    .optional(),
  OPENAI_BASE_URL: address.default("https://api.openai.com/v1"),
  OPENAI_MODEL: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, "a model's name without spaces")
    .default(DEFAULT_MODEL.name),
  OPENAI_MONTHLY_BUDGET_USD: dollars.default(5),
  OPENAI_WORKSPACE_BUDGET_USD: dollars.optional(),
  OPENAI_INPUT_PRICE_USD: dollars.optional(),
  OPENAI_OUTPUT_PRICE_USD: dollars.optional(),
  OPENAI_CALLS_AT_ONCE: wholeNumber(1, 100).default(4),
  OPENAI_REQUESTS_PER_PERSON: wholeNumber(1, 10_000).default(30),
  OPENAI_TIMEOUT_SECONDS: wholeNumber(1, 600).default(60),
  ON_AMBIGUOUS: z.enum(["hold", "resend"], { error: "one of hold, resend" }).default("hold"),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `one of ${LOG_LEVELS.join(", ")}` }).optional(),
});

export interface Config {
  readonly dataDir: string;
  /** Goes into the User-Agent, so that a source can reach whoever runs this. */
  readonly contact: string;
  readonly huggingFace: {
    readonly url: string;
    readonly token: string | undefined;
    /** Whether a search also asks Hugging Face's. */
    readonly search: boolean;
  };
  readonly arxiv: { readonly url: string };
  /** Any server that speaks OpenAI's language. */
  readonly openai: OpenaiConfig;
  /** What to do with a digest that may or may not have arrived, where nobody can look. */
  readonly onAmbiguous: "hold" | "resend";
  /** Undefined: quiet at a terminal, `info` elsewhere. */
  readonly logLevel: (typeof LOG_LEVELS)[number] | undefined;
}

export interface OpenaiConfig {
  readonly baseUrl: string;
  /** A server of one's own may need none. */
  readonly apiKey: string | undefined;
  /** What writes summaries; undefined when neither a key nor a server is set. */
  readonly chat: ChatConfig | undefined;
}

export interface ChatConfig {
  readonly model: string;
  /** US dollars for a million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  /** US dollars in a calendar month (UTC). */
  readonly monthlyBudget: number;
  /** The same for each workspace; undefined: only the whole is limited. */
  readonly workspaceBudget: number | undefined;
  readonly callsAtOnce: number;
  /** Of one person in an hour. */
  readonly requestsPerPerson: number;
  /** For one request and its answer. */
  readonly timeoutMs: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable that the core reads. */
export const coreVariables: readonly string[] = Object.keys(schema.shape);

/** The configuration, or every fault in it, each naming the variable and what it accepts, never its value. */
export function readConfig(env: Environment): { config: Config } | { faults: readonly string[] } {
  // An empty value is how a shell or a .env file says "not set".
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()]);
  const given = Object.fromEntries(trimmed.filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return { faults: parsed.error.issues.map((issue) => `${issue.path.join(".")} must be ${issue.message}`) };
  }
  const values = parsed.data;
  const openai = readOpenai(values);
  if ("faults" in openai) return openai;
  return {
    config: {
      dataDir: values.PAPERBOY_DATA_DIR,
      contact: values.PAPERBOY_CONTACT,
      huggingFace: {
        url: trimSlash(values.HF_API_URL),
        token: values.HF_TOKEN,
        search: values.HF_SEARCH === "on",
      },
      arxiv: { url: trimSlash(values.ARXIV_API_URL) },
      openai,
      onAmbiguous: values.ON_AMBIGUOUS,
      logLevel: values.LOG_LEVEL,
    },
  };
}

/**
 * Without prices a budget cannot be kept, and we know only those of the default model. A server that needs no key is
 * taken for one that costs nothing.
 */
function readOpenai(values: z.infer<typeof schema>): OpenaiConfig | { readonly faults: readonly string[] } {
  const { OPENAI_API_KEY: apiKey, OPENAI_MODEL: model } = values;
  const baseUrl = trimSlash(values.OPENAI_BASE_URL);
  const isOpenai = baseUrl === schema.shape.OPENAI_BASE_URL.parse(undefined);
  if (apiKey === undefined && isOpenai) return { baseUrl, apiKey, chat: undefined };
  const known =
    apiKey === undefined
      ? { input: 0, output: 0 }
      : isOpenai && model === DEFAULT_MODEL.name
        ? DEFAULT_MODEL.prices
        : undefined;
  const input = values.OPENAI_INPUT_PRICE_USD ?? known?.input;
  const output = values.OPENAI_OUTPUT_PRICE_USD ?? known?.output;
  if (input === undefined || output === undefined) {
    const missing = [
      ...(input === undefined ? ["OPENAI_INPUT_PRICE_USD"] : []),
      ...(output === undefined ? ["OPENAI_OUTPUT_PRICE_USD"] : []),
    ];
    return {
      faults: missing.map(
        (name) =>
          `${name} must be an amount in US dollars: what a million tokens of this model cost, so that the budget can be kept; 0 if nothing`,
      ),
    };
  }
  return {
    baseUrl,
    apiKey,
    chat: {
      model,
      prices: { input, output },
      monthlyBudget: values.OPENAI_MONTHLY_BUDGET_USD,
      workspaceBudget: values.OPENAI_WORKSPACE_BUDGET_USD,
      callsAtOnce: values.OPENAI_CALLS_AT_ONCE,
      requestsPerPerson: values.OPENAI_REQUESTS_PER_PERSON,
      timeoutMs: values.OPENAI_TIMEOUT_SECONDS * 1000,
    },
  };
}

/** Variables that look like ours but are nobody's: most likely a slip of the pen. */
export function unknownVariables(env: Environment, known: readonly string[]): readonly string[] {
  return Object.keys(env).filter((name) => name.startsWith("PAPERBOY_") && !known.includes(name));
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
