/**
 * What a model wants to stand before a text, to know whether it is a question or what is searched. Servers that speak OpenAI's
 * language put nothing there, so it is ours to do. Each is as the model's own card says; a model that is not here wants
 * nothing, or we do not know.
 */

export interface Prefixes {
  readonly query: string;
  readonly document: string;
}

const NONE: Prefixes = { query: "", document: "" };
const instruct = (task: string, query: string): Prefixes => ({
  query: `Instruct: ${task}\n${query}`,
  document: "",
});
const PASSAGES = "Given a web search query, retrieve relevant passages that answer the query";
const REPRESENT: Prefixes = {
  query: "Represent this sentence for searching relevant passages: ",
  document: "",
};

/** The first that fits decides. */
const FAMILIES: readonly { readonly name: RegExp; readonly prefixes: Prefixes }[] = [
  // https://huggingface.co/intfloat/multilingual-e5-large-instruct, https://huggingface.co/intfloat/e5-mistral-7b-instruct
  { name: /\be5-(?:.+-)?instruct\b/, prefixes: instruct(PASSAGES, "Query: ") },
  // https://huggingface.co/intfloat/e5-base-v2, https://huggingface.co/intfloat/multilingual-e5-base
  { name: /\be5-(?:small|base|large)\b/, prefixes: { query: "query: ", document: "passage: " } },
  // https://huggingface.co/nomic-ai/nomic-embed-text-v1.5, https://huggingface.co/nomic-ai/modernbert-embed-base
  {
    name: /\b(?:nomic-embed-text|modernbert-embed)\b/,
    prefixes: { query: "search_query: ", document: "search_document: " },
  },
  // https://huggingface.co/BAAI/bge-base-en-v1.5
  { name: /\bbge[-:](?:small|base|large)[-:]en\b/, prefixes: REPRESENT },
  // https://huggingface.co/BAAI/bge-base-zh-v1.5
  {
    name: /\bbge[-:](?:small|base|large)[-:]zh\b/,
    prefixes: { query: "为这个句子生成表示以用于检索相关文章：", document: "" },
  },
  // https://huggingface.co/mixedbread-ai/mxbai-embed-large-v1
  { name: /\bmxbai-embed-(?:large|xsmall)\b/, prefixes: REPRESENT },
  // https://huggingface.co/Snowflake/snowflake-arctic-embed-l-v2.0; Ollama calls it snowflake-arctic-embed2
  { name: /\barctic-embed(?:2\b|-[ml]-v2)/, prefixes: { query: "query: ", document: "" } },
  // https://huggingface.co/Snowflake/snowflake-arctic-embed-m-v1.5
  { name: /\barctic-embed\b/, prefixes: REPRESENT },
  // https://ai.google.dev/gemma/docs/embeddinggemma/model_card
  {
    name: /\bembeddinggemma\b/,
    prefixes: { query: "task: search result | query: ", document: "title: none | text: " },
  },
  // https://huggingface.co/Qwen/Qwen3-Embedding-0.6B: no blank after "Query:"
  { name: /\bqwen3-embedding\b/, prefixes: instruct(PASSAGES, "Query:") },
  // https://huggingface.co/jinaai/jina-embeddings-v4-text-retrieval-GGUF; Jina's own server puts it there itself
  {
    name: /\bjina-embeddings-v4-text-retrieval\b/,
    prefixes: { query: "Query: ", document: "Passage: " },
  },
  // https://huggingface.co/jinaai/jina-embeddings-v5-text-small-retrieval
  {
    name: /\bjina-embeddings-v5-text-(?:nano|small)-retrieval\b/,
    prefixes: { query: "Query: ", document: "Document: " },
  },
  // https://huggingface.co/Alibaba-NLP/gte-Qwen2-7B-instruct
  { name: /\bgte-qwen2-.+-instruct\b/, prefixes: instruct(PASSAGES, "Query: ") },
];

/** By the name of a model as any server may call it: `intfloat/e5-base-v2`, `nomic-embed-text:v1.5`, `hf.co/.../Qwen3-Embedding-0.6B-GGUF`. */
export function knownPrefixes(model: string): Prefixes {
  const name = model.toLowerCase().replaceAll("_", "-");
  return FAMILIES.find((family) => family.name.test(name))?.prefixes ?? NONE;
}

/** What vectors of documents are comparable by: a model's name has no blank, so two spaces never have one name. */
export function spaceOf(model: string, documentPrefix: string): string {
  return documentPrefix === "" ? model : `${model} ${documentPrefix}`;
}
