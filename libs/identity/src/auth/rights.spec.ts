import { PERMISSIONS, ROLE_KEYS, type Scope } from '@opora/platform';
import { limited } from './authenticator';
import { csrfTokenOf, digest, newSecret, sameText } from './secrets';

const grants = new Map<string, ReadonlySet<Scope>>([['ticket.read', new Set<Scope>(['own'])], ['me', new Set<Scope>(['self'])]]);

describe('what a token may do (I27)', () => {
  it('is all that its owner may with *', () => expect(limited({ grants }, ['*'])).toBe(grants));
  it('is all for a browser', () => expect(limited({ grants }, null)).toBe(grants));
  it('is never more than its owner may', () => expect([...limited({ grants }, ['ticket.read', 'journal.read']).keys()]).toEqual(['ticket.read']));
  it('is nothing with scopes that are none', () => expect(limited({ grants }, []).size).toBe(0));
  it('brings reading of tickets with reading of incidents, as far as its owner may', () => {
    expect([...limited({ grants }, ['incident.read'])]).toEqual([['ticket.read', new Set(['own'])]]);
  });
});

describe('secrets', () => {
  it('have 256 bits and are kept as digests', () => {
    expect(new Set(Array.from({ length: 100 }, newSecret)).size).toBe(100);
    expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32);
    expect(digest('a').equals(digest('a'))).toBe(true);
  });
  it('the token against forgery belongs to one session of one installation', () => {
    expect(csrfTokenOf('k1', 's1')).not.toBe(csrfTokenOf('k1', 's2'));
    expect(csrfTokenOf('k1', 's1')).not.toBe(csrfTokenOf('k2', 's1'));
    expect([sameText('a', 'a'), sameText('a', 'b'), sameText('a', 'ab')]).toEqual([true, false, false]);
  });
});

describe('the matrix', () => {
  const may = (role: (typeof ROLE_KEYS)[number]): string[] => PERMISSIONS.filter(({ cells }) => cells[role].length > 0).map(({ permission }) => permission);
  const writes = /\.(write|publish|create|edit|update\w*|membersWrite|roles|deactivate|reactivate|run|service|redact|merge|convert|bulk|register\w*|assign|resolve|major)$/;

  it('names each permission once, with a cell for each role', () => {
    expect(new Set(PERMISSIONS.map(({ permission }) => permission)).size).toBe(PERMISSIONS.length);
    for (const { permission, cells } of PERMISSIONS) expect([permission, Object.keys(cells).sort()]).toEqual([permission, [...ROLE_KEYS].sort()]);
  });
  it('lets employees and suppliers write nothing of organisation, catalogue, levels and operation, but the systems that they own', () => {
    const owned = (role: 'requester' | 'supplier', permission: string): boolean => PERMISSIONS.some((row) => row.permission === permission && row.cells[role].every((scope) => scope === 'res'));
    const ofTickets = /^(ticket|message|attachment|draft|incident|task|workLog|view|me|absence|group\.shifts)/;
    for (const role of ['requester', 'supplier'] as const) expect(may(role).filter((permission) => writes.test(permission) && !ofTickets.test(permission) && permission !== 'absence.write' && !owned(role, permission))).toEqual([]);
  });
  it('lets an auditor read, and change nothing but what is their own', () => expect(may('auditor').filter((permission) => writes.test(permission))).toEqual([]));
  it('lets an administrator read no ticket but by break-glass', () => {
    for (const { permission, cells } of PERMISSIONS) if (/^(ticket\.read|message\.read|timeline|attachment\.read|clock\.read|incident\.read)/.test(permission) && permission !== 'ticket.readSummary') expect([permission, cells.admin]).toEqual([permission, ['brk']]);
  });
  it('gives nobody but an administrator people’s roles', () => expect(ROLE_KEYS.filter((role) => may(role).some((permission) => ['person.roles', 'role.write', 'token.service', 'settings.write'].includes(permission)))).toEqual(['admin']));
});
