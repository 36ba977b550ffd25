/** Shortens a sentence without changing what it says: lead-ins, asides and citations go, words stay as they were. */

/** What only ties a sentence to the one before, or says that this is a paper. */
const LEAD_IN = new RegExp(
  `^(?:(?:${[
    "here|hence|thus|therefore|consequently|accordingly|specifically|concretely|moreover|furthermore|additionally",
    "finally|further|overall|importantly|notably|nevertheless|however|instead|lastly|first(?:ly)?|second(?:ly)?",
    "third(?:ly)?|in addition|in particular|in short|in summary|as a result|to sum up|more specifically|in response",
    "in contrast|in turn|to this end|to that end",
    "(?:in|with|through) (?:this|the present|the current|our) (?:\\w+ )?(?:paper|work|article|study|report|letter|thesis|survey)",
  ].join("|")}),? +|(?:${[
    "(?:motivated|inspired) by (?:this|these|the above|that)\\b[^,]{0,30}",
    "(?:based|building) on (?:this|these)\\b[^,]{0,30}",
    "to (?:address|tackle|overcome|solve|bridge|fill|close|remedy|mitigate|alleviate|resolve) (?:this|these|the above|such|it)\\b[^,]{0,40}",
  ].join("|")}), +)`,
  "iu",
);

/** "Guided by this insight, we ...", "To assess agents in such settings, we ...": points back at what is not shown. */
const POINTING_BACK =
  /^(?!(?:while|although|though|unlike|if|when|because|since|whereas|despite)\b)[^,;:.()]{0,60}\b(?:this|these|those|such|that (?:goal|aim|end)|the (?:above|aforementioned|challenge|problem|issue|gap|limitation|shortcoming)s?|both (?:of )?(?:these |the )?(?:problem|issue|challenge|limitation|gap|shortcoming)s)\b[^,;:.()]{0,50}, +(?=(?:we|our|this (?:paper|work|study|report))\b)/iu;

/** "We then propose": what came before is not shown. */
const NEXT_STEP =
  /^(we) (?:then|also|further|additionally|finally|thus|therefore|hence|first|next) (?=\p{Ll})/iu;

/** The headings of a structured abstract. */
const HEADING =
  /^(?:background|context|motivation|purpose|objectives?|aims?|goals?|methods?|methodology|approach|results?|findings|conclusions?|contributions?|significance)(?: and \w+)?(?:: |\. (?=\p{Lu}))/iu;

/** "(see Fig. 2)", "[12, 13]", "(Smith et al., 2020)": leads nowhere outside the paper. */
const CITATION =
  / *(?:\((?:[^()]*\bet al\.[^()]*|see [^()]*|e\.g\.[^()]*|i\.e\.[^()]*|cf\.[^()]*|[Ff]ig(?:ure|\.) ?\d[^()]*|[^()]*https?:[^()]*)\)|\[\d+(?:[,–-] ?\d+)*\]|\\(?:cite|ref)[pt]?\{[^{}]*\})/gu;

/** A short form behind its long one: "large language models (LLMs)". */
const ACRONYM = / *\((?=[^()]{0,19}\p{Lu})[\p{L}\p{N}$^{}_+\-.,/ ]{1,20}\)/gu;

/** Words that end a sentence with where to look. */
const POINTER =
  /[,;:]? *(?:(?:and|which) (?:is|are) )?(?:(?:publicly |freely |openly )?available )?(?:(?:at|on|from|here|see|via)[: ]*)?(?:https?:\/\/|www\.)\S+\.?$/iu;

export function trimSentence(sentence: string): string {
  let text = sentence
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/^(?:[•*–—-]|\(?\d{1,2}[.)]|\((?:[ivx]+|[a-z])\)) +/u, "");
  for (let before = ""; before !== text; ) {
    before = text;
    text = withoutLeadIn(text.replace(HEADING, "")).replace(POINTING_BACK, "").replace(NEXT_STEP, "$1 ");
  }
  text = text
    .replace(CITATION, "")
    .replace(ACRONYM, "")
    .replace(POINTER, "")
    .replace(/ +([,.;:])/gu, "$1")
    .replace(/[,;:]+\.$/u, ".")
    .replace(/ {2,}/gu, " ")
    .trim();
  // A sentence that was nothing but a lead-in or an aside is better whole.
  if (!/\p{L}.*\p{L}/u.test(text)) return sentence.trim();
  return closed(capital(text));
}

/** "To bridge this gap in data, benchmark and model, we ...": the lead-in may have commas of its own. */
function withoutLeadIn(text: string): string {
  const rest = text.replace(LEAD_IN, "");
  return rest === text ? text : rest.replace(/^\p{Ll}[^,;:.]{0,50}, +(?=we\b)/u, "");
}

function capital(text: string): string {
  const first = /^["“‘'(]*\p{Ll}+(?=[\s,])/u.exec(text)?.[0];
  return first === undefined ? text : text.replace(/\p{Ll}/u, (letter) => letter.toUpperCase());
}

function closed(text: string): string {
  return /[.!?…。！？।؟]["”’)\]」]*$/u.test(text) ? text : `${text.replace(/[,;:]+$/u, "")}.`;
}
