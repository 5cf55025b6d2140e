import { LEVELS, type Level, PRIORITIES } from '@opora/kit';
import * as fc from 'fast-check';
import { DEFAULT_MATRIX, initialPriority, prioritise, raised } from './priority';

const level = fc.constantFrom<Level>(...LEVELS);
const facts = { matrix: DEFAULT_MATRIX, chosen: {}, category: { impact: null, urgency: null }, criticality: null, vip: false };

describe('the priority matrix', () => {
  it.each([
    ['high', 'high', 1], ['high', 'medium', 2], ['high', 'low', 3],
    ['medium', 'high', 2], ['medium', 'medium', 3], ['medium', 'low', 4],
    ['low', 'high', 3], ['low', 'medium', 4], ['low', 'low', 5],
  ] as const)('gives impact %s and urgency %s P%d', (impact, urgency, priority) => {
    expect(initialPriority({ ...facts, chosen: { impact, urgency } })).toEqual({ impact, urgency, priority, raise: null });
  });

  it('never makes a more urgent or wider incident less important', () => {
    fc.assert(
      fc.property(level, level, (impact, urgency) => {
        const here = DEFAULT_MATRIX[impact][urgency];
        expect(DEFAULT_MATRIX[raised(impact)][urgency]).toBeLessThanOrEqual(here);
        expect(DEFAULT_MATRIX[impact][raised(urgency)]).toBeLessThanOrEqual(here);
        expect(PRIORITIES).toContain(here);
      }),
    );
  });
});

describe('the raise at registration', () => {
  it.each([
    ['a critical service', { criticality: 'high' as const }, ['service_criticality']],
    ['a VIP', { vip: true }, ['vip']],
    ['a VIP and a critical service together', { vip: true, criticality: 'high' as const }, ['service_criticality', 'vip']],
  ])('takes urgency one step up for %s', (_, more, because) => {
    expect(initialPriority({ ...facts, ...more })).toEqual({ impact: 'low', urgency: 'high', priority: 3, raise: { from: 'medium', to: 'high', because } });
  });
  it('acts on what the category sets', () => {
    expect(initialPriority({ ...facts, vip: true, category: { impact: 'medium', urgency: 'low' } })).toMatchObject({ impact: 'medium', urgency: 'medium', priority: 3 });
  });
  it('leaves an urgency that a person chose', () => {
    fc.assert(
      fc.property(level, level, fc.boolean(), (urgency, criticality, vip) => {
        expect(initialPriority({ ...facts, chosen: { urgency }, criticality, vip })).toMatchObject({ urgency, raise: null });
      }),
    );
  });
  it('says nothing where urgency is already the highest', () => {
    expect(initialPriority({ ...facts, vip: true, category: { impact: null, urgency: 'high' } }).raise).toBeNull();
  });
  it('is not done by a service of lesser criticality', () => {
    expect(initialPriority({ ...facts, criticality: 'medium' }).raise).toBeNull();
  });
});

describe('a change of priority', () => {
  const before = { impact: 'low', urgency: 'low', priority: 5, priorityReason: null } as const;
  it('follows the matrix when impact or urgency is set', () => {
    expect(prioritise(before, { impact: 'high' }, DEFAULT_MATRIX)).toEqual({ impact: 'high', urgency: 'low', priority: 3, priorityReason: null });
  });
  it('keeps an override until impact or urgency is set again', () => {
    const overridden = prioritise(before, { priority: 1, priorityReason: 'the board meets today' }, DEFAULT_MATRIX);
    expect(overridden).toEqual({ impact: 'low', urgency: 'low', priority: 1, priorityReason: 'the board meets today' });
    expect(prioritise(overridden, {}, DEFAULT_MATRIX)).toEqual(overridden);
    expect(prioritise(overridden, { urgency: 'low' }, DEFAULT_MATRIX)).toEqual(before);
  });
  it('lets the override win over impact and urgency of the same change', () => {
    expect(prioritise(before, { impact: 'high', urgency: 'high', priority: 4, priorityReason: 'agreed' }, DEFAULT_MATRIX)).toMatchObject({ impact: 'high', urgency: 'high', priority: 4 });
  });
  it('gives what the matrix says, whatever came before, without an override', () => {
    fc.assert(
      fc.property(level, level, level, level, (a, b, impact, urgency) => {
        const start = { impact: a, urgency: b, priority: DEFAULT_MATRIX[a][b], priorityReason: null };
        expect(prioritise(start, { impact, urgency }, DEFAULT_MATRIX).priority).toBe(DEFAULT_MATRIX[impact][urgency]);
      }),
    );
  });
});
