/* `KeyboardEvent.code` = the physical key, so the map is the same on a Ukrainian and an English layout (ux.md §2.1, E11). Named keys (Enter, Escape, arrows) by `key`. */

/** `KeyC`, `Shift+KeyC`, `Mod+KeyK` (Ctrl or ⌘), `KeyG KeyT` (one after the other), `Enter`. */
export type Combination = string;

export interface KeyPress {
  code: string;
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const NAMED = new Set(['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Tab', 'Backspace', 'Delete', ' ']);

export function combinationOf(event: KeyPress): Combination {
  const key = NAMED.has(event.key) ? (event.key === ' ' ? 'Space' : event.key) : event.code.replace(/^Numpad(\d)$/, 'Digit$1');
  return `${event.ctrlKey || event.metaKey ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${key}`;
}

/** Works without a modifier, so it must keep out of text fields and can be switched off (WCAG 2.1.4). */
export const isSingle = (combination: Combination): boolean => !/Mod\+|Alt\+/.test(combination) && !/^(Shift\+)?(Escape|Enter|Tab|Arrow\w+)$/.test(combination);

const SHOWN: Readonly<Record<string, string>> = {
  Slash: '/', Period: '.', Comma: ',', BracketLeft: '[', BracketRight: ']', Semicolon: ';', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Enter: '⏎', Space: 'Space',
};

/** As hints show it: Latin letters, `Ctrl K`. */
export function shown(combination: Combination, isMac = false): string[] {
  return combination.split(' ').map((step) =>
    step
      .split('+')
      .map((part) => (part === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : (SHOWN[part] ?? part.replace(/^(Key|Digit)/, ''))))
      .join(' '),
  );
}

/** For `aria-keyshortcuts`. */
export const spoken = (combination: Combination): string =>
  combination.split(' ').map((step) => step.replace('Mod', 'Control').replace(/Key|Digit/g, '').replace('Slash', '/').replace('Period', '.').replace('BracketLeft', '[').replace('BracketRight', ']')).join(' ');
