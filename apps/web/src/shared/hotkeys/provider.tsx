import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { type Combination, combinationOf, isSingle } from './keys';

export interface Hotkey {
  keys: Combination;
  /** For the sheet of shortcuts. */
  label: string;
  /** Heading in the sheet; left out = of this page. */
  scope?: string;
  act: () => void;
  disabled?: boolean;
}

interface Registry {
  add(hotkey: { current: Hotkey }): () => void;
  list(): Hotkey[];
  enabled: boolean;
  setEnabled(enabled: boolean): void;
  /** First key of a sequence that waits for its second, for the hint. */
  pending: Combination | null;
}

const Context = createContext<Registry | null>(null);
const OFF = 'opora.single-keys-off';
const SEQUENCE_MS = 1_000;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [role=textbox], [role=combobox]') || target.closest('[role=menu], [role=listbox][data-open]') !== null);

export function HotkeysProvider({ children }: { children: ReactNode }): ReactNode {
  const hotkeys = useRef(new Set<{ current: Hotkey }>());
  const first = useRef<{ keys: Combination; timer: ReturnType<typeof setTimeout> } | null>(null);
  const [pending, setPending] = useState<Combination | null>(null);
  const [enabled, setEnabledState] = useState(() => localStorage.getItem(OFF) === null);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented || event.repeat && !event.code.startsWith('Arrow') && !['KeyJ', 'KeyK'].includes(event.code)) return;
    const pressed = combinationOf(event);
    const before = first.current?.keys;
    const clear = (): void => {
      if (first.current) clearTimeout(first.current.timer);
      first.current = null;
      setPending(null);
    };
    // The newest registration wins: a panel's keys before those of the page under it.
    const all = [...hotkeys.current].reverse().map(({ current }) => current).filter((hotkey) => !hotkey.disabled);
    const allowed = (hotkey: Hotkey): boolean => !isSingle(hotkey.keys) || (enabled && !isTyping(event.target) && document.querySelector('dialog[data-blocks-keys][open]') === null);
    const wanted = (before ? all.find((hotkey) => hotkey.keys === `${before} ${pressed}` && allowed(hotkey)) : undefined) ?? all.find((hotkey) => hotkey.keys === pressed && allowed(hotkey));
    const begins = !wanted && all.some((hotkey) => hotkey.keys.startsWith(`${pressed} `) && allowed(hotkey));
    if (/^(Shift|Control|Alt|Meta)/.test(event.key)) return;
    clear();
    if (begins) {
      first.current = { keys: pressed, timer: setTimeout(clear, SEQUENCE_MS) };
      setPending(pressed);
      return;
    }
    if (!wanted) return;
    event.preventDefault();
    wanted.act();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);

  const registry = useMemo<Registry>(
    () => ({
      add: (hotkey) => {
        hotkeys.current.add(hotkey);
        return () => hotkeys.current.delete(hotkey);
      },
      list: () => [...hotkeys.current].map(({ current }) => current).filter((hotkey) => !hotkey.disabled),
      enabled,
      setEnabled: (next) => {
        setEnabledState(next);
        if (next) localStorage.removeItem(OFF);
        else localStorage.setItem(OFF, '1');
      },
      pending,
    }),
    [enabled, pending],
  );
  return <Context value={registry}>{children}</Context>;
}

export function useHotkeyRegistry(): Registry {
  const registry = useContext(Context);
  if (!registry) throw new Error('hotkeys outside of HotkeysProvider');
  return registry;
}

/** The shortcut works while the component is on the screen. */
export function useHotkey(keys: Combination, label: string, act: () => void, options: { scope?: string; disabled?: boolean } = {}): void {
  const { add } = useHotkeyRegistry();
  const latest = useRef<Hotkey>({ keys, label, act, ...options });
  useEffect(() => {
    latest.current = { keys, label, act, ...options };
  });
  useEffect(() => add(latest), [add]);
}
