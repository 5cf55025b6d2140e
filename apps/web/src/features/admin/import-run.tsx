import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { ButtonAnchor, ButtonLink, Card, cx, Facts, Loaded, Moment, Notice, Stack, useTitle } from '../../shared/ui';
import admin from './admin.module.css';
import css from './imports.module.css';

type Run = Schemas['ImportReply'];

/** How often a running import is asked how far it is. */
export const LIVE_MS = 1_000;
const SHOWN = 200;

export const isOver = ({ finishedAt }: Run): boolean => finishedAt !== null;

const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['admin', 'imports', id],
    queryFn: ({ signal }) => body<Run>(api.GET('/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : LIVE_MS),
  });

const badRowsQuery = (id: string) => queryOptions({ queryKey: ['admin', 'imports', id, 'bad'], queryFn: ({ signal }) => body<Schemas['BadRowPage']>(api.GET('/imports/{id}/bad-rows', { params: { path: { id }, query: { limit: SHOWN } }, signal })) });

export function ImportProgress({ run, whole = false }: { run: Run; whole?: boolean }): ReactNode {
  const t = useT();
  const says = t('imports.progress', { n: run.progress });
  return (
    <span className={css.run} style={whole ? { width: '100%' } : undefined}>
      <progress className={cx(css.bar, whole && css.whole)} max={100} value={run.progress} aria-label={says} />
      <span className="tabular">{t(`imports.is.${run.state}`)}, {says}</span>
    </span>
  );
}

/** One import while it runs and after: how far it is, what came of it, what was left out and why. */
export function ImportRun({ id }: { id: string }): ReactNode {
  const t = useT();
  const query = useQuery(runQuery(id));
  useTitle(query.data?.fileName ?? t('imports.title'));
  if (query.error && query.data === undefined) throw query.error;
  return (
    <Stack gap={24}>
      <div>
        <ButtonLink look="quiet" to="/admin/imports" search={{}} icon={<IconArrowLeft size={18} stroke={1.75} aria-hidden />}>{t('imports.back')}</ButtonLink>
        <h1>{query.data?.fileName ?? t('imports.title')}</h1>
      </div>
      <Loaded query={query} lines={6}>{(run) => <Report run={run} />}</Loaded>
    </Stack>
  );
}

function Report({ run }: { run: Run }): ReactNode {
  const { t, format } = useI18n();
  const { found, done, created, unchanged, changed, leftOut } = run.tickets;
  const over = isOver(run);
  const seconds = run.finishedAt === null || run.startedAt === null ? 0 : Math.max(1, Math.round((Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1_000));
  const figures: [string, number][] = [
    [t('imports.rows'), run.rowsRead], [t('imports.found'), found], [t(run.checkOnly ? 'imports.wouldCreate' : 'imports.created'), created], [t('imports.unchanged'), unchanged],
    ...(changed > 0 ? [[t('imports.changed'), changed] as [string, number]] : []), ...(leftOut > 0 ? [[t('imports.leftOut'), leftOut] as [string, number]] : []),
  ];
  return (
    <>
      <div role="status">
        {run.failure === null ? null : <Notice tone="bad">{run.failure.message}</Notice>}
        {over ? null : <ImportProgress run={run} whole />}
        {run.state === 'done' && created > 0 && !run.checkOnly ? <Notice tone="good">{t('imports.seen')} <Link to="/insight/sla">{t('imports.seenSla')}</Link></Notice> : null}
      </div>
      <dl className={css.figures}>{figures.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{format.number(value)}</dd></div>)}</dl>
      <Facts
        items={[
          [t('imports.state'), t(`imports.is.${run.state}`)],
          [t('imports.format'), <>{t(`imports.format.${run.format}`)}{run.checkOnly ? ` · ${t('imports.checked')}` : ''}</>],
          [t('imports.zoneOf'), run.timeZone],
          [t('imports.size'), format.fileSize(run.size)],
          [t('imports.who'), run.createdBy.displayName],
          [t('imports.began'), run.startedAt && <Moment at={run.startedAt} />],
          [t('imports.ended'), run.finishedAt && <><Moment at={run.finishedAt} /> {done > 0 ? t('imports.took', { seconds, rate: Math.round(done / seconds) }) : ''}</>],
        ]}
      />
      {over && run.badRows > 0 ? <BadRows run={run} /> : null}
    </>
  );
}

function BadRows({ run }: { run: Run }): ReactNode {
  const t = useT();
  const query = useQuery(badRowsQuery(run.id));
  return (
    <Card
      id="bad-rows"
      title={t('imports.bad')}
      act={<ButtonAnchor href={`/api/v1/imports/${run.id}/bad-rows.csv`} download icon={<IconDownload size={18} stroke={1.75} aria-hidden />}>{t('imports.download')}</ButtonAnchor>}
    >
      <p>{t('imports.badLead', { n: run.badRows })}</p>
      <Loaded query={query} lines={4}>
        {({ items, nextCursor }) => (
          <>
            <div className={admin.scroll} tabIndex={0} role="group" aria-label={t('imports.bad')}>
              <table className={cx(admin.table, css.table)}>
                <thead>
                  <tr><th scope="col">{t('imports.line')}</th><th scope="col">{t('imports.ticket')}</th><th scope="col">{t('imports.column')}</th><th scope="col">{t('imports.value')}</th><th scope="col">{t('imports.expected')}</th></tr>
                </thead>
                <tbody>
                  {items.map(({ line, key, field, value, code, message }) => (
                    <tr key={`${line} ${field} ${code}`}>
                      <td className="tabular">{line}</td><td>{key ?? '—'}</td><td>{field === '' ? t('imports.whole') : field}</td><td className={css.value}>{value}</td><td>{message}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {nextCursor === null ? null : <p className={admin.quiet}>{t('imports.badMost', { n: items.length })}</p>}
          </>
        )}
      </Loaded>
    </Card>
  );
}
