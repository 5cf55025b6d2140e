import type { Note } from './data';
import { grouped } from './grouped';

const note = (id: string, ticket: string | null, readAt: string | null): Note => ({ id, kind: 'x', text: id, reason: 'requester', reasonText: '', createdAt: '', readAt, ticket: ticket === null ? null : ({ id: ticket } as Note['ticket']) });

it('what is about one ticket stands in one line, unread while any of it is', () => {
  const groups = grouped([note('1', 'a', null), note('2', 'b', 'x'), note('3', 'a', 'x'), note('4', null, 'x')]);
  expect(groups.map(({ key, unread, notes }) => [key, unread, notes.map(({ id }) => id)])).toEqual([['a', true, ['1', '3']], ['b', false, ['2']], ['4', false, ['4']]]);
});
