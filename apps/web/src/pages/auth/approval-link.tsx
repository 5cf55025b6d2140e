import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { WholeCard } from '../../features/portal-approvals/card';
import { answerByLink, linkQuery } from '../../features/portal-approvals/data';
import { isApiError } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Loaded, Notice } from '../../shared/ui';
import { AuthFrame } from './frame';

/** An approval by the link of its letter, without sign-in. Opening it decides nothing: mail scanners follow links (ux.md §1.5.11). */
export function ApprovalLinkPage(): ReactNode {
  const t = useT();
  const { token } = useParams({ strict: false }) as { token: string };
  const client = useQueryClient();
  const query = useQuery(linkQuery(token));
  const gone = isApiError(query.error, 410) ? t('approvals.link.expired') : isApiError(query.error, 404) ? t('approvals.link.unknown') : null;
  const give = async (answer: 'approved' | 'refused', reason: string): Promise<void> => client.setQueryData(linkQuery(token).queryKey, await answerByLink(token, answer, reason)) as unknown as void;
  return (
    <AuthFrame title={t('approvals.link.title')}>
      {gone === null ? (
        <Loaded query={query} lines={4}>
          {(card) => <WholeCard card={card} give={give} />}
        </Loaded>
      ) : (
        <>
          <h1>{t('approvals.link.title')}</h1>
          <Notice tone="warn">{gone}</Notice>
        </>
      )}
    </AuthFrame>
  );
}
