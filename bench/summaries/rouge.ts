/** ROUGE-1, -2 and -L as its authors' script computes them with stems, by js-rouge. */
import { l, n } from "js-rouge";
import { stemmer } from "stemmer";

export interface Rouge {
  readonly "ROUGE-1": number;
  readonly "ROUGE-2": number;
  readonly "ROUGE-L": number;
}

/** Lower case, letters and digits, words of more than three letters stemmed: as google-research/rouge does. */
function tokens(text: string): string[] {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map((word) =>
    word.length > 3 ? stemmer(word) : word,
  );
}

/** F1 against that of the references which is nearest, for each measure by itself. */
export function rouge(candidate: string, references: readonly string[]): Rouge {
  const options = { tokenizer: tokens, segmenter: (text: string) => [text] };
  const usable = references.filter((reference) => tokens(reference).length > 0);
  const best = (score: (reference: string) => number) =>
    tokens(candidate).length === 0 ? 0 : Math.max(0, ...usable.map(score));
  return {
    "ROUGE-1": best((reference) => n(candidate, reference, { ...options, n: 1 })),
    "ROUGE-2": best((reference) => n(candidate, reference, { ...options, n: 2 })),
    "ROUGE-L": best((reference) => l(candidate, reference, options)),
  };
}
