import { otherLayout, referenceIn } from './meant';

describe('What was meant by what was typed', () => {
  it('is the word on the other layout', () => {
    expect(otherLayout('зкштеук')).toBe('printer');
    expect(otherLayout('ghbynth')).toBe('принтер');
  });
  it('is a number, with or without its letters, or one in a pasted address', () => {
    expect(referenceIn('931')).toBe('INC-000931');
    expect(referenceIn('inc-931')).toBe('INC-000931');
    expect(referenceIn('https://opora.example/desk/t/INC-000931?x=1')).toBe('INC-000931');
    expect(referenceIn('принтер 3')).toBeNull();
    expect(referenceIn('')).toBeNull();
  });
});
