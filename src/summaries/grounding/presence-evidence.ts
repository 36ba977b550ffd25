/** What a source has for and against a claim that a thing is there or not: "with", "without", "not". */
import { stemOf } from "../words.ts";
import { type Claim, stemsOf } from "./claims.ts";
import { type Evidence, flag, share } from "./measure.ts";
import { polarityOf } from "./polarity.ts";
import type { Source } from "./source.ts";

/** Needs that papers like to do without, and say so in many ways. */
const NEEDS =
  /^(?:requir|rely|need|additional|extra|further|explicit|any|re\p{L}+ing|train|fine|costly|extensive|human|expensive|external|manual|task|architectur|modif|alter|chang|label|annotat|supervis|specialized|prior|paired)/u;
const NEEDING = /^(?:requir|rely|need|re\p{L}+ing$|depend|us(?:ing|e)$)/u;
const HARMING =
  /^(?:degrad|compromis|sacrific|los|hurt|harm|reduc|significant|substantial|affect|impact|introduc|incur|increas)/u;
const HARM_LATER = /^(?:degrad|compromis|sacrific|impact|affect|los)/u;
/** What a thing is called that one would not boast of doing without. */
const MEASURED =
  /^(?:minim|limited|few|low|reduced|less|small|only|just|negligible|little|high|improved|enhanced|superior|strong|better|greater)/u;
const DETERMINED = /^(?:an?|the|its?|their|both|each|two|three|multiple|various|diverse)$/u;
const DOING_WITHOUT =
  /^(?:eliminat|avoid|bypass|circumvent|obviat|remov|replac|instead|rather|unlike|beyond|overcom|reduc|minimi|absen|lack|independen|agnostic|exclud|discard)/u;
const DOING_WITH =
  /^(?:with|using|use|uses|used|via|through|by|based|leverag|employ|introduc|propos|integrat|incorporat|combin|appl|add|equip|augment|contain|includ|featur|and)/u;
/** What "with" often belongs to: "combined with", "models with". */
const JOINED =
  /^(?:combin|compar|align|associat|interact|consisten|compatib|equip|integrat|deal|struggl|benchmark|along|together|coupled|models?|learning|framework|method|approach|optimization|architecture|dataset|performance)/u;

/** `like` says how much of the statement the sentence around a place of the source has. */
export function presenceEvidence(claim: Claim, source: Source, like: (at: number) => number): Evidence {
  const { word, kind, object, before } = claim;
  const [first = "", ...later] = object.slice(0, 3);
  const last = before.at(-1) ?? "";
  const heads = stemsOf(object).slice(0, 3);
  const places = heads.flatMap((stem) => source.places.get(stem) ?? []);
  const denials = places.map((at) => ({ at, strength: denialAt(at, source) }));
  const pairs = pairsOf(heads, source);
  const isAny = (...wanted: readonly string[]) =>
    object.slice(0, 4).some((other) => wanted.includes(polarityOf(other) ?? ""));
  return {
    denied: Math.max(0, ...denials.map(({ strength }) => strength)),
    deniedLike: Math.max(0, ...denials.map(({ strength, at }) => strength * like(at))),
    deniedPair: Math.max(0, ...pairs.map((at) => denialAt(at, source))),
    alwaysDenied: flag(places.length > 0 && denials.every(({ strength }) => strength > 0)),
    alwaysDeniedPair: flag(pairs.length > 0 && pairs.every((at) => denialAt(at, source) > 0)),
    doneWithout: Math.max(0, ...places.map((at) => wordBefore(at, DOING_WITHOUT, source))),
    doneWith: Math.max(0, ...places.map((at) => wordBefore(at, DOING_WITH, source))),
    usedPair: flag(pairs.some((at) => wordBefore(at, DOING_WITH, source) > 0.5)),
    pair: flag(pairs.length > 0),
    known: share(heads, (stem) => source.stems.has(stem)),
    mentioned: Math.min(1, places.length / 6),
    sourceDenies: flag(source.polarities.some(({ is }) => is === "not")),
    sourceSaysWord: flag(source.stems.has(stemOf(word))),
    need: flag(NEEDS.test(first)),
    needLater: flag(later.some((other) => NEEDS.test(other))),
    needing: flag(NEEDING.test(first)),
    harming: flag(HARMING.test(first) || later.some((other) => HARM_LATER.test(other))),
    doing: flag(/ing$/u.test(first)),
    measured: flag(MEASURED.test(first)),
    determined: flag(DETERMINED.test(first)),
    number: flag(/\d/u.test(first)),
    good: flag(isAny("better", "more")),
    worse: flag(isAny("worse")),
    ending: flag(object.length <= 3),
    afterVerb: flag(/(?:s|ed|ing|e)$/u.test(last)),
    joined: flag(JOINED.test(last)),
    does: flag(/^(?:does|do|did)$/u.test(last)),
    notBetter: flag(kind === "not" && polarityOf(first) === "better"),
  };
}

/** Where the first two of these stand together, or the only one stands. */
function pairsOf([first = "", second = first]: readonly string[], source: Source): readonly number[] {
  return (source.places.get(first) ?? []).filter((at) =>
    (source.places.get(second) ?? []).some((other) => other >= at && other <= at + 2),
  );
}

/** How surely the word at this place is denied: "without X", "no X", "X-free". */
function denialAt(at: number, source: Source): number {
  if (source.words[at + 1] === "free") return 1;
  const denying = (word: string) => word !== "free" && polarityOf(word) === "not";
  const distance = distanceBack(at, 6, denying, source);
  return distance === undefined ? 0 : 1.15 - 0.15 * distance;
}

function wordBefore(at: number, pattern: RegExp, source: Source): number {
  const distance = distanceBack(at, 5, (word) => pattern.test(word), source);
  return distance === undefined ? 0 : 1.2 - 0.2 * distance;
}

/** How many words back in the same sentence the nearest such word stands. */
function distanceBack(
  at: number,
  most: number,
  isWanted: (word: string) => boolean,
  source: Source,
): number | undefined {
  for (let distance = 1; distance <= Math.min(most, at); distance++) {
    if (source.sentences[at - distance] !== source.sentences[at]) return undefined;
    if (isWanted(source.words[at - distance] ?? "")) return distance;
  }
  return undefined;
}
