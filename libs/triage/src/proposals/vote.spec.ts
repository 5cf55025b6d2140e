import fc from 'fast-check';
import { LEAST_SHARE, elect, weightOf, weightOfWords } from './vote';

const ticket = (value: string, likeness: number, id = `${value}${likeness}`) => ({ for: value, weight: weightOf(likeness), ticketId: id });

describe('what is proposed', () => {
  it('is what most of the likeness speaks for, with the tickets that speak, the strongest first', () => {
    expect(elect([ticket('print', 0.5, 'a'), ticket('print', 0.9, 'b'), ticket('mail', 0.6, 'c')])).toEqual({ value: 'print', ticketIds: ['b', 'a'], byWords: false });
  });
  it('is not decided by a crowd of the hardly similar against one that is nearly the same', () => {
    expect(elect([ticket('vpn', 0.95), ...['1', '2', '3'].map((id) => ticket('mail', 0.4, id))])?.value).toBe('vpn');
  });
  it('is nothing where too little speaks, or where opinions are divided', () => {
    expect(elect([])).toBeNull();
    expect(elect([ticket('print', 0.35)])).toBeNull();
    expect(elect([ticket('a', 0.6), ticket('b', 0.6), ticket('c', 0.6)])).toBeNull();
  });
  it('may rest on words alone and says so', () => {
    expect(elect([{ for: 'print', weight: 0.4, ticketId: null }])).toEqual({ value: 'print', ticketIds: [], byWords: true });
  });
  it('always has its share, whatever is said', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ for: fc.constantFrom('a', 'b', 'c', 'd'), weight: fc.double({ min: 0, max: 1, noNaN: true }), ticketId: fc.option(fc.uuid(), { nil: null }) })), (votes) => {
        const elected = elect(votes);
        const sum = (value?: string) => votes.filter((vote) => value === undefined || vote.for === value).reduce((total, { weight }) => total + weight, 0);
        return elected === null || sum(elected.value) >= sum() * LEAST_SHARE - 1e-9;
      }),
    );
  });
});

describe('words of a name', () => {
  it('speak by how many of them the text holds; short ones say nothing', () => {
    const text = new Set(['друк', 'паперу', 'не']);
    expect(weightOfWords(['друк'], text, 0.5)).toEqual({ weight: 0.5, words: ['друк'] });
    expect(weightOfWords(['друк', 'якіст'], text, 0.5)).toEqual({ weight: 0.25, words: ['друк'] });
    expect(weightOfWords(['не'], text, 0.5)).toEqual({ weight: 0, words: [] });
  });
});
