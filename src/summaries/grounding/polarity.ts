/** Which words say that something is more or less, better or worse, and which things are good or bad to have more of. */

/** More or less of something: what that is worth depends on the thing. Better or worse in itself. No, not, without. */
export type Polarity = "more" | "less" | "better" | "worse" | "not";

const begins = (words: string) => new RegExp(`^(?:${words.replaceAll(" ", "|")})`, "u");
const is = (words: string) => new RegExp(`^(?:${words.replaceAll(" ", "|")})$`, "u");

const NOT = is("no not never without neither nor cannot none nothing hardly free n't");
const WORSE = begins(
  "degrad deteriorat worse underperform hurt harm inferior ineffective inefficien weak poor negligibl barely fail struggl " +
    "suffer hinder hamper imped impair undermin sacrific destroy damag unable lag compromis disrupt exacerbat insufficien " +
    "inadequa collaps unreliab unstable slow unsuccessful falter falls fall$ falling fell short$ loses? losing lost lack " +
    "overlook struggling regress weaken",
);
const BETTER = begins(
  "improv enhanc outperform surpass exceed accelerat speed boost better best faster fast superior effective efficien strong " +
    "strength enabl allow maintain preserv achiev advanc robust facilitat excel benefit optimi competitive retain ensur " +
    "elevat refin outclass beat succe support",
);
const MORE = begins(
  "increas higher high$ highest more$ larger greater gain rais rise rising grow expand amplif " +
    "maximi longer bigger abundan double doubl triple tripl",
);
const LESS = begins(
  "reduc decreas lower low$ lowest less$ fewer few$ smaller declin drop cuts? cutting minimiz minimis shrink " +
    "losses$ limited mitigat alleviat lessen eliminat remov avoid prevent suppress shorter scarc halv",
);

/** More of these is worse. */
const COSTS = begins(
  "cost latenc error hallucinat memor overhead bias nois complexit time delay redundan consumption overfit forgetting loss " +
    "losses risk artifact degrad collaps toxic drift relian dependen requirement usage need burden expens flops storage " +
    "varianc uncertain vulnerab failure ambigu interferen mismatch discrepanc gap inconsisten instabil footprint " +
    "inefficien effort limitation challenge issue problem shortcut unsafe harm jailbreak distract bottleneck conflict " +
    "confusion leak contaminat deviat inaccura wast unnecessar excess perplex repetit disclos overthink hack comput data$ token parameter step supervision " +
    "decoherence entanglement flicker distort length explo",
);
/** More of these is better. */
const GOODS = begins(
  "accura perform quality qualities efficien capab robust generali reason fidel consisten stabil reliab safe effective " +
    "scalab abilit understand align coheren diversit speed throughput realis control interpretab precis success score " +
    "productiv faithful expressiv trust fair transparen usab adapt explor creativ generation inference perception " +
    "accessib fluen versatil skill intelligen flexib detail utilit privacy resolution result method model baseline " +
    "existing previous prior state benchmark proficien competen task",
);

/** Of these, only less is better, whatever may be said of making them better. */
const HARMS = begins(
  "cost latenc error hallucinat overhead bias nois redundan consumption overfit forgetting risk artifact degrad collaps toxic usage " +
    "relian dependen requirement footprint burden expens varian failure interferen mismatch gap inconsisten instabil need " +
    "drift vulnerab ambigu computation flops unnecess hack leak contaminat collaps conflict inaccura unsafe harm distract attack perplex repetit overthink",
);

export function isHarm(word: string): boolean {
  return HARMS.test(word);
}

export function polarityOf(word: string): Polarity | undefined {
  if (NOT.test(word)) return "not";
  if (WORSE.test(word)) return "worse";
  if (BETTER.test(word)) return "better";
  if (MORE.test(word)) return "more";
  return LESS.test(word) ? "less" : undefined;
}

/** 1 for what is good to have more of, -1 for what is bad, 0 for what may be either. */
export function worthOf(word: string): number {
  return COSTS.test(word) ? -1 : GOODS.test(word) ? 1 : 0;
}
