import { useEffect, useRef, useState } from 'react';
import { raw, useMe } from '../../shared/api';

const LOCAL_MS = 300;
const SERVER_MS = 2_000;

interface Kept {
  text: string;
  at: string;
}

function local(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Kept> | null;
    return typeof kept?.text === 'string' && typeof kept.at === 'string' ? { text: kept.text, at: kept.at } : null;
  } catch {
    return null;
  }
}

function keep(key: string, kept: Kept | null): void {
  try {
    if (kept === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    /* The server has it in a moment. */
  }
}

export interface Draft {
  text: string;
  savedAt: string | null;
  set: (text: string) => void;
  /** After sending; takes back to the text where it was undone. */
  clear: () => void;
}

/**
 * An unsent text of one person, ticket and kind: in the browser at once, on the server soon (ux.md §2.6). Nothing but the person and sending touches it; whichever copy is newer stands, so it follows
 * to another device and outlives a crash here.
 */
export function useDraft(reference: string, kind: string): Draft {
  const { person } = useMe();
  const key = `opora.draft.${person.id}.${reference}.${kind}`;
  const [kept, setKept] = useState<Kept | null>(() => local(key));
  const touched = useRef(false);
  const timers = useRef<{ here?: ReturnType<typeof setTimeout>; there?: ReturnType<typeof setTimeout>; pending?: Kept | null }>({});

  useEffect(() => {
    let live = true;
    raw(`/tickets/${reference}/draft`)
      .then((answer) => answer.json() as Promise<{ items: { kind: string; body: { text?: string }; updatedAt: string }[] }>)
      .then(({ items }) => {
        const there = items.find((item) => item.kind === kind);
        if (!live || touched.current || typeof there?.body.text !== 'string') return;
        const { text } = there.body;
        setKept((here) => (here && here.at >= there.updatedAt ? here : { text, at: there.updatedAt }));
      })
      .catch(() => undefined);
    return () => {
      live = false;
    };
  }, [reference, kind]);

  const send = (text: string): void => {
    const request = text === '' ? { method: 'DELETE' } : { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ body: { text } }) };
    void raw(`/tickets/${reference}/draft/${kind}`, request).catch(() => undefined);
  };
  const flush = useRef<() => void>(() => undefined);
  flush.current = () => {
    const { here, there, pending } = timers.current;
    clearTimeout(here);
    clearTimeout(there);
    if (pending !== undefined) {
      keep(key, pending);
      send(pending?.text ?? '');
    }
    timers.current = {};
  };
  useEffect(() => {
    const now = (): void => flush.current();
    addEventListener('pagehide', now);
    return () => {
      removeEventListener('pagehide', now);
      now();
    };
  }, []);

  const set = (text: string): void => {
    touched.current = true;
    const next = text === '' ? null : { text, at: new Date().toISOString() };
    setKept(next);
    clearTimeout(timers.current.here);
    clearTimeout(timers.current.there);
    timers.current = {
      pending: next,
      here: setTimeout(() => keep(key, next), LOCAL_MS),
      there: setTimeout(() => {
        send(text);
        delete timers.current.pending;
      }, SERVER_MS),
    };
  };
  return {
    text: kept?.text ?? '',
    savedAt: kept?.at ?? null,
    set,
    clear: () => {
      set('');
      flush.current();
    },
  };
}
