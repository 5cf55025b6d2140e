import { useMemo } from 'react';
import { useMe } from './api';

export interface Kept<T> {
  read: () => Partial<T>;
  write: (value: Partial<T> | null) => void;
}

/** What is typed into a form until it is sent; kept on this device for this person, so that a reload or an ended session loses nothing. */
export function useKept<T extends object>(name: string): Kept<T> {
  const { person } = useMe();
  return useMemo(() => {
    const key = `opora.draft.${person.id}.${name}`;
    return {
      read: () => {
        try {
          return (JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<T> | null) ?? {};
        } catch {
          return {};
        }
      },
      write: (value) => {
        try {
          if (value === null) localStorage.removeItem(key);
          else localStorage.setItem(key, JSON.stringify(value));
        } catch {
          /* Storage is closed: the page itself still holds the text. */
        }
      },
    };
  }, [person.id, name]);
}
