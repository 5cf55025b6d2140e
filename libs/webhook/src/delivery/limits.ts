/** Seconds after which a try that a process began and did not end may be made again: longer than any answer is waited for. */
export const EGRESS_LEASE_SECONDS = 60;
/** Tries at a time in one process. */
export const AT_ONCE = 8;
/** Characters of an answer that are kept for whoever mends the receiver (`security.md` WH-05). */
export const MOST_ANSWER = 2_000;
/** Days for which what ended is kept. */
export const KEEP_DAYS = 30;
export const TEST_TYPE = 'webhook.test';
