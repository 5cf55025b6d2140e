import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, Suspense, lazy, useEffect, useState } from 'react';
import { type Me, meQuery, whenSessionOver } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { StreamProvider } from '../../shared/stream';
import { OfflineLine } from '../parts/offline';
import { OpenKeys } from '../parts/open-keys';
import { useGo } from '../parts/use-go';
import { useKeptLook } from '../parts/use-kept-look';
import css from './frame.module.css';

const SessionOver = lazy(() => import('../parts/session-over'));

/** What every shell has: skip link, the live line, the offline sentence, the sign-in over a page whose session ended. */
export function Frame({ children }: { children: ReactNode }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const { locale, setLocale, setTimeZone } = useI18n();
  const [over, setOver] = useState(false);
  const [session, setSession] = useState(0);
  useEffect(() => whenSessionOver(() => setOver(true)), []);
  useGo();
  useKeptLook();

  // The profile decides where the browser has not been asked yet: on another device the person finds their own language and zone.
  useEffect(() => {
    const me = client.getQueryData<Me | null>(meQuery.queryKey);
    if (!me) return;
    setTimeZone(me.timeZone);
    if (localStorage.getItem('opora.locale') === null && me.locale !== locale) setLocale(me.locale);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on entering
  }, []);

  return (
    <StreamProvider session={session}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      <OfflineLine />
      {children}
      <OpenKeys />
      {over ? (
        <Suspense>
          <SessionOver
            onBack={() => {
              // The page under it stays as it is, with all that was typed; only the stream begins anew.
              setOver(false);
              setSession((before) => before + 1);
            }}
          />
        </Suspense>
      ) : null}
    </StreamProvider>
  );
}

export const Main = ({ children, className }: { children: ReactNode; className?: string }): ReactNode => (
  <main id="content" tabIndex={-1} className={className}>
    {children}
  </main>
);

