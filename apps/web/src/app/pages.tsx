import { IconCloudOff, IconLock, IconMapOff } from '@tabler/icons-react';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { useRouter } from '@tanstack/react-router';
import { isApiError } from '../shared/api';
import { useT } from '../shared/i18n';
import { Button, ButtonLink, ErrorState, useTitle } from '../shared/ui';
import { Brand } from './parts/brand';
import css from './pages.module.css';

function Frame({ icon, title, children, text }: { icon: ReactNode; title: string; text: string; children?: ReactNode }): ReactNode {
  const t = useT();
  useTitle(title);
  return (
    <div className={css.page}>
      {icon}
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
      <ButtonLink to="/" look="primary">
        {t('error.home')}
      </ButtonLink>
    </div>
  );
}

/** The same words for "does not exist" and "not yours to know". */
export function NotFoundPage(): ReactNode {
  const t = useT();
  return <Frame icon={<IconMapOff size={40} stroke={1.25} aria-hidden />} title={t('error.notFound.title')} text={t('error.notFound.text')} />;
}

export function ForbiddenPage({ error }: { error?: unknown }): ReactNode {
  const t = useT();
  const permission = isApiError(error) && typeof error.problem?.['permission'] === 'string' ? error.problem['permission'] : null;
  return (
    <Frame icon={<IconLock size={40} stroke={1.25} aria-hidden />} title={t('error.forbidden.title')} text={t('error.forbidden.text')}>
      {permission !== null ? <p>{t('error.forbidden.permission', { permission })}</p> : null}
      <ButtonLink to="/portal/access/new" search={{ text: t('error.forbidden.wanted', { what: permission ?? location.pathname }) }}>
        {t('error.forbidden.ask')}
      </ButtonLink>
    </Frame>
  );
}

export function FailedPage({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactNode {
  useTitle(useT()('error.title'));
  return (
    <div className={css.page}>
      <ErrorState error={error} onRetry={onRetry} page />
    </div>
  );
}

const TRY_AGAIN_MS = 4_000;

/** The first view could not be asked for: it opens by itself when the line is back. */
function OfflinePage({ onRetry }: { onRetry: () => void }): ReactNode {
  const t = useT();
  useTitle(t('offline.title'));
  const again = useEffectEvent(onRetry);
  useEffect(() => {
    const act = (): void => again();
    addEventListener('online', act);
    // The browser knows of its own line alone, not of the server's.
    const timer = setInterval(() => navigator.onLine && again(), TRY_AGAIN_MS);
    return () => {
      removeEventListener('online', act);
      clearInterval(timer);
    };
  }, []);
  return (
    <div className={css.page} role="status">
      <IconCloudOff size={40} stroke={1.25} aria-hidden />
      <h1>{t('offline.title')}</h1>
      <p>{t('offline.text')}</p>
      <Button look="primary" onClick={onRetry}>{t('act.retry')}</Button>
    </div>
  );
}

/** What went wrong before a shell could be drawn: the page brings its own landmarks. */
export function OutsideShell({ error, reset }: { error: unknown; reset: () => void }): ReactNode {
  const router = useRouter();
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <>
      <header className={css.header}>
        <Brand to="/" />
      </header>
      <main id="content">{isApiError(error, 0) ? <OfflinePage onRetry={again} /> : isApiError(error, 403) ? <ForbiddenPage error={error} /> : isApiError(error, 404) ? <NotFoundPage /> : <FailedPage error={error} onRetry={again} />}</main>
    </>
  );
}

export function NotFoundOutside(): ReactNode {
  return (
    <>
      <header className={css.header}>
        <Brand to="/" />
      </header>
      <main id="content">
        <NotFoundPage />
      </main>
    </>
  );
}
