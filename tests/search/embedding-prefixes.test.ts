/** Which texts stand before what, told by the name that a server gives a model. */
import { expect, test } from "vitest";
import { knownPrefixes, spaceOf } from "../../src/search/embeddings/prefixes.ts";

const REPRESENT = "Represent this sentence for searching relevant passages: ";
const INSTRUCT = "Instruct: Given a web search query, retrieve relevant passages that answer the query\n";

test.each([
  ["intfloat/e5-base-v2", "query: ", "passage: "],
  ["intfloat/multilingual-e5-large", "query: ", "passage: "],
  ["text-embedding-multilingual-e5-small", "query: ", "passage: "],
  ["intfloat/multilingual-e5-large-instruct", `${INSTRUCT}Query: `, ""],
  ["intfloat/e5-mistral-7b-instruct", `${INSTRUCT}Query: `, ""],
  ["nomic-embed-text", "search_query: ", "search_document: "],
  ["nomic-ai/nomic-embed-text-v2-moe", "search_query: ", "search_document: "],
  ["text-embedding-nomic-embed-text-v1.5@q8_0", "search_query: ", "search_document: "],
  ["nomic-ai/modernbert-embed-base", "search_query: ", "search_document: "],
  ["BAAI/bge-large-en-v1.5", REPRESENT, ""],
  ["znbang/bge:large-en-v1.5-f16", REPRESENT, ""],
  ["BAAI/bge-small-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""],
  ["bge-m3", "", ""],
  ["mxbai-embed-large:latest", REPRESENT, ""],
  ["snowflake-arctic-embed:335m", REPRESENT, ""],
  ["Snowflake/snowflake-arctic-embed-m-v1.5", REPRESENT, ""],
  ["snowflake-arctic-embed2", "query: ", ""],
  ["Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", ""],
  ["embeddinggemma", "task: search result | query: ", "title: none | text: "],
  ["google/embeddinggemma-300m", "task: search result | query: ", "title: none | text: "],
  ["qwen3-embedding:0.6b", `${INSTRUCT}Query:`, ""],
  ["hf.co/Qwen/Qwen3-Embedding-4B-GGUF:Q8_0", `${INSTRUCT}Query:`, ""],
  ["Alibaba-NLP/gte-Qwen2-1.5B-instruct", `${INSTRUCT}Query: `, ""],
  ["hf.co/jinaai/jina-embeddings-v4-text-retrieval-GGUF:Q4_K_M", "Query: ", "Passage: "],
  ["jinaai/jina-embeddings-v5-text-small-retrieval", "Query: ", "Document: "],
  ["jina-embeddings-v4", "", ""],
  ["text-embedding-3-small", "", ""],
  ["sentence-transformers/all-MiniLM-L6-v2", "", ""],
  ["thenlper/gte-base", "", ""],
  ["ibm-granite/granite-embedding-english-r2", "", ""],
])("%s", (model, query, document) => {
  expect(knownPrefixes(model)).toEqual({ query, document });
});

test("vectors without a text before them are of the space that has the model's name", () => {
  expect(spaceOf("bag", "")).toBe("bag");
  expect(new Set(["", "passage: ", "passage:", " "].map((prefix) => spaceOf("bag", prefix))).size).toBe(4);
});
