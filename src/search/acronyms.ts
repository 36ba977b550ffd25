/** Short forms and what they stand for, mined from the catalog's own abstracts ("large language model (LLM)"). */
export interface Acronyms {
  /** Other ways to say this word or phrase: its long forms if it is an acronym, its acronyms if it is a long form. */
  equivalents(phrase: string): readonly string[];
}
