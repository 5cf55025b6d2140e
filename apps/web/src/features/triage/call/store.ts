import { useSyncExternalStore } from 'react';
import type { Choice } from '../../ticket/desk-data';

export interface Caller {
  id: string;
  name: string;
  department: string | null;
  phone: string | null;
  email: string | null;
  vip: boolean;
}

/** A call as far as it was written down. */
export interface Call {
  id: string;
  startedAt: number;
  caller: Caller | null;
  /** What was typed of somebody who is not in the directory. */
  stranger: { name: string; email: string; phone: string } | null;
  title: string;
  details: string;
  choice: Choice;
  solution: string | null;
  /** The major incident that it belongs to. */
  majorId: string | null;
  reference: string | null;
}

interface State {
  open: boolean;
  current: string | null;
  calls: readonly Call[];
}

const KEY = 'opora.calls';
const listeners = new Set<() => void>();

function kept(): readonly Call[] {
  try {
    const calls: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(calls) ? (calls as Call[]).filter((call) => call.reference === null) : [];
  } catch {
    return [];
  }
}

let state: State = { open: false, current: null, calls: kept() };

function change(next: State): void {
  state = next;
  try {
    if (state.calls.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(state.calls));
  } catch {
    /* The text is on the screen still. */
  }
  for (const listener of listeners) listener();
}

const fresh = (): Call => ({ id: crypto.randomUUID(), startedAt: Date.now(), caller: null, stranger: null, title: '', details: '', choice: {}, solution: null, majorId: null, reference: null });
const isBlank = (call: Call): boolean => call.caller === null && call.stranger === null && call.title === '' && call.details === '';

/** Calls that are being written down: kept in this browser until registered or thrown away, whatever happens to the page (ux.md §2.6). */
export const calls = {
  /** Back to the call that was laid aside, else a new one. */
  open(): void {
    const last = state.calls.find(({ id }) => id === state.current) ?? state.calls.at(-1);
    if (last && last.reference === null) change({ ...state, open: true, current: last.id });
    else calls.add();
  },
  add(): void {
    const blank = state.calls.find(isBlank);
    const call = blank ? { ...blank, startedAt: Date.now() } : fresh();
    change({ open: true, current: call.id, calls: [...state.calls.filter(({ id, reference }) => id !== call.id && reference === null), call] });
  },
  show: (id: string): void => change({ ...state, current: id }),
  fold(): void {
    change({ open: false, current: state.current, calls: state.calls.filter((call) => !isBlank(call) && call.reference === null) });
  },
  set(id: string, part: Partial<Call>): void {
    change({ ...state, calls: state.calls.map((call) => (call.id === id ? { ...call, ...part } : call)) });
  },
  drop(id: string): Call | undefined {
    const dropped = state.calls.find((call) => call.id === id);
    const rest = state.calls.filter((call) => call.id !== id);
    change({ open: rest.length > 0 && state.open, current: rest.at(-1)?.id ?? null, calls: rest });
    return dropped;
  },
  restore: (call: Call): void => change({ open: true, current: call.id, calls: [...state.calls.filter(({ id }) => id !== call.id), call] }),
};

export function useCalls(): State {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
