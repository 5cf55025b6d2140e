import { useCallback, useEffect, useRef, useState } from 'react';
import { api, body, type Schemas, useMe } from '../../shared/api';

const SERVER_AFTER_MS = 2_000;

interface Kept {
  text: string;
  at: string;
}

function read(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}
function write(key: string, kept: Kept | null): void {
  try {
    if (kept === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    /* The server's copy does. */
  }
}

export interface Draft {
  text: string;
  set: (text: string) => void;
  /** When it was last safe; null for nothing written. */
  savedAt: string | null;
  /** The text leaves the editor; what it answers is called when the server has it, and only then the kept copy goes. */
  release: () => () => void;
}

/** An unsent text: in the browser with every key, on the server after two seconds, so that it follows to another device (ux.md §2.6). */
export function useDraft(ticketId: string, kind: 'public' | 'reject'): Draft {
  const me = useMe();
  const key = `opora.draft.${me.person.id}.${ticketId}.${kind}`;
  const [kept, setKept] = useState<Kept | null>(() => read(key));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const touched = useRef(false);

  useEffect(() => {
    let left = false;
    body<Schemas['DraftList']>(api.GET('/tickets/{id}/draft', { params: { path: { id: ticketId } } })).then(
      ({ items }) => {
        const found = items.find((draft) => draft.kind === kind);
        const text = found?.body['text'];
        if (left || touched.current || found === undefined || typeof text !== 'string') return;
        setKept((local) => (local !== null && local.at >= found.updatedAt ? local : { text, at: found.updatedAt }));
      },
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [ticketId, kind]);

  const toServer = useCallback(
    (text: string) => {
      const path = { id: ticketId, kind };
      const going = text === '' ? api.DELETE('/tickets/{id}/draft/{kind}', { params: { path } }) : api.PUT('/tickets/{id}/draft/{kind}', { params: { path }, body: { body: { text } } });
      // A draft that the server did not take is still in the browser.
      going.catch(() => undefined);
    },
    [ticketId, kind],
  );

  const set = (text: string): void => {
    touched.current = true;
    const next = text === '' ? null : { text, at: new Date().toISOString() };
    setKept(next);
    write(key, next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => toServer(text), SERVER_AFTER_MS);
  };

  return {
    text: kept?.text ?? '',
    set,
    savedAt: kept?.at ?? null,
    release: () => {
      clearTimeout(timer.current);
      const sent = kept?.at;
      setKept(null);
      return () => {
        const now = read(key);
        // Something new may have been begun meanwhile.
        if (now !== null && now.at !== sent) return;
        write(key, null);
        toServer('');
      };
    },
  };
}
