/** What can be measured about each sentence of an abstract that tells whether it says what the paper contributes. */
import { contentStems, wordsOf } from "./words.ts";

/** Names of the features, in the order of their values. */
export const FEATURES = [
  "proposes",
  "finds",
  "thisPaper",
  "ourThing",
  "passive",
  "newness",
  "result",
  "experiments",
  "contrast",
  "background",
  "followUp",
  "pointer",
  "question",
  "hope",
  "pronoun",
  "firstCue",
  "earlierCue",
  "beforeCue",
  "beginning",
  "first",
  "last",
  "place",
  "short",
  "long",
  "veryLong",
  "titleRecall",
  "titlePrecision",
  "titleBigrams",
  "centrality",
] as const;

export type Feature = (typeof FEATURES)[number];

// English words only, and without the flag `u`, which makes ignoring case half as slow again.
const PROPOSES =
  /\b(?:we|authors?|paper|work|article|study|letter|report|survey|thesis)\b[^.;]{0,40}?\b(?:propos|present|introduc|develop|design|devis|describ|formulat|investigat|stud(?:y|ies)|explor|examin|extend|generali[sz]|address|tackl|build|construct|create|provide|offer|suggest|adapt|combin|consider|apply|releas|report|revisit|analy[sz]|establish|advocat|argu|aim)/i;
const FINDS =
  /\b(?:we|results?|experiments?|analys[ei]s|paper|work|study|findings?|evaluations?)\b[^.;]{0,40}?\b(?:show|demonstrat|find|found|prov|reveal|observ|discover|establish|identif|indicat|confirm|suggest|conclude|achiev|obtain|derive)/i;
const THIS_PAPER =
  /\b(?:in|through|with) this (?:\w+ )?(?:paper|work|article|study|letter|report|survey|thesis)\b|\bthis (?:\w+ )?(?:paper|work|article|study|letter|report|survey|thesis) \w+s\b|^here,? we\b|\bto (?:this|that) end\b/i;
const OUR =
  /\b(?:our|the proposed|the resulting) (?:\w+[ -]){0,3}?(?:approach|method|model|framework|algorithm|technique|architecture|system|network|work|idea|contribution|solution|procedure|formulation)/i;
const PASSIVE =
  /\b(?:is|are|was|were) (?:\w+ly )?(?:proposed|presented|introduced|developed|described|studied|investigated|shown|demonstrated)\b/i;
const NEW = /\b(?:novel|new|first|simple|efficient|effective|unified|general|end-to-end|scalable)\b/i;
const RESULT =
  /\b(?:outperform|state[- ]of[- ]the[- ]art|improv|surpass|exceed|reduc|faster|better|superior|competitive|significant|achiev)/i;
const EXPERIMENTS =
  /\b(?:experiment|evaluat|empirical|benchmark|datasets?|ablation|extensive|validate|simulations?|case study)/i;
const CONTRAST = /^(?:however|unfortunately|yet|but|although|despite|nevertheless|while|still|though)\b/i;
const BACKGROUND =
  /\b(?:recent(?:ly)?|existing|current(?:ly)?|traditional(?:ly)?|typical(?:ly)?|often|usually|most|many|previous(?:ly)?|prior|widely|popular|has been|have been|has become|have become|have shown|has shown|remains?|challenging|is an? (?:important|fundamental|key|challenging|crucial|critical|popular))\b/i;
const FOLLOW_UP =
  /^(?:moreover|furthermore|additionally|in addition|finally|also|further|specifically|in particular|for example|for instance|concretely|then|second|third|next|lastly|besides|similarly|as a result|consequently|importantly|notably)\b|^we (?:also|further|then|additionally|finally|hope|believe)\b/i;
const POINTER =
  /\bhttps?:|\bwww\.|\bcodes?\b[^.]{0,30}\bavailable\b|\b(?:available|released|found) (?:at|on|here|online)\b|\bwill be (?:made|released)\b|\bopen[- ]sourced?\b/i;
/** What may come of the work, and where else it helps: a closing, not a finding. */
const HOPE =
  /^(?:we|the authors) (?:hope|believe|envision|anticipate|expect)\b|\b(?:lays?|laying|provides?|establish(?:es)?|offers?) (?:a|the) (?:\w+ )?(?:foundation|groundwork|basis)\b|\b(?:paves?|paving) the way\b/i;
const PRONOUN =
  /^(?:it|they|this|these|such|that|those|its|their)\b(?! (?:\w+ )?(?:paper|work|article|study|letter|report|survey|thesis))/i;

/** One row of values for each sentence. `shown` is what would be shown of each: its length is what counts. */
export function sentenceFeatures(
  title: string,
  sentences: readonly string[],
  shown: readonly string[],
): readonly (readonly number[])[] {
  const stems = shown.map((sentence) => contentStems(sentence));
  const titleStems = contentStems(title);
  const titleSet = new Set(titleStems);
  const titleBigrams = new Set(bigrams(titleStems));
  const counts = new Map<string, number>();
  for (const stem of stems.flatMap((list) => [...new Set(list)]))
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const cues = sentences.map((text) => PROPOSES.test(text) && !CONTRAST.test(text));
  const firstCue = cues.indexOf(true);
  const end = Math.max(1, sentences.length - 1);

  return sentences.map((text, index) => {
    const own = new Set(stems[index]);
    const words = wordsOf(shown[index] ?? "").length;
    const inTitle = [...own].filter((stem) => titleSet.has(stem)).length;
    const shared = bigrams(stems[index] ?? []).filter((pair) => titleBigrams.has(pair)).length;
    const elsewhere = [...own].reduce((sum, stem) => sum + (counts.get(stem) ?? 1) - 1, 0);
    return [
      flag(cues[index] === true),
      flag(FINDS.test(text)),
      flag(THIS_PAPER.test(text)),
      flag(OUR.test(text)),
      flag(PASSIVE.test(text)),
      flag(NEW.test(text)),
      flag(RESULT.test(text)),
      flag(EXPERIMENTS.test(text)),
      flag(CONTRAST.test(text)),
      flag(BACKGROUND.test(text)),
      flag(FOLLOW_UP.test(text)),
      flag(POINTER.test(text)),
      flag(/[?？]["”')]*$/u.test(text)),
      flag(HOPE.test(text)),
      flag(PRONOUN.test(text)),
      flag(index === firstCue),
      flag(firstCue >= 0 && index > firstCue),
      flag(index < firstCue && BACKGROUND.test(text)),
      flag(/^(?:we|in this|this|here)\b/i.test(text)),
      flag(index === 0),
      flag(index === sentences.length - 1),
      index / end,
      Math.max(0, 15 - words) / 15,
      Math.min(1, Math.max(0, words - 25) / 15),
      Math.min(1, Math.max(0, words - 40) / 20),
      titleSet.size === 0 ? 0 : inTitle / titleSet.size,
      own.size === 0 ? 0 : inTitle / own.size,
      titleBigrams.size === 0 ? 0 : Math.min(1, shared / titleBigrams.size),
      own.size === 0 ? 0 : Math.min(1, elsewhere / own.size / 2),
    ];
  });
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function bigrams(words: readonly string[]): readonly string[] {
  return words.slice(1).map((word, index) => `${words[index]} ${word}`);
}
