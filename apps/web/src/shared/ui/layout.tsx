import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconUrgent } from '@tabler/icons-react';
import type { CSSProperties, ElementType, ReactNode } from 'react';
import { isApiError } from '../api';
import { useT } from '../i18n';
import { Button, cx } from './button';
import { useRefusal } from './form';
import css from './layout.module.css';

interface Box {
  children: ReactNode;
  gap?: 2 | 4 | 8 | 12 | 16 | 24 | 32 | 48;
  as?: ElementType;
  className?: string;
}

/** One under the other. */
export const Stack = ({ children, gap = 16, as: As = 'div', className, ...rest }: Box & Record<string, unknown>): ReactNode => (
  <As {...rest} className={cx(css.stack, className)} style={{ '--gap': `${gap}px` } as CSSProperties}>
    {children}
  </As>
);

/** Side by side, wrapping. */
export const Inline = ({ children, gap = 8, as: As = 'div', className, ...rest }: Box & Record<string, unknown>): ReactNode => (
  <As {...rest} className={cx(css.inline, className)} style={{ '--gap': `${gap}px` } as CSSProperties}>
    {children}
  </As>
);

export function Card({ title, act, flush = false, children, className, as: As = 'section', id }: { title?: ReactNode; act?: ReactNode; flush?: boolean; children: ReactNode; className?: string; as?: ElementType; id?: string }): ReactNode {
  const heading = id === undefined ? undefined : `${id}-title`;
  return (
    <As className={cx(css.card, flush && css.flush, className)} id={id} aria-labelledby={title !== undefined ? heading : undefined}>
      {title !== undefined || act !== undefined ? (
        <div className={css.cardHead}>
          <h2 id={heading}>{title}</h2>
          {act}
        </div>
      ) : null}
      {children}
    </As>
  );
}

const TONES = { info: IconInfoCircle, warn: IconAlertTriangle, bad: IconUrgent, good: IconCircleCheck };

/** A sentence that stands out on the page; not for what just happened (Toast). */
export function Notice({ tone = 'info', children, role }: { tone?: keyof typeof TONES; children: ReactNode; role?: 'status' | 'alert' }): ReactNode {
  const Icon = TONES[tone];
  return (
    <div className={css.notice} data-tone={tone} role={role}>
      <Icon size={20} stroke={1.75} aria-hidden />
      <div>{children}</div>
    </div>
  );
}

interface StateProps {
  icon?: ReactNode;
  title?: ReactNode;
  children?: ReactNode;
  acts?: ReactNode;
  compact?: boolean;
}

/** Nothing here: one sentence what will be, and the act that fills it. */
export function EmptyState({ icon, title, children, acts, compact = false }: StateProps): ReactNode {
  return (
    <div className={css.state} data-compact={compact || undefined}>
      {icon}
      {title !== undefined ? <h2>{title}</h2> : null}
      {children !== undefined ? <p>{children}</p> : null}
      {acts !== undefined ? <div className={css.stateActs}>{acts}</div> : null}
    </div>
  );
}

/** What failed, what to do, the number for support. For a card or (with `page`) the whole page. */
export function ErrorState({ error, onRetry, page = false }: { error: unknown; onRetry?: () => void; page?: boolean }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const Title = page ? 'h1' : 'h2';
  return (
    <div className={css.state} data-compact={!page || undefined} role="alert">
      <Title>{page ? t('error.title') : t('error.part')}</Title>
      <p>{isApiError(error) ? refusal(error) : t('error.text')}</p>
      {isApiError(error) && error.requestId !== null ? (
        <p className={css.request}>
          {t('error.request', { id: '' })}
          <code>{error.requestId}</code>
        </p>
      ) : null}
      {onRetry ? (
        <div className={css.stateActs}>
          <Button onClick={onRetry}>{t('act.retry')}</Button>
        </div>
      ) : null}
    </div>
  );
}

/** Place of what is coming, in its final height, so that nothing jumps. */
export function Skeleton({ lines = 3, line = 20 }: { lines?: number; line?: number }): ReactNode {
  const t = useT();
  return (
    <div className={css.skeleton} style={{ '--line': `${line}px` } as CSSProperties} aria-busy="true" aria-label={t('app.loading')} role="status">
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
      <p className={css.slow} aria-hidden>
        {t('app.slow')}
      </p>
    </div>
  );
}

interface Asked {
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** The three states of a query: loading, failed, there. Old data stay while newer ones come. */
export function Loaded<T>({ query, lines, line, children }: { query: Asked & { data: T | undefined }; lines?: number; line?: number; children: (data: T) => ReactNode }): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null && !query.isPending) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton lines={lines} line={line} />;
}

const HUES = ['blue', 'teal', 'violet', 'green', 'ochre', 'orange'] as const;

/** Initials; the name stands beside it or in `label`. */
export function Avatar({ name, size = 32, label = false }: { name: string; size?: number; label?: boolean }): ReactNode {
  const words = name.trim().split(/\s+/);
  const initials = `${words[0]?.[0] ?? ''}${words.length > 1 ? (words[1]?.[0] ?? '') : ''}`.toUpperCase();
  const hue = HUES[[...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES.length] ?? 'blue';
  const style = { '--size': `${size}px`, '--hue': `var(--${hue})`, '--hue-tint': `var(--${hue}-tint)` } as CSSProperties;
  return (
    <span className={css.avatar} style={style} {...(label ? { role: 'img', 'aria-label': name, title: name } : { 'aria-hidden': true })}>
      {initials}
    </span>
  );
}

/** Name and value, one a line. Nothing is shown for an empty value. */
export function Facts({ items }: { items: readonly (readonly [label: ReactNode, value: ReactNode])[] }): ReactNode {
  return (
    <dl className={css.facts}>
      {items.map(([label, value], index) =>
        value === null || value === undefined || value === '' || value === false ? null : (
          <div key={index} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
