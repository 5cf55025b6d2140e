import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { Button, Card, cx, Loaded, Moment, Stack, useTitle } from '../../shared/ui';
import css from './admin.module.css';
import { ImportForm } from './import-form';
import { ImportProgress, LIVE_MS, isOver } from './import-run';
import own from './imports.module.css';

/** A file of another system's history is brought in, and what became of those before. */
export function Imports(): ReactNode {
  const t = useT();
  useTitle(t('imports.title'));
  const query = useInfiniteQuery({
    queryKey: ['admin', 'imports'],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['ImportPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) => body<Schemas['ImportPage']>(api.GET('/imports', { params: { query: { limit: 20, ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some((run) => !isOver(run))) ? LIVE_MS : false),
  });
  return (
    <Stack gap={24}>
      <div>
        <h1>{t('imports.title')}</h1>
        <p className={css.quiet}>{t('imports.lead')}</p>
      </div>
      <ImportForm />
      <Card id="earlier" title={t('imports.earlier')}>
        <Loaded query={query} lines={4}>
          {({ pages }) => {
            const runs = pages.flatMap(({ items }) => items);
            if (runs.length === 0) return <p className={css.quiet}>{t('imports.none')}</p>;
            return (
              <>
                <div className={css.scroll} tabIndex={0} role="group" aria-label={t('imports.earlier')}>
                  <table className={cx(css.table, own.table)}>
                    <thead>
                      <tr>
                        <th scope="col">{t('imports.file')}</th><th scope="col">{t('imports.when')}</th><th scope="col">{t('imports.who')}</th><th scope="col">{t('imports.state')}</th><th scope="col">{t('imports.result')}</th>
                      </tr>
                    </thead>
                    <tbody>{runs.map((run) => <Row key={run.id} run={run} />)}</tbody>
                  </table>
                </div>
                {query.hasNextPage ? <div className={css.acts}><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('admin.more')}</Button></div> : null}
              </>
            );
          }}
        </Loaded>
      </Card>
    </Stack>
  );
}

function Row({ run }: { run: Schemas['ImportReply'] }): ReactNode {
  const { t, format } = useI18n();
  const { created, leftOut } = run.tickets;
  return (
    <tr>
      <td>
        <Link to="/admin/imports" search={{ id: run.id }}>{run.fileName}</Link>
        <div className={css.quiet}>{t(`imports.format.${run.format}`)}{run.checkOnly ? ` · ${t('imports.checked')}` : ''}</div>
      </td>
      <td><Moment at={run.createdAt} /></td>
      <td>{run.createdBy.displayName}</td>
      <td>{isOver(run) ? t(`imports.is.${run.state}`) : <ImportProgress run={run} />}</td>
      <td className="tabular">
        {t('imports.few', { n: created })}
        {leftOut === 0 ? null : <div className={css.quiet}>{t('imports.fewOut', { n: leftOut })}</div>}
        {run.failure === null ? null : <div className={css.quiet}>{run.failure.message}</div>}
        {created === 0 && run.state === 'done' && run.tickets.unchanged > 0 ? <div className={css.quiet}>{t('imports.unchanged')}: {format.number(run.tickets.unchanged)}</div> : null}
      </td>
    </tr>
  );
}
