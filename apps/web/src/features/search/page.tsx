import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useMe } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, EmptyState, Loaded, TextField, useTitle } from '../../shared/ui';
import { type Hit, searchQuery } from './data';
import { referenceIn } from './meant';
import css from './search.module.css';

const KINDS: readonly Hit['kind'][] = ['ticket', 'person', 'service', 'item'];
const route = getRouteApi('/desk/search');

/** One search over tickets, people, services and configuration items. */
export function Search(): ReactNode {
  const { t } = useI18n();
  const me = useMe();
  const { q = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/desk/search' });
  const [text, setText] = useState(q);
  const found = useQuery(searchQuery(me, q, 25));
  const reference = referenceIn(q);
  useTitle(q === '' ? t('search.title') : `${q} · ${t('search.title')}`);
  return (
    <div className={css.page}>
      <h1>{t('search.title')}</h1>
      <form role="search" className={css.form} onSubmit={(event) => { event.preventDefault(); void navigate({ search: { q: text.trim() || undefined } }); }}>
        <TextField label={t('search.what')} type="search" autoFocus value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        <Button type="submit" look="primary">{t('search.find')}</Button>
      </form>
      {q.trim().length < 2 ? null : (
        <Loaded query={found} lines={8}>
          {(hits) => (
            <>
              {reference ? <p><Link to="/desk/t/$ref" params={{ ref: reference }}>{t('palette.open', { reference })}</Link></p> : null}
              {hits.length === 0 ? <EmptyState>{t('search.nothing', { text: q })}</EmptyState> : null}
              {KINDS.map((kind) => {
                const some = hits.filter((hit) => hit.kind === kind);
                return some.length === 0 ? null : (
                  <section key={kind} aria-labelledby={`found-${kind}`}>
                    <h2 id={`found-${kind}`}>{t(`search.${kind}`)}</h2>
                    <ul className={css.found}>
                      {some.map((hit) => (
                        <li key={hit.id}>
                          {hit.to === null ? <span>{hit.title}</span> : <a href={hit.to} onClick={(event) => { if (event.ctrlKey || event.metaKey || event.shiftKey) return; event.preventDefault(); void navigate({ href: hit.to ?? '' }); }}>{hit.title}</a>}
                          {hit.hint === '' ? null : <span className={css.hint}>{hit.hint}</span>}
                          {hit.to === null && kind === 'ticket' ? <span className={css.hint}>{t('search.summary')}</span> : null}
                        </li>
                      ))}
                    </ul>
                  </section>
                );
              })}
            </>
          )}
        </Loaded>
      )}
    </div>
  );
}
