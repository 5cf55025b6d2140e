/** What the start of a test run hands to its end. */
export interface Running {
  stop(): Promise<void>;
}
