/**
 * What a server that speaks OpenAI's language understands of it: few understand everything, and they say so with
 * error 400. https://platform.openai.com/docs/api-reference/chat/create
 */
import { z } from "zod";
import type { ModelRequest } from "./model.ts";

export interface Dialect {
  /** How it is told the form of the answer: by a schema, as "some JSON", or in the prompt alone. */
  readonly form: "schema" | "object" | "prompt";
  readonly limit: "max_completion_tokens" | "max_tokens";
  /** The limit's other name was refused before. */
  readonly isOtherLimit: boolean;
  /** Some models take only their own. */
  readonly hasTemperature: boolean;
}

/** Steady answers: the same abstract, the same sentence. */
export const TEMPERATURE = 0;

/** What OpenAI itself wants is newer than what others have learnt. */
export function firstDialect(baseUrl: string): Dialect {
  const isOpenai = new URL(baseUrl).hostname.endsWith(".openai.com");
  return {
    form: "schema",
    limit: isOpenai ? "max_completion_tokens" : "max_tokens",
    isOtherLimit: false,
    hasTemperature: true,
  };
}

/** Without what the server did not like; undefined if there is nothing left to leave out. */
export function simplerDialect(dialect: Dialect, complaint: string): Dialect | undefined {
  if (dialect.hasTemperature && /temperature/i.test(complaint)) return { ...dialect, hasTemperature: false };
  if (!dialect.isOtherLimit && /max_(?:completion_)?tokens/i.test(complaint)) {
    const limit = dialect.limit === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    return { ...dialect, limit, isOtherLimit: true };
  }
  if (dialect.form === "schema") return { ...dialect, form: "object" };
  if (dialect.form === "object") return { ...dialect, form: "prompt" };
  return undefined;
}

/** The body of a request in this dialect. The form is always told in the prompt, also to servers that read no more. */
export function requestBody(model: string, request: ModelRequest<unknown>, dialect: Dialect) {
  const { $schema: _, ...schema } = z.toJSONSchema(request.form);
  const form = `Answer with one JSON object and nothing else. Its schema: ${JSON.stringify(schema)}`;
  return {
    model,
    messages: [
      { role: "system" as const, content: `${request.instructions}\n\n${form}` },
      { role: "user" as const, content: request.input },
    ],
    [dialect.limit]: request.maxTokens,
    ...(dialect.hasTemperature ? { temperature: TEMPERATURE } : {}),
    ...(dialect.form === "schema"
      ? {
          response_format: {
            type: "json_schema" as const,
            json_schema: { name: request.name, strict: true, schema },
          },
        }
      : {}),
    ...(dialect.form === "object" ? { response_format: { type: "json_object" as const } } : {}),
  };
}
