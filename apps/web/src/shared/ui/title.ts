import { useEffect } from 'react';
import { useT } from '../i18n';

let page = '';
let frame = (title: string): string => title;
let prefix: ((title: string) => string) | null = null;

function write(): void {
  const title = frame(page);
  document.title = prefix ? prefix(title) : title;
}

/** The one writer of `document.title`. */
export const documentTitle = {
  set(next: string, framed: (title: string) => string): void {
    page = next;
    frame = framed;
    write();
  },
  /** While a form is in error. */
  prefix(put: (title: string) => string): () => void {
    prefix = put;
    write();
    return () => {
      prefix = null;
      write();
    };
  },
};

/** Each page names itself: for the tab, the history and screen readers. */
export function useTitle(title: string): void {
  const t = useT();
  useEffect(() => documentTitle.set(title, (text) => (text === '' ? t('app.name') : t('app.title', { page: text }))), [title, t]);
}
