import { IconArrowLeft, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, EmptyState, TextField, useTitle } from '../../shared/ui';
import css from './admin.module.css';

/** What every page of the directory keeps in its address. */
export interface AdminSearch {
  id?: string | undefined;
  q?: string | undefined;
  off?: 'yes' | undefined;
}

export function useAdmin(): [AdminSearch, (part: AdminSearch) => void] {
  const search = useSearch({ strict: false }) as AdminSearch;
  const navigate = useNavigate();
  return [search, (part) => void navigate({ to: '.', search: (before: AdminSearch) => ({ ...before, ...part }) as never })];
}

export interface Line {
  id: string;
  name: string;
  hint?: string | undefined;
  depth?: number;
}

interface Props {
  title: string;
  /** Says the act: "Додати особу". Left out where the person may not. */
  add?: string | undefined;
  lines: readonly Line[] | undefined;
  /** The server searches; left out, the lines are searched here. */
  onSearch?: (q: string) => void;
  filters?: ReactNode;
  /** Nothing is chosen yet. */
  hint: string;
  /** `new` for one to be made. */
  children: (id: string) => ReactNode;
}

const WAIT_MS = 250;

/** List on the left, the chosen one on the right; on a phone one after the other. What is chosen is in the address. */
export function DirectoryPage({ title, add, lines, onSearch, filters, hint, children }: Props): ReactNode {
  const t = useT();
  const [{ id, q = '' }, go] = useAdmin();
  const [text, setText] = useState(q);
  useTitle(title);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() === q) return;
      go({ q: text.trim() === '' ? undefined : text.trim() });
      onSearch?.(text.trim());
    }, WAIT_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the address follows the text, not the other way round
  }, [text]);
  const wanted = text.trim().toLocaleLowerCase();
  const shown = (lines ?? []).filter(({ name, hint: more }) => onSearch !== undefined || wanted === '' || `${name} ${more ?? ''}`.toLocaleLowerCase().includes(wanted));
  return (
    <>
      <div className={css.head}>
        <h1>{title}</h1>
        {add === undefined ? null : (
          <Button look="primary" icon={<IconPlus size={18} stroke={2} aria-hidden />} onClick={() => go({ id: 'new' })}>
            {add}
          </Button>
        )}
      </div>
      <div className={css.split} data-open={id !== undefined || undefined}>
        <nav className={css.list} aria-label={title}>
          <div className={css.find}>
            <TextField label={t('admin.find')} hideLabel type="search" placeholder={t('admin.find')} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
            {filters}
          </div>
          <ul className={css.rows} tabIndex={-1}>
            {shown.map((line) => (
              <li key={line.id}>
                <Link to="." search={((before: AdminSearch) => ({ ...before, id: line.id })) as never} className={css.row} style={{ paddingInlineStart: 14 + (line.depth ?? 0) * 18 }} aria-current={line.id === id ? 'true' : undefined}>
                  <strong>{line.name}</strong>
                  {line.hint ? <span>{line.hint}</span> : null}
                </Link>
              </li>
            ))}
          </ul>
          {lines !== undefined && shown.length === 0 ? <EmptyState compact>{t('admin.nothing')}</EmptyState> : null}
        </nav>
        <div className={css.detail}>
          {id === undefined ? (
            <EmptyState>{hint}</EmptyState>
          ) : (
            <>
              <div className={css.back}>
                <Button look="quiet" icon={<IconArrowLeft size={18} stroke={1.75} aria-hidden />} onClick={() => go({ id: undefined })}>
                  {t('admin.back')}
                </Button>
              </div>
              {children(id)}
            </>
          )}
        </div>
      </div>
    </>
  );
}
