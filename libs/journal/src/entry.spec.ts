import { systemActor } from '@opora/platform';
import fc from 'fast-check';
import { GENESIS, type NewEntry, hashOf, seal } from './entry';

const at = new Date('2026-11-23T10:00:00.000Z');
const entry: NewEntry = {
  streamId: '0190a000-0000-7000-8000-000000000001', streamKind: 'incident', kind: 'incident.resolved', actor: systemActor('rule', 'request-1'), visibility: 'public', version: 3,
  data: { reason: 'Картридж замінено', changes: [{ field: 'state', from: 'assigned', to: 'resolved' }], b: 1, a: [1.5, null, true] },
};

describe('a journal entry', () => {
  it('has the hash of the golden vector: SHA-256(previous ‖ canonical JSON), for ever', () => {
    const sealed = seal(null, entry, '0190a000-0000-7000-8000-000000000002', at);
    expect(sealed.hash.toString('hex')).toBe('d1c8e9ff36b580f4a8b6da9dfd4b9f52c759b65a996be3a2310bea5ab30fcdb5');
    expect(hashOf(GENESIS, { ...sealed, data: entry.data ?? {} }).equals(sealed.hash)).toBe(true);
  });
  it('is found unchanged when it is read back, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.string(), (data, requestId, kind) => {
        const sealed = seal(null, { ...entry, kind, actor: systemActor(kind, requestId), data }, '0190a000-0000-7000-8000-000000000002', at);
        expect(hashOf(GENESIS, { ...sealed, data: JSON.parse(sealed.dataText) as Record<string, unknown> }).equals(sealed.hash)).toBe(true);
      }),
    );
  });
  it('follows the one before it', () => {
    const first = seal(null, entry, '0190a000-0000-7000-8000-000000000002', at);
    const second = seal(first, entry, '0190a000-0000-7000-8000-000000000003', new Date(at.getTime() + 1));
    expect(second).toMatchObject({ seq: 2, prevHash: first.hash, clockSkew: false });
  });
  it('takes the instant of the one before it where the clock had gone back, and says so', () => {
    const first = seal(null, entry, '0190a000-0000-7000-8000-000000000002', at);
    expect(seal(first, entry, '0190a000-0000-7000-8000-000000000003', new Date(at.getTime() - 5000))).toMatchObject({ at, clockSkew: true });
  });
  it('hashes alike whatever the order of keys and the form of instants', () => {
    const other = seal(null, { ...entry, data: { a: [1.5, null, true], b: 1, changes: [{ to: 'resolved', from: 'assigned', field: 'state' }], reason: 'Картридж замінено' } }, '0190a000-0000-7000-8000-000000000002', at);
    expect(other.hash.toString('hex')).toBe(seal(null, entry, '0190a000-0000-7000-8000-000000000002', at).hash.toString('hex'));
    const dated = (due: unknown) => seal(null, { ...entry, data: { due } }, '0190a000-0000-7000-8000-000000000002', at).hash.toString('hex');
    expect(dated(at)).toBe(dated(at.toISOString()));
  });
});
