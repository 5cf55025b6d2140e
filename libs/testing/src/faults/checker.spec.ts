import { judge, type Verdict } from './checker';
import { type Call, History } from './history';

const CLEAN: Verdict = { lost: [], doubled: [], resurrected: [], registers: [], backwards: [], failures: [] };

function history(...calls: Partial<Call>[]): History {
  const made = new History();
  calls.forEach((call, at) => made.calls.push({ process: 1, op: 'register', canary: null, ticket: null, expected: null, invokedAt: at, completedAt: at, outcome: 'acked', status: 200, version: null, attempts: 1, ...call }));
  return made;
}
const stored = (canaries: Record<string, number>, versions: Record<string, number> = {}) => ({ canaries: new Map(Object.entries(canaries)), versions: new Map(Object.entries(versions)) });

describe('the history checker finds', () => {
  it('nothing where all is well, and leaves the unknown open', () => {
    const calls = history({ canary: 'a' }, { canary: 'b', outcome: 'unknown' }, { canary: 'c', outcome: 'unknown' }, { canary: 'd', outcome: 'refused' });
    expect(judge(calls, stored({ a: 1, b: 1 }))).toEqual(CLEAN);
  });

  it('what was acknowledged and is gone', () => expect(judge(history({ canary: 'a' }), stored({})).lost).toEqual(['register a: 200 at attempt 1, ticket unknown is not stored']));
  it('what is there twice, though its outcome was unknown', () => expect(judge(history({ canary: 'a', outcome: 'unknown' }), stored({ a: 2 })).doubled).toEqual(['register a 2 times']));
  it('what was refused and is there', () => expect(judge(history({ canary: 'a', outcome: 'refused' }), stored({ a: 1 })).resurrected).toEqual(['register a']));

  it('two changes that made one version', () => {
    const calls = history({ op: 'command', ticket: 't', version: 2 }, { op: 'command', ticket: 't', version: 2, process: 2 });
    expect(judge(calls, stored({}, { t: 2 })).registers).toHaveLength(1);
  });
  it('an If-Match that lost an update', () => expect(judge(history({ op: 'command', ticket: 't', expected: 2, version: 4 }), stored({}, { t: 4 })).registers).toEqual(['If-Match 2 on t made 4']));
  it('an acknowledged version that is not stored', () => expect(judge(history({ op: 'command', ticket: 't', version: 3 }), stored({}, { t: 2 })).registers).toHaveLength(1));
  it('a read that goes back', () => expect(judge(history({ op: 'read', ticket: 't', version: 3 }, { op: 'read', ticket: 't', version: 2 }), stored({})).backwards).toHaveLength(1));

  it('an error that is our own', () => {
    const calls = history();
    calls.answers.push({ at: 1, status: 503, retryAfter: true, milliseconds: 1, op: 'read' }, { at: 1, status: 503, retryAfter: false, milliseconds: 1, op: 'read' }, { at: 1, status: 500, retryAfter: false, milliseconds: 1, op: 'list' });
    expect(judge(calls, stored({})).failures).toEqual(['read → 503 without Retry-After', 'list → 500']);
  });
});
