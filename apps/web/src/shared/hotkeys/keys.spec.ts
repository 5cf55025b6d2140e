import { combinationOf, isSingle, shown, spoken } from './keys';

const press = (code: string, key: string, mods: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({ code, key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...mods });

describe('Keyboard shortcuts', () => {
  it('are the same on a Ukrainian and an English layout', () => {
    expect(combinationOf(press('KeyC', 'с'))).toBe(combinationOf(press('KeyC', 'c')));
    expect(combinationOf(press('KeyK', 'л', { ctrlKey: true }))).toBe('Mod+KeyK');
    expect(combinationOf(press('KeyK', 'k', { metaKey: true }))).toBe('Mod+KeyK');
  });

  it('take digits of the number pad as digits', () => expect(combinationOf(press('Numpad1', '1'))).toBe('Digit1'));

  it('know which ones must keep out of text fields', () => {
    expect(['KeyC', 'Shift+KeyC', 'Slash', 'KeyG KeyT', 'Digit1', 'Space'].map(isSingle)).toEqual([true, true, true, true, true, true]);
    expect(['Mod+KeyK', 'Mod+Enter', 'Escape', 'Alt+KeyJ'].map(isSingle)).toEqual([false, false, false, false]);
  });

  it('are shown with Latin letters', () => {
    expect(shown('KeyG KeyT')).toEqual(['G', 'T']);
    expect(shown('Mod+KeyK')).toEqual(['Ctrl K']);
    expect(spoken('Mod+KeyK')).toBe('Control+K');
  });
});
