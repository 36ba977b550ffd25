import { describe, expect, test } from "vitest";
import { coreVariables, type Environment, readConfig } from "../src/config.ts";

function configOf(env: Environment) {
  const read = readConfig(env);
  if ("faults" in read) throw new Error(read.faults.join("\n"));
  return read.config;
}

function faultsOf(env: Environment): readonly string[] {
  const read = readConfig(env);
  return "faults" in read ? read.faults : [];
}

describe("the configuration", () => {
  test("needs nothing", () => {
    expect(configOf({})).toMatchObject({
      dataDir: "./data",
      huggingFace: { url: "https://huggingface.co", token: undefined },
      arxiv: { url: "https://export.arxiv.org" },
      logLevel: undefined,
    });
  });

  test("takes an empty variable, as a .env file leaves it, for one that is not set", () => {
    const empty = Object.fromEntries(coreVariables.map((name) => [name, ""]));
    const blank = Object.fromEntries(coreVariables.map((name) => [name, "  "]));
    expect(readConfig(empty)).toEqual(readConfig({}));
    expect(readConfig(blank)).toEqual(readConfig({}));
  });

  test("takes what is set", () => {
    const config = configOf({
      PAPERBOY_DATA_DIR: "/var/lib/paperboy",
      PAPERBOY_CONTACT: "papers@example.org",
      HF_API_URL: "http://127.0.0.1:8399/",
      HF_TOKEN: "hf_abc",
      ARXIV_API_URL: "http://localhost:1234//",
      LOG_LEVEL: "debug",
      HOME: "/root",
    });
    expect(config).toMatchObject({
      dataDir: "/var/lib/paperboy",
      contact: "papers@example.org",
      huggingFace: { url: "http://127.0.0.1:8399", token: "hf_abc" },
      arxiv: { url: "http://localhost:1234" },
      logLevel: "debug",
    });
  });

  test.each([
    ["OFF", false],
    ["false", false],
    ["No", false],
    ["0", false],
    ["ON", true],
    ["True", true],
    ["yes", true],
    ["1", true],
  ])("takes %s for a switch that is set: %s", (typed, is) => {
    expect(configOf({ HF_SEARCH: typed }).huggingFace.search).toBe(is);
  });

  test("takes words in any case", () => {
    expect(configOf({ LOG_LEVEL: "INFO", ON_AMBIGUOUS: "Resend" })).toMatchObject({
      logLevel: "info",
      onAmbiguous: "resend",
    });
  });

  test("does not mind blanks around a value", () => {
    expect(configOf({ LOG_LEVEL: " info ", HF_TOKEN: "hf_abc\n" })).toMatchObject({
      logLevel: "info",
      huggingFace: { token: "hf_abc" },
    });
  });
});

describe("a model", () => {
  const chatOf = (env: Environment) => configOf(env).openai.chat;

  test("is off until there is a key or a server", () => {
    expect(chatOf({})).toBeUndefined();
    expect(chatOf({ OPENAI_MODEL: "gpt-4.1-mini" })).toBeUndefined();
  });

  test("has the default model's prices with a key alone, and a ceiling", () => {
    expect(chatOf({ OPENAI_API_KEY: "sk-1" })).toMatchObject({
      model: "gpt-4.1-mini",
      prices: { input: 0.4, output: 1.6 },
      monthlyBudget: 5,
      workspaceBudget: undefined,
    });
  });

  test("may have a ceiling in tokens, too", () => {
    const tokens = { OPENAI_MONTHLY_BUDGET_TOKENS: "2000000", OPENAI_WORKSPACE_BUDGET_TOKENS: "50000" };
    expect(chatOf({ OPENAI_API_KEY: "sk-1", ...tokens })).toMatchObject({
      monthlyTokens: 2_000_000,
      workspaceTokens: 50_000,
    });
    expect(faultsOf({ OPENAI_API_KEY: "sk-1", OPENAI_MONTHLY_BUDGET_TOKENS: "many" })).toEqual([
      expect.stringMatching(/^OPENAI_MONTHLY_BUDGET_TOKENS /),
    ]);
  });

  test("costs nothing on a server that needs no key", () => {
    const chat = chatOf({ OPENAI_BASE_URL: "http://127.0.0.1:11434/v1/", OPENAI_MODEL: "qwen3:8b" });
    expect(chat).toMatchObject({ model: "qwen3:8b", prices: { input: 0, output: 0 } });
  });

  test("needs its prices when we do not know them, so that the budget can be kept", () => {
    expect(faultsOf({ OPENAI_API_KEY: "sk-1", OPENAI_MODEL: "other", OPENAI_INPUT_PRICE_USD: "1" })).toEqual([
      expect.stringMatching(/^OPENAI_OUTPUT_PRICE_USD must be an amount in US dollars/),
    ]);
    const prices = { OPENAI_INPUT_PRICE_USD: "1.25", OPENAI_OUTPUT_PRICE_USD: "10" };
    expect(chatOf({ OPENAI_API_KEY: "sk-1", OPENAI_MODEL: "other", ...prices })?.prices).toEqual({
      input: 1.25,
      output: 10,
    });
  });
});

describe("an embedding model", () => {
  const embeddingOf = (env: Environment) => configOf(env).openai.embedding;

  test("is off until it is named", () => {
    expect(embeddingOf({ OPENAI_API_KEY: "sk-1" })).toBeUndefined();
    expect(embeddingOf({ OPENAI_EMBEDDING_PRICE_USD: "1" })).toBeUndefined();
  });

  test("has a price where we know it, and a ceiling of its own", () => {
    const env = { OPENAI_API_KEY: "sk-1", OPENAI_EMBEDDING_MODEL: "text-embedding-3-small" };
    expect(embeddingOf(env)).toMatchObject({
      model: "text-embedding-3-small",
      price: 0.02,
      monthlyBudget: 1,
      budgetOfAll: 5,
    });
    expect(embeddingOf({ ...env, OPENAI_EMBEDDING_PRICE_USD: "0.5" })).toMatchObject({ price: 0.5 });
    const own = { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1", OPENAI_EMBEDDING_MODEL: "bge-m3" };
    expect(embeddingOf(own)).toMatchObject({ model: "bge-m3", price: 0 });
  });

  test("has the texts before its texts as they are typed, or none, or those it is known to want", () => {
    const own = { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1", OPENAI_EMBEDDING_MODEL: "bge-m3" };
    const prefixesIn = (query: string, document: string) => {
      const names = { OPENAI_EMBEDDING_QUERY_PREFIX: query, OPENAI_EMBEDDING_DOCUMENT_PREFIX: document };
      const { queryPrefix, documentPrefix } = embeddingOf({ ...own, ...names }) ?? {};
      return [queryPrefix, documentPrefix];
    };
    expect(prefixesIn("query: ", "passage: ")).toEqual(["query: ", "passage: "]);
    expect(prefixesIn("Instruct: find\\nQuery:", "none")).toEqual(["Instruct: find\nQuery:", ""]);
    expect(prefixesIn("Instruct: find\nQuery:", " ")).toEqual(["Instruct: find\nQuery:", undefined]);
    const long = { ...own, OPENAI_EMBEDDING_QUERY_PREFIX: "x".repeat(1001) };
    expect(faultsOf(long)).toEqual([
      "OPENAI_EMBEDDING_QUERY_PREFIX must be a text of at most 1000 characters, or none",
    ]);
  });

  test("needs a server, and its price when we do not know it", () => {
    expect(faultsOf({ OPENAI_EMBEDDING_MODEL: "text-embedding-3-small" })).toEqual([
      expect.stringMatching(/^OPENAI_API_KEY must be a key/),
    ]);
    expect(faultsOf({ OPENAI_API_KEY: "sk-1", OPENAI_EMBEDDING_MODEL: "other" })).toEqual([
      expect.stringMatching(/^OPENAI_EMBEDDING_PRICE_USD must be an amount in US dollars/),
    ]);
  });
});

describe("faults", () => {
  test("are named all at once, each with its variable and what it accepts", () => {
    const faults = faultsOf({
      HF_API_URL: "huggingface.co",
      ARXIV_API_URL: "ftp://arxiv.org",
      LOG_LEVEL: "loud",
    });
    expect(faults).toEqual([
      "HF_API_URL must be an address that begins with https:// or http://",
      "ARXIV_API_URL must be an address that begins with https:// or http://",
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud"',
    ]);
  });

  test("quote a wrong word or number, and nothing that may be a secret or cannot be read", () => {
    const faults = faultsOf({
      HF_SEARCH: "perhaps",
      OPENAI_CALLS_AT_ONCE: "1000",
      OPENAI_MONTHLY_BUDGET_USD: "five",
      ON_AMBIGUOUS: "x".repeat(21),
      HF_API_URL: "hunter2@host",
      OPENAI_MODEL: "hunter 2",
    });
    expect(faults).toEqual([
      "HF_API_URL must be an address that begins with https:// or http://",
      'HF_SEARCH must be one of on, off, not "perhaps"',
      "OPENAI_MODEL must be a model's name without spaces",
      'OPENAI_MONTHLY_BUDGET_USD must be an amount in US dollars, for instance 5 or 0.25, not "five"',
      'OPENAI_CALLS_AT_ONCE must be a whole number from 1 to 100, not "1000"',
      "ON_AMBIGUOUS must be one of hold, resend",
    ]);
  });

  test.each(coreVariables)("of %s say what would be right, in one line, without the value", (name) => {
    const wrong = "wröng välue\u0007";
    for (const fault of faultsOf({ [name]: wrong })) {
      expect(fault).toMatch(new RegExp(`^${name} must be (?:an?|one of) [^\\n]+$`));
      expect(fault).not.toContain("wröng");
    }
  });

  test("never repeat a secret", () => {
    expect(faultsOf({ HF_TOKEN: "hf_abc def" })).toEqual(["HF_TOKEN must be a token without spaces"]);
  });
});
