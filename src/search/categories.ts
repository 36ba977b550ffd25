/** arXiv's categories. https://arxiv.org/category_taxonomy; archives of old at https://arxiv.org/archive */

const SUBJECTS: Readonly<Record<string, string>> = {
  cs: "AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NA NE NI OH OS PF PL RO SC SD SE SI SY",
  econ: "EM GN TH",
  eess: "AS IV SP SY",
  math: "AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO IT KT LO MG MP NA NT OA OC PR QA RA RT SG SP ST",
  stat: "AP CO ME ML OT TH",
  "q-bio": "BM CB GN MN NC OT PE QM SC TO",
  "q-fin": "CP EC GN MF PM PR RM ST TR",
  nlin: "AO CD CG PS SI",
  "astro-ph": "CO EP GA HE IM SR",
  "cond-mat": "dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con",
  physics:
    "acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph flu-dyn gen-ph geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph",
};

const WHOLE_ARCHIVES = new Set(
  `gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th quant-ph acc-phys adap-org alg-geom ao-sci atom-ph bayes-an
  chao-dyn chem-ph cmp-lg comp-gas dg-ga funct-an mtrl-th patt-sol plasm-ph q-alg solv-int supr-con`.split(
    /\s+/,
  ),
);

export interface Categories {
  /** `cs.CL`, or `cs` for all of an archive. */
  readonly names: readonly string[];
  /** Those of the names that arXiv's list does not have: there may be no such category. */
  readonly unlisted: readonly string[];
  /** What is no category, as typed. */
  readonly unknown: readonly string[];
  /** How something was understood that a person may have meant otherwise; sentences. */
  readonly remarks: readonly string[];
}

/** One category or several: `cs.CL`, `cs`, `cs.*`, `cs.CL,cs.LG`; also `CL`, where one archive is likely. */
export function parseCategories(value: string): Categories {
  const names: string[] = [];
  const unknown: string[] = [];
  const remarks: string[] = [];
  for (const typed of value.split(/[\s,;/|]+/u).filter((one) => one !== "")) {
    const name = categoryNamed(typed);
    const meant = name ?? categoryOfSubject(typed);
    if (meant === undefined) unknown.push(typed);
    else names.push(meant);
    if (name === undefined && meant !== undefined) remarks.push(`cat:${typed} was read as cat:${meant}.`);
  }
  return { names, unlisted: names.filter((name) => !isListed(name)), unknown, remarks };
}

/** A subject that is not on the list is let through: arXiv may have made it since. */
function categoryNamed(typed: string): string | undefined {
  const [, archive = "", subject] = /^([a-z-]+)(?:\.([a-z-]{2,20}|\*))?$/iu.exec(typed) ?? [];
  const name = archive.toLowerCase();
  if (!Object.hasOwn(SUBJECTS, name) && !WHOLE_ARCHIVES.has(name)) return undefined;
  if (subject === undefined || subject === "*") return name;
  return `${name}.${subject.length === 2 ? subject.toUpperCase() : subject.toLowerCase()}`;
}

/** Most papers here are of computer science, so `CV` is its computer vision; else only one archive may have the subject. */
function categoryOfSubject(typed: string): string | undefined {
  const subject = typed.length === 2 ? typed.toUpperCase() : typed.toLowerCase();
  const having = Object.keys(SUBJECTS).filter((archive) => isListed(`${archive}.${subject}`));
  const archive = having.includes("cs") || having.length === 1 ? having[0] : undefined;
  return archive === undefined ? undefined : `${archive}.${subject}`;
}

function isListed(name: string): boolean {
  const [archive = "", subject] = name.split(".");
  return subject === undefined || (SUBJECTS[archive] ?? "").split(" ").includes(subject);
}
