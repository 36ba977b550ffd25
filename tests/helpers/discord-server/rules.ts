/** What Discord would refuse: by its OpenAPI description where that is at hand, and by the rules that it lacks always. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { z } from "zod";
import { texts } from "./reader.ts";
import { everyComponent, type MessageBody } from "./wire.ts";

const IS_COMPONENTS_V2 = 1 << 15;
const OPENAPI = new URL("../../../../shared/data/discord/openapi.json", import.meta.url);

/** https://docs.discord.com/developers/resources/message#create-message and the component reference. */
export function messageFaults(body: MessageBody): readonly string[] {
  const components = body.components ?? [];
  const embeds = body.embeds ?? [];
  const content = body.content ?? "";
  const all = everyComponent(components);
  const ids = all.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]));
  const numbers = all.flatMap(({ id }) => (id === undefined || id === 0 ? [] : [id]));
  const inEmbeds = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  const inTexts = all.reduce(
    (sum, { type, content: text }) => sum + (type === 10 ? (text ?? "").length : 0),
    0,
  );
  const isV2 = ((body.flags ?? 0) & IS_COMPONENTS_V2) !== 0;
  const rules: readonly (readonly [boolean, string])[] = [
    [content.length > 2000, "content over 2000"],
    [inEmbeds > 6000, `embeds over 6000 in all (${inEmbeds})`],
    [all.length > 40, `over 40 components (${all.length})`],
    [inTexts > 4000, `text displays over 4000 in all (${inTexts})`],
    [new Set(ids).size < ids.length, "two components with one custom_id"],
    [new Set(numbers).size < numbers.length, "two components with one id"],
    [isV2 && (content !== "" || embeds.length > 0), "content or embeds beside Components V2"],
    [!isV2 && all.some(({ type }) => type >= 9), "Components V2 without their flag"],
    [!isV2 && components.length > 5, "over 5 rows"],
    [content.trim() === "" && embeds.length === 0 && components.length === 0, "an empty message"],
    [embeds.some((embed) => embedLength(embed) === 0), "an empty embed"],
    [
      all.some(({ type, content: text }) => type === 10 && (text ?? "").trim() === ""),
      "an empty text display",
    ],
    [all.some((each) => each.type === 1 && rowIsWrong(each.components ?? [])), "a row of too much"],
    [all.some(({ options }) => options !== undefined && optionsAreWrong(options)), "options of one value"],
    [body.allowed_mentions?.parse?.length !== 0, "mentions not switched off"],
    [
      texts({ components, embeds, content }).some((text) => /[\ud800-\udfff]/u.test(text)),
      "half a character",
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, name]) => name);
}

function embedLength(embed: {
  title?: string | undefined;
  description?: string | undefined;
  footer?: { text: string } | undefined;
}): number {
  return (embed.title ?? "").length + (embed.description ?? "").length + (embed.footer?.text ?? "").length;
}

function rowIsWrong(inside: readonly { readonly type: number }[]): boolean {
  const menus = inside.filter(({ type }) => type !== 2).length;
  return inside.length === 0 || inside.length > 5 || (menus > 0 && inside.length > 1);
}

function optionsAreWrong(options: readonly { readonly value: string }[]): boolean {
  return options.length === 0 || new Set(options.map(({ value }) => value)).size < options.length;
}

/** Tells what the OpenAPI description has against a request's body; undefined where the description is not at hand. */
export const openApiFaults = loadOpenApi();

type Check = (method: string, path: string, body: unknown) => readonly string[];

function loadOpenApi(): Check | undefined {
  if (!existsSync(fileURLToPath(OPENAPI))) return undefined;
  const description = z
    .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(JSON.parse(readFileSync(OPENAPI, "utf8")));
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  for (const format of ["snowflake", "int64", "int32", "nonce", "uint32"]) ajv.addFormat(format, true);
  ajv.addSchema(description, "openapi");
  const templates = Object.keys(description.paths).map((template) => ({
    template,
    fixed: template.split("/").filter((part) => !part.startsWith("{")).length,
    pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, "[^/]+")}$`),
  }));
  const hasBody = z.looseObject({
    requestBody: z.looseObject({ content: z.looseObject({ "application/json": z.unknown() }) }),
  });

  return (method, path, body) => {
    const [match] = templates.filter(({ pattern }) => pattern.test(path)).sort((a, b) => b.fixed - a.fixed);
    if (match === undefined) return [`no such path: ${path}`];
    const operation = description.paths[match.template]?.[method.toLowerCase()];
    if (operation === undefined) return [`no such method: ${method} ${path}`];
    if (!hasBody.safeParse(operation).success) return [];
    const pointer = match.template
      .replaceAll("~", "~0")
      .replaceAll("/", "~1")
      .replaceAll("{", "%7B")
      .replaceAll("}", "%7D");
    const ref = `openapi#/paths/${pointer}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
    const validate = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
    if (validate(body) === true) return [];
    return (validate.errors ?? [])
      .slice(0, 5)
      .map(({ instancePath, message }) => `${method} ${match.template} ${instancePath}: ${message ?? ""}`);
  };
}
