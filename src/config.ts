/** The environment, read once and checked: what the core is set to. Each adapter reads its own settings. */
import { z } from "zod";
import { address, oneOf, onOrOff, trimSlash } from "./config/fields.ts";
import { type OpenaiConfig, openaiVariables, readOpenai } from "./config/openai.ts";
import { LOG_LEVELS } from "./log.ts";

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
  HF_SEARCH: onOrOff.default(true),
  ARXIV_API_URL: address.default("https://export.arxiv.org"),
  ...openaiVariables,
  ON_AMBIGUOUS: oneOf(["hold", "resend"]).default("hold"),
  LOG_LEVEL: oneOf(LOG_LEVELS).optional(),
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

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable that the core reads. */
export const coreVariables: readonly string[] = Object.keys(schema.shape);

/**
 * The configuration, or every fault in it, each naming the variable and what it accepts, with what stands there where
 * that can be no secret.
 */
export function readConfig(env: Environment): { config: Config } | { faults: readonly string[] } {
  // An empty value is how a shell or a .env file says "not set".
  const entries = Object.entries(env).filter(([, value]) => value?.trim() !== "");
  const given = Object.fromEntries(
    entries.map(([name, value]) => [name, name.endsWith("_PREFIX") ? value : value?.trim()]),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) => {
        const name = path.join(".");
        return `${name} must be ${message}${whatStands(message, given[name])}`;
      }),
    };
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
        search: values.HF_SEARCH,
      },
      arxiv: { url: trimSlash(values.ARXIV_API_URL) },
      openai,
      onAmbiguous: values.ON_AMBIGUOUS,
      logLevel: values.LOG_LEVEL,
    },
  };
}

/** Only a word or number in the place of another: an address or a text may hold what nobody else may read. */
function whatStands(wanted: string, value: string | undefined): string {
  const isClosed = /^(?:one of|a whole number|an amount) /.test(wanted);
  return isClosed && value !== undefined && /^[\p{L}\p{N}\p{P}\p{S} ]{1,20}$/u.test(value)
    ? `, not "${value}"`
    : "";
}
