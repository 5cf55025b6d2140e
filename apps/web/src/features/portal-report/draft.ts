import { type Kept, useKept } from '../../shared/kept';

/** What is typed into the report until it is sent. */
export interface ReportText {
  title: string;
  details: string;
  about: string;
  urgency: 'high' | 'medium' | 'low' | null;
  impact: 'high' | 'medium' | 'low' | null;
}

export type ReportDraft = Kept<ReportText>;

export const useReportDraft = (): ReportDraft => useKept<ReportText>('report');
