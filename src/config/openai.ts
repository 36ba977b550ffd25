/** The settings of models that write and of models that turn texts into vectors. */
import { z } from "zod";
import { address, dollars, prefix, trimSlash, wholeNumber } from "./fields.ts";

/** What OpenAI asks for its own default model, in US dollars for a million tokens (https://platform.openai.com/docs/pricing, 2026-11). */
const DEFAULT_MODEL = { name: "gpt-4.1-mini", prices: { input: 0.4, output: 1.6 } } as const;

/** The same for models that turn texts into vectors. */
const EMBEDDING_PRICES: Readonly<Record<string, number>> = {
  "text-embedding-3-small": 0.02,
  "text-embedding-3-large": 0.13,
};

export const openaiVariables = {
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
  OPENAI_MONTHLY_BUDGET_TOKENS: wholeNumber(0, 1e12).optional(),
  OPENAI_WORKSPACE_BUDGET_TOKENS: wholeNumber(0, 1e12).optional(),
  OPENAI_INPUT_PRICE_USD: dollars.optional(),
  OPENAI_OUTPUT_PRICE_USD: dollars.optional(),
  OPENAI_CALLS_AT_ONCE: wholeNumber(1, 100).default(4),
  OPENAI_REQUESTS_PER_PERSON: wholeNumber(1, 10_000).default(30),
  OPENAI_TIMEOUT_SECONDS: wholeNumber(1, 600).default(60),
  OPENAI_EMBEDDING_MODEL: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, "a model's name without spaces")
    .optional(),
  OPENAI_EMBEDDING_QUERY_PREFIX: prefix.optional(),
  OPENAI_EMBEDDING_DOCUMENT_PREFIX: prefix.optional(),
  OPENAI_EMBEDDING_PRICE_USD: dollars.optional(),
  OPENAI_EMBEDDING_BUDGET_USD: dollars.default(1),
};

const schema = z.object(openaiVariables);

export interface OpenaiConfig {
  readonly baseUrl: string;
  /** A server of one's own may need none. */
  readonly apiKey: string | undefined;
  /** What writes summaries; undefined when neither a key nor a server is set. */
  readonly chat: ChatConfig | undefined;
  /** What turns texts into vectors for searching; undefined unless a model is named. */
  readonly embedding: EmbeddingConfig | undefined;
}

export interface EmbeddingConfig {
  readonly model: string;
  /** What stands before what is searched for; undefined: what the model is known to want. */
  readonly queryPrefix: string | undefined;
  /** The same before each paper's text. */
  readonly documentPrefix: string | undefined;
  /** US dollars for a million tokens. */
  readonly price: number;
  /** US dollars in a calendar month (UTC), as part of the budget of all models. */
  readonly monthlyBudget: number;
  readonly budgetOfAll: number;
  readonly callsAtOnce: number;
  /** For one request and its answer. */
  readonly timeoutMs: number;
}

export interface ChatConfig {
  readonly model: string;
  /** US dollars for a million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  /** US dollars in a calendar month (UTC). */
  readonly monthlyBudget: number;
  /** The same for each workspace; undefined: only the whole is limited. */
  readonly workspaceBudget: number | undefined;
  /** Tokens, read and written together, in a calendar month; undefined: only money is limited. */
  readonly monthlyTokens: number | undefined;
  readonly workspaceTokens: number | undefined;
  readonly callsAtOnce: number;
  /** Of one person in an hour. */
  readonly requestsPerPerson: number;
  /** For one request and its answer. */
  readonly timeoutMs: number;
}

/**
 * Without prices a budget cannot be kept, and we know only those of the default model. A server that needs no key is
 * taken for one that costs nothing.
 */
export function readOpenai(
  values: z.infer<typeof schema>,
): OpenaiConfig | { readonly faults: readonly string[] } {
  const { OPENAI_API_KEY: apiKey, OPENAI_MODEL: model } = values;
  const baseUrl = trimSlash(values.OPENAI_BASE_URL);
  const isOpenai = baseUrl === schema.shape.OPENAI_BASE_URL.parse(undefined);
  const embeddingModel = values.OPENAI_EMBEDDING_MODEL;
  if (apiKey === undefined && isOpenai) {
    if (embeddingModel === undefined) return { baseUrl, apiKey, chat: undefined, embedding: undefined };
    return {
      faults: ["OPENAI_API_KEY must be a key, or OPENAI_BASE_URL a server that needs none, for embeddings"],
    };
  }
  const known =
    apiKey === undefined
      ? { input: 0, output: 0 }
      : isOpenai && model === DEFAULT_MODEL.name
        ? DEFAULT_MODEL.prices
        : undefined;
  const input = values.OPENAI_INPUT_PRICE_USD ?? known?.input;
  const output = values.OPENAI_OUTPUT_PRICE_USD ?? known?.output;
  const embeddingPrice =
    values.OPENAI_EMBEDDING_PRICE_USD ??
    (apiKey === undefined || embeddingModel === undefined
      ? 0
      : isOpenai
        ? EMBEDDING_PRICES[embeddingModel]
        : undefined);
  if (input === undefined || output === undefined || embeddingPrice === undefined) {
    const missing = [
      ...(input === undefined ? ["OPENAI_INPUT_PRICE_USD"] : []),
      ...(output === undefined ? ["OPENAI_OUTPUT_PRICE_USD"] : []),
      ...(embeddingPrice === undefined ? ["OPENAI_EMBEDDING_PRICE_USD"] : []),
    ];
    return {
      faults: missing.map(
        (name) =>
          `${name} must be an amount in US dollars: what a million tokens of this model cost, so that the budget can be kept; 0 if nothing`,
      ),
    };
  }
  const shared = {
    callsAtOnce: values.OPENAI_CALLS_AT_ONCE,
    timeoutMs: values.OPENAI_TIMEOUT_SECONDS * 1000,
  };
  return {
    baseUrl,
    apiKey,
    embedding:
      embeddingModel === undefined
        ? undefined
        : {
            ...shared,
            model: embeddingModel,
            queryPrefix: values.OPENAI_EMBEDDING_QUERY_PREFIX,
            documentPrefix: values.OPENAI_EMBEDDING_DOCUMENT_PREFIX,
            price: embeddingPrice,
            monthlyBudget: values.OPENAI_EMBEDDING_BUDGET_USD,
            budgetOfAll: values.OPENAI_MONTHLY_BUDGET_USD,
          },
    chat: {
      ...shared,
      model,
      prices: { input, output },
      monthlyBudget: values.OPENAI_MONTHLY_BUDGET_USD,
      workspaceBudget: values.OPENAI_WORKSPACE_BUDGET_USD,
      monthlyTokens: values.OPENAI_MONTHLY_BUDGET_TOKENS,
      workspaceTokens: values.OPENAI_WORKSPACE_BUDGET_TOKENS,
      requestsPerPerson: values.OPENAI_REQUESTS_PER_PERSON,
    },
  };
}
