import { chosen } from './compress';

describe('The form of an answer', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=1.0', 'gzip'],
    ['br; q=0', null],
    ['identity', null],
    ['', null],
    [undefined, null],
  ])('for "%s" is %s', (header, expected) => expect(chosen(header)).toBe(expected));
});
