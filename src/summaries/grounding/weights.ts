/** What each piece of evidence weighs for each kind of claim; written by `npm run bench:grounding -- --fit all`. */
import type { ClaimKind } from "./claims.ts";

export const WEIGHTS: Readonly<Record<ClaimKind, Readonly<Record<string, number>>>> = {
  with: read(
    "bias:2.05 verbatim:1.28 byUs:-0.08 aboutOthers:-0.61 finding:0.83 study:0.43 field:0.54 " +
      "conceding:0.89 relative:-0.02 early:1.39 denied:-1.43 deniedLike:-2.32 deniedPair:-1.06 " +
      "alwaysDenied:-1.13 alwaysDeniedPair:-1.5 doneWithout:-1.66 doneWith:0.64 usedPair:0.35 " +
      "pair:0.26 known:0.51 mentioned:0.59 sourceDenies:-1.07 sourceSaysWord:0.56 need:-1.57 " +
      "needLater:-1.07 needing:-1.01 harming:-2.01 doing:-1.83 measured:3.46 determined:0.55 " +
      "number:0.45 good:0.29 worse:-1.24 ending:-2.32 afterVerb:0.08 joined:0.85",
  ),
  without: read(
    "bias:-2.26 verbatim:1.69 byUs:0.1 aboutOthers:0.75 finding:-0.9 study:-0.33 field:-0.48 " +
      "conceding:-0.78 relative:0.06 early:-1.74 denied:1.02 deniedLike:2.39 deniedPair:0.91 " +
      "alwaysDenied:1.1 alwaysDeniedPair:1.39 doneWithout:1.66 doneWith:-0.97 usedPair:-0.54 " +
      "pair:-0.19 known:-0.58 mentioned:-0.55 sourceDenies:0.65 sourceSaysWord:0.84 need:1.49 " +
      "needLater:1.03 needing:1.13 harming:2.01 doing:1.81 measured:-3.62 determined:-0.64 " +
      "number:-0.5 good:-0.43 worse:1.22 ending:2.22 afterVerb:-0.25 joined:-0.94",
  ),
  not: read(
    "bias:-0.65 verbatim:1.66 aboutOthers:-0.01 finding:1.82 study:-0.68 field:0.83 " +
      "conceding:1.16 relative:0.88 early:-0.71 denied:0.92 deniedLike:0.77 deniedPair:0.15 " +
      "alwaysDeniedPair:0.15 doneWithout:0.06 doneWith:-0.19 usedPair:0.42 pair:0.09 known:-0.4 " +
      "mentioned:-0.11 sourceDenies:-0.39 sourceSaysWord:1.45 need:-0.21 needLater:-0.44 " +
      "needing:-0.21 harming:-0.03 doing:0.92 determined:0.82 good:-0.62 worse:-0.17 ending:1.28 " +
      "afterVerb:-1.49 joined:0.76 does:-2.53 notBetter:-1.62",
  ),
  good: read(
    "bias:1.28 verbatim:1.47 byUs:0.35 aboutOthers:-0.66 finding:-0.78 study:0.17 field:-0.79 " +
      "conceding:0.89 relative:-0.17 early:-0.84 for:0.02 against:-0.15 forLike:0.19 " +
      "againstLike:-1.36 sameWordNear:0.25 sameWord:0.82 sameWordLike:0.73 samePolarity:0.84 " +
      "sameNear:0.7 oppositeNear:-1.23 sameBeside:0.2 oppositeBeside:-1.09 known:0.03 " +
      "noObject:-0.23 betteringCost:0.24 betteringLess:0.25 saysBetter:2.03 saysMore:-0.38 " +
      "reducing:-0.45 increasing:-1.13 bettering:1.11 lower:-1.22 higher:0.2 limited:-0.72 " +
      "enabling:-0.56 effective:0.12 strong:-2.34 more:1.25 easing:0.17 trouble:-0.72 verb:0.72 " +
      "comparative:0.74",
  ),
  bad: read(
    "bias:-1.79 verbatim:3.51 byUs:-0.76 aboutOthers:1.67 finding:0.78 study:-0.27 field:1.31 " +
      "conceding:0.18 early:0.21 for:0.75 against:-0.87 forLike:0.44 againstLike:-0.85 " +
      "sameWordNear:0.97 sameWord:1.31 sameWordLike:0.99 samePolarity:0.2 sameNear:1.21 " +
      "oppositeNear:-0.31 sameBeside:-0.22 oppositeBeside:-1.18 known:0.15 noObject:0.86 " +
      "betteringCost:1.3 saysBetter:1.3 saysWorse:-0.97 saysMore:-0.09 reducing:-2.83 " +
      "increasing:-2.11 degrading:-0.74 bettering:1.3 lower:-2.06 higher:-0.94 limited:0.01 " +
      "failing:-0.88 small:0.66 more:-1.42 losing:-0.46 belittling:-2.11 easing:-0.79 trouble:6.53 " +
      "verb:-1.73 comparative:-1.32",
  ),
  more: read(
    "bias:-2.71 verbatim:1.31 byUs:-0.37 aboutOthers:-0.23 finding:0.3 study:2.13 field:0.77 " +
      "conceding:-0.84 early:-0.36 for:0.87 against:-0.69 forLike:0.47 againstLike:-0.28 " +
      "sameWordNear:1.03 sameWord:0.09 sameWordLike:0.8 samePolarity:0.29 sameNear:1.09 " +
      "oppositeNear:-1.24 sameBeside:0.03 oppositeBeside:-2.3 known:0.6 noObject:0.52 " +
      "saysMore:1.65 reducing:-0.97 increasing:-1.45 lower:-0.22 higher:-0.08 limited:-0.46 " +
      "strong:0.23 more:-1.27 trouble:-0.46 verb:-0.35 comparative:0.78",
  ),
  less: read(
    "bias:-0.76 verbatim:2.81 byUs:0.21 aboutOthers:0.87 finding:-0.95 study:-0.34 field:-1.42 " +
      "conceding:0.03 relative:0.53 early:-0.68 for:0.94 against:-1.12 forLike:0.65 " +
      "againstLike:-0.3 sameWordNear:-0.27 sameWord:0.96 sameWordLike:1.06 samePolarity:0.68 " +
      "sameNear:1.51 oppositeNear:-0.43 sameBeside:0.52 oppositeBeside:-1.26 known:-1.48 " +
      "noObject:-0.03 easingHarm:0.14 saysMore:0.66 reducing:-1.73 increasing:0.47 lower:-0.98 " +
      "higher:0.19 limited:0.77 small:-0.57 more:0.69 easing:2.64 trouble:0.77 comparative:0.26",
  ),
  spared: read(
    "bias:-0.97 verbatim:0.43 byUs:-0.11 finding:-0.19 study:0.23 field:-0.66 relative:0.46 " +
      "for:0.6 against:-0.43 forLike:0.5 againstLike:-0.65 sameWordNear:1.13 sameWord:1.11 " +
      "sameWordLike:0.85 samePolarity:-0.43 sameNear:0.68 oppositeNear:-0.53 sameBeside:0.35 " +
      "oppositeBeside:0.35 known:0.17 saysWorse:0.79 saysMore:0.28 reducing:-1.14 increasing:0.28 " +
      "degrading:-0.04 lower:0.02 failing:0.02 small:-0.24 losing:0.08 belittling:-2.67 " +
      "trouble:0.83 verb:1.65",
  ),
};

function read(pairs: string): Readonly<Record<string, number>> {
  const weights = pairs.split(" ").map((pair) => pair.split(":"));
  return Object.fromEntries(weights.map(([name = "", weight]) => [name, Number(weight)]));
}
