import * as fc from 'fast-check';
import { chanceOf, doubled, repeats, similarity, trigrams, usual, wordings } from './repetition';

describe('the chance of so many', () => {
  it.each([
    [1, 1, 0.6321205588],
    [3, 1, 0.0803013971],
    [9, 0.6, 1.620825498e-08],
    [5, 2, 0.0526530174],
    [23, 2, 1.0e-16],
  ])('of at least %d where %d are usual is %d', (observed, expected, p) => {
    const found = chanceOf(observed, expected);
    if (p < 1e-12) expect(found).toBeLessThan(1e-12);
    else expect(Math.abs(found - p) / p).toBeLessThan(1e-3);
  });
  it('is a chance, and falls with the count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.01, max: 150, noNaN: true }), (observed, expected) => {
        const p = chanceOf(observed, expected);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(chanceOf(observed + 1, expected)).toBeLessThanOrEqual(p * (1 + 1e-9));
      }),
    );
  });
});

describe('what repeats', () => {
  it('is more than its own usual', () => {
    expect(repeats(9, 6, 83)).toMatchObject({ observed: 9, expected: expect.closeTo(0.548, 2) });
    expect(repeats(9, 107, 83)).toBeNull();
  });
  it('three are no pattern, however rare', () => expect(repeats(3, 0, 83)).toBeNull());
  it('a young installation does not take its first week for a wave', () => expect(repeats(6, 8, 10)).toBeNull());
  it('what was never seen before is rare, not impossible', () => expect(usual(0, 83)).toBeCloseTo(0.042, 2));
  it('a dismissed one waits until its evidence has doubled', () => expect([doubled(9, 5), doubled(10, 5)]).toEqual([false, true]));
});

describe('the same words', () => {
  it('are told as pg_trgm tells them', () => expect(similarity(trigrams('word'), trigrams('two words'))).toBeCloseTo(0.363636, 5));
  it('come together whatever the case, the order and the ending', () => {
    const titles = ['Не друкує принтер на 3 поверсі', 'Принтер на 3 поверсі не друкує', 'не друкує принтер 3 поверх', 'Не друкує принтер на третьому поверсі', 'Забув пароль', 'Немає доступу до ERP'].map((title, i) => ({ id: String(i), title }));
    expect(wordings(titles)).toEqual([{ title: expect.stringContaining('поверсі'), ids: ['0', '1', '2', '3'] }]);
  });
});
