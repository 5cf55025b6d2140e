import { IconLock, IconMapOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isApiError } from '../shared/api';
import { useT } from '../shared/i18n';
import { ButtonLink, ErrorState, useTitle } from '../shared/ui';
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

/** What went wrong before a shell could be drawn: the page brings its own landmarks. */
export function OutsideShell({ error, reset }: { error: unknown; reset: () => void }): ReactNode {
  return (
    <>
      <header className={css.header}>
        <Brand to="/" />
      </header>
      <main id="content">{isApiError(error, 403) ? <ForbiddenPage error={error} /> : isApiError(error, 404) ? <NotFoundPage /> : <FailedPage error={error} onRetry={reset} />}</main>
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
