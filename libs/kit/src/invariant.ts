/** What a check reads through: one read-only snapshot of the whole database. */
export interface SnapshotReader {
  rows<R>(text: string, params?: readonly unknown[]): Promise<R[]>;
}

/**
 * A promise about stored data (security.md A) that anybody can verify on a living database: `npm run check` runs all of them, and every e2e suite ends with them.
 * Modules export theirs as `<module>Checks`.
 */
export interface InvariantCheck {
  /** `I4.journal-versions`: the number in security.md A, then what is looked at. */
  id: string;
  title: string;
  /** One line a violation, each naming the object; the first twenty are enough. */
  run(snapshot: SnapshotReader): Promise<string[]>;
}
