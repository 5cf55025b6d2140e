import { useMemo } from 'react';
import { useMe } from '../../shared/api';

/** What is typed into the report until it is sent; kept on this device, so that a reload or an ended session loses nothing. */
export interface ReportText {
  title: string;
  details: string;
  about: string;
  urgency: 'high' | 'medium' | 'low' | null;
  impact: 'high' | 'medium' | 'low' | null;
}

export interface ReportDraft {
  read: () => Partial<ReportText>;
  write: (text: Partial<ReportText> | null) => void;
}

export function useReportDraft(): ReportDraft {
  const { person } = useMe();
  return useMemo(() => {
    const key = `opora.draft.${person.id}.report`;
    return {
      read: () => {
        try {
          return (JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<ReportText> | null) ?? {};
        } catch {
          return {};
        }
      },
      write: (text) => {
        try {
          if (text === null) localStorage.removeItem(key);
          else localStorage.setItem(key, JSON.stringify(text));
        } catch {
          /* Storage is closed: the page itself still holds the text. */
        }
      },
    };
  }, [person.id]);
}
