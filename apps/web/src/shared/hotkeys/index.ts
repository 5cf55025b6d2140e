export { type Combination, combinationOf, shown, spoken } from './keys';
export { type Hotkey, HotkeysProvider, useHotkey, useHotkeyRegistry } from './provider';
