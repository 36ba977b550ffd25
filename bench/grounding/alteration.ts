/** Makes false summaries of a true one. */

/** Each result differs from the summary in one place. */
export type Alteration = (summary: string, random: () => number) => readonly string[];
