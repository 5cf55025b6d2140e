import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Dialog, DialogActs, EmptyState, Loaded, Moment, Notice, Stack, TabLink, TabLinks, TextArea, TextField, useRefusal, useTitle } from '../../shared/ui';
import { PriorityChip, StatusChip } from '../../shared/ui/chips';
import { knownQuery, problemsQuery, register } from './data';
import css from './problem.module.css';
import { Proposals } from './proposals';

export type ProblemTab = 'over' | 'proposed' | undefined;

export function ProblemFrame({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }): ReactNode {
  const t = useT();
  useTitle(title);
  return (
    <div className={css.wide}>
      <div className={css.head}><h1>{title}</h1>{acts}</div>
      <TabLinks label={t('problems.nav')}>
        <TabLink to="/desk/problems" search={{}} activeOptions={{ exact: true, includeSearch: true }}>{t('problems.open')}</TabLink>
        <TabLink to="/desk/problems" search={{ tab: 'proposed' }} activeOptions={{ includeSearch: true }}>{t('problems.proposed')}</TabLink>
        <TabLink to="/desk/problems" search={{ tab: 'over' }} activeOptions={{ includeSearch: true }}>{t('problems.over')}</TabLink>
        <TabLink to="/desk/known-errors">{t('problems.known')}</TabLink>
      </TabLinks>
      {children}
    </div>
  );
}

/** Problems in hand, what is proposed as one, and what is over. */
export function Problems({ tab }: { tab: ProblemTab }): ReactNode {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const registers = useMay('problem.register');
  return (
    <ProblemFrame title={t('problems.title')} acts={registers ? <Button look="primary" onClick={() => setAsking(true)}>{t('problems.register')}</Button> : null}>
      {tab === 'proposed' ? <Proposals /> : <List open={tab !== 'over'} />}
      {asking ? <Register onClose={() => setAsking(false)} /> : null}
    </ProblemFrame>
  );
}

function List({ open }: { open: boolean }): ReactNode {
  const t = useT();
  const query = useQuery(problemsQuery(open));
  return (
    <Loaded query={query} lines={6} line={44}>
      {({ items }) =>
        items.length === 0 ? <EmptyState>{t('problems.none')}</EmptyState> : (
          <div className={css.table} role="group" aria-label={t('problems.title')} tabIndex={0}>
            <table>
              <thead><tr>{(['reference', 'title', 'state', 'priority', 'group', 'updated'] as const).map((column) => <th key={column} scope="col">{t(`problems.col.${column}`)}</th>)}</tr></thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.id}>
                    <td className={css.nowrap}>{row.reference}</td>
                    <th scope="row"><Link to="/desk/problems/$ref" params={{ ref: row.reference }}>{row.title}</Link></th>
                    <td><StatusChip state={row.state} phase={row.phase} /></td>
                    <td><PriorityChip priority={row.priority} /></td>
                    <td>{row.group?.name ?? '—'}</td>
                    <td className={css.nowrap}><Moment at={row.updatedAt} /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Loaded>
  );
}

function Register({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    register(title.trim(), text.trim()).then(({ reference }) => navigate({ to: '/desk/problems/$ref', params: { ref: reference } }), (error: unknown) => setFailed(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t('problems.register')}>
      <form onSubmit={save} className={css.form}>
        <Stack>
          {failed ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
          <TextField label={t('problems.col.title')} value={title} maxLength={250} onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
          <TextArea label={t('problems.about')} optional value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        </Stack>
        <DialogActs><Button type="button" onClick={onClose}>{t('problems.back')}</Button><Button type="submit" look="primary" busy={busy}>{t('problems.register')}</Button></DialogActs>
      </form>
    </Dialog>
  );
}

/** Known errors by their words. */
export function KnownErrors(): ReactNode {
  const t = useT();
  const [q, setQ] = useState('');
  const query = useQuery(knownQuery(q.trim()));
  return (
    <ProblemFrame title={t('problems.known')}>
      <TextField label={t('problems.known.search')} value={q} onChange={({ currentTarget }) => setQ(currentTarget.value)} />
      <Loaded query={query} lines={4} line={56}>
        {(items) =>
          items.length === 0 ? <EmptyState>{t(q.trim() === '' ? 'problems.known.none' : 'problems.known.notFound')}</EmptyState> : (
            <ul className={css.rows}>
              {items.map((one) => (
                <li key={one.id} style={{ display: 'block' }}>
                  <Link to="/desk/problems/$ref" params={{ ref: one.reference }}>{one.reference} {one.title}</Link> <StatusChip state={one.state} />
                  {one.workaround ? <p className={css.text}>{one.workaround}</p> : null}
                  <p className={css.meta}>{one.service ? <span>{one.service.name}</span> : null}{one.published ? <span>{t(`problems.published.${one.published as 'staff'}`)}</span> : null}</p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </ProblemFrame>
  );
}
