/** Short forms that the field uses without saying what they stand for. */
import type { Source } from "./source.ts";

const KNOWN: Readonly<Record<string, string>> = {
  agi: "artificial general intelligence",
  ai: "artificial intelligence",
  ar: "autoregressive",
  asr: "automatic speech recognition|speech recognition",
  cnn: "convolutional neural network",
  cot: "chain of thought",
  dit: "diffusion transformer",
  dl: "deep learning",
  dpo: "direct preference optimization",
  gan: "generative adversarial network",
  grpo: "group relative policy optimization",
  gui: "graphical user interface",
  icl: "in context learning",
  llm: "large language model|language model",
  lmm: "large multimodal model",
  lora: "low rank adaptation",
  lrm: "large reasoning model",
  lvlm: "large vision language model|vlm",
  mcts: "monte carlo tree search",
  mdp: "markov decision process",
  ml: "machine learning",
  mllm: "multimodal large language model|multimodal llm",
  moe: "mixture of experts",
  nerf: "neural radiance field",
  nlp: "natural language processing",
  nvs: "novel view synthesis",
  ocr: "optical character recognition",
  ood: "out of distribution",
  peft: "parameter efficient fine tuning",
  ppo: "proximal policy optimization",
  prm: "process reward model",
  qa: "question answering",
  rag: "retrieval augmented generation",
  rl: "reinforcement learning",
  rlhf: "reinforcement learning from human feedback",
  rlvr: "reinforcement learning with verifiable rewards|reinforcement learning from verifiable rewards",
  rnn: "recurrent neural network",
  sft: "supervised fine tuning|supervised finetuning",
  slam: "simultaneous localization and mapping",
  slm: "small language model",
  sota: "state of the art",
  t2i: "text to image",
  t2v: "text to video",
  tts: "text to speech",
  vae: "variational autoencoder",
  vit: "vision transformer",
  vla: "vision language action|visual language action",
  vlm: "vision language model|visual language model",
  vqa: "visual question answering",
};

/** Long forms of this short form, each as one run of letters; none if it is not known. */
function longForms(short: string): readonly string[] {
  const letters = short.toLowerCase();
  const known = KNOWN[letters] ?? KNOWN[letters.replace(/s$/, "")];
  return known === undefined ? [] : known.replaceAll(" ", "").split("|");
}

/** Whether the source has what this short form stands for. */
export function isShortFor(short: string, source: Source): boolean {
  return longForms(short).some((long) => source.runs.has(long) || source.runs.has(`${long}s`));
}

/** Whether the source has a short form for this run of letters: "largelanguagemodels". */
export function isLongFor(run: string, source: Source): boolean {
  return source.words.some((word) => longForms(word).some((long) => run === long || run === `${long}s`));
}
