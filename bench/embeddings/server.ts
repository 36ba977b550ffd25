/**
 * A process of its own that speaks the embeddings API and answers at once: a text is the sum of its words, each of which
 * points somewhere. It knows no meaning; it shows what everything around a model costs, and that a weak model does no harm.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { z } from "zod";

const request = z.object({ input: z.array(z.string()) });
const dimensions = Number(process.argv[2] ?? 768);
const known = new Map<string, Float32Array>();

function wordVector(word: string): Float32Array {
  const before = known.get(word);
  if (before !== undefined) return before;
  const bytes = createHash("shake256", { outputLength: dimensions }).update(word).digest();
  const vector = Float32Array.from(bytes, (byte) => byte - 127.5);
  known.set(word, vector);
  return vector;
}

function vectorOf(text: string): string {
  const sum = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["nothing"])
    for (const [at, number] of wordVector(word).entries()) sum[at] = (sum[at] ?? 0) + number;
  return Buffer.from(sum.buffer).toString("base64");
}

const server = createServer(async (incoming, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { input } = request.parse(JSON.parse(Buffer.concat(chunks).toString()));
  const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ data, usage: { prompt_tokens: input.length * 300 } }));
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
