import { oneOf, ownAddress, word } from './search';

it('only addresses of our own are gone to after the sign-in (AU-25)', () => {
  expect(['/portal', '/t/INC-000001?x=1#y'].map(ownAddress)).toEqual(['/portal', '/t/INC-000001?x=1#y']);
  for (const other of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'portal', '', 7, null, undefined, ['/portal']]) expect(ownAddress(other)).toBeUndefined();
});

it('a search for a number is a search for its digits', () => {
  expect([word(931), word('принтер'), word(true), word(''), word({}), word(undefined)]).toEqual(['931', 'принтер', 'true', undefined, undefined, undefined]);
  expect([oneOf('all', ['closed', 'all']), oneOf('x', ['closed', 'all'])]).toEqual(['all', undefined]);
});
