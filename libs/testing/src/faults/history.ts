/** One call of a client, written down by the client: the checker never trusts the server's own records (security.md B.2). */
export interface Call {
  /** Number of the client, which does one thing at a time. */
  process: number;
  op: 'register' | 'reply' | 'note' | 'command' | 'read' | 'list';
  /** Text that this call alone brings in; null where it brings none. */
  canary: string | null;
  /** The ticket that it concerns, where that is known. */
  ticket: string | null;
  /** Version that `If-Match` named. */
  expected: number | null;
  /** Milliseconds of one clock for all clients. */
  invokedAt: number;
  completedAt: number;
  outcome: Outcome;
  /** Status of the last answer; 0: there was none. */
  status: number;
  /** Version that the answer shows. */
  version: number | null;
  /** How often it was sent, each time with the same Idempotency-Key. */
  attempts: number;
}

export type Outcome = 'acked' | 'refused' | 'unknown';

/** Every answer, also those that were tried again. */
export interface Answer {
  at: number;
  status: number;
  retryAfter: boolean;
  milliseconds: number;
  op: Call['op'];
}

export class History {
  readonly calls: Call[] = [];
  readonly answers: Answer[] = [];

  /** When each kind of call first succeeded again, in milliseconds after the instant; null: not yet. */
  recovery(since: number, ops: readonly Call['op'][]): number | null {
    const first = ops.map((op) => this.answers.find((answer) => answer.op === op && answer.at - answer.milliseconds >= since && answer.status >= 200 && answer.status < 300)?.at);
    return first.every((at) => at !== undefined) ? Math.max(...(first as number[])) - since : null;
  }
}
