/** One step of the database's form. Once released it is never changed: a later one mends it. */
export interface Migration {
  /** `NNNN-what-it-does`, in the order in which they are run. */
  readonly name: string;
  readonly statements: readonly string[];
}
