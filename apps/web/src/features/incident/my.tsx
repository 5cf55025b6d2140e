import { useQueryClient, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, raw, type Schemas, useMay, useMe } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { serverNow, useI18n } from '../../shared/i18n';
import { Button, ButtonLink, EmptyState, Loaded, Moment, toast, useRefusal, useTitle } from '../../shared/ui';
import { MajorChip, PriorityChip, StatusChip, VipChip } from '../../shared/ui/chips';
import { countQuery, groupsQuery, type IncidentRow, membersQuery } from '../ticket/queries';
import { collectionOf } from '../ticket/as-ticket';
import { post } from '../ticket/desk-data';
import { Due } from './columns';
import css from './my.module.css';

const RISK_MS = 60 * 60_000;

const list = (key: string, query: string) => ({
  queryKey: ['tickets', 'my', key],
  queryFn: async (): Promise<IncidentRow[]> => ((await (await raw(`/tickets?${query}`)).json()) as Schemas['IncidentPage']).items,
});
/** Suppliers do not sort by clocks that are not theirs. */
const MINE = (sort: string) => list(`mine ${sort}`, `assigneeId=@me&phase=new&phase=active&phase=waiting&sort=${sort}&limit=100`);
const FREE = (sort: string) => list(`free ${sort}`, `groupId=@my_groups&assigneeId=none&phase=new&phase=active&sort=${sort}&limit=30`);
const myTasks = { queryKey: ['tickets', 'my', 'tasks'], queryFn: async (): Promise<Schemas['TaskReply'][]> => (await body<Schemas['TaskPage']>(api.GET('/me/tasks', { params: { query: { limit: 30 } } }))).items };
const DRAFTS = { phase: ['new', 'active', 'waiting', 'resolved'], hasDraft: 'true' } as const;

type Band = 'now' | 'today' | 'later' | 'free';

/** Where a ticket of mine belongs: late or nearly so, due or coming back today, or later. */
function bandOf(row: IncidentRow, now: Date, midnight: Date): Band {
  const due = row.nextClock ? Date.parse(row.nextClock.dueAt) : Infinity;
  const isPaused = row.nextClock?.state === 'paused';
  if (row.nextClock?.state === 'breached' || (!isPaused && due - now.getTime() <= RISK_MS)) return 'now';
  if ((!isPaused && due < midnight.getTime()) || (row.stateUntil !== null && Date.parse(row.stateUntil) < midnight.getTime())) return 'today';
  return 'later';
}

/** What to do now, what today, what may be taken (ux.md §1.5.24). */
export function My(): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const me = useMe();
  const sort = me.face === 'supplier' ? 'priority' : 'dueAt';
  const mine = useQuery(MINE(sort));
  const free = useQuery({ ...FREE(sort), enabled: me.groups.length > 0 });
  const drafts = useQuery(countQuery(DRAFTS)).data ?? 0;
  const tasks = useQuery({ ...myTasks, enabled: useMay('task.read') }).data ?? [];
  const [active, setActive] = useState<string | null>(null);
  useTitle(t('my.title'));
  const now = serverNow();
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  const bands: Record<Band, IncidentRow[]> = { now: [], today: [], later: [], free: free.data ?? [] };
  for (const row of mine.data ?? []) bands[bandOf(row, now, midnight)].push(row);
  const all = [...bands.now, ...bands.today, ...bands.free, ...bands.later];
  const at = all.findIndex(({ id }) => id === active);
  const step = (by: number): void => {
    const next = all[at < 0 ? 0 : at + by];
    if (!next) return;
    setActive(next.id);
    document.getElementById(`my-${next.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  const open = (row: IncidentRow | undefined): void => {
    if (!row) return;
    sessionStorage.setItem('opora.list', JSON.stringify({ refs: all.map(({ reference }) => reference), back: '/desk/my', name: t('my.title') }));
    void navigate({ to: '/desk/t/$ref', params: { ref: row.reference } });
  };
  /** Taking a free one: assigned to me and, where I work in its group, in progress. */
  const accept = (row: IncidentRow | undefined, andOpen = false): void => {
    if (!row) return;
    const command = row.allowedCommands.includes('accept') ? post(`/${collectionOf(row.reference)}/${row.reference}/accept`, {}) : post(`/${collectionOf(row.reference)}/${row.reference}/assign`, { assigneeId: me.person.id });
    command.then(
      () => {
        toast.say(t('my.accepted', { reference: row.reference }), row.group ? () => void post(`/${collectionOf(row.reference)}/${row.reference}/assign`, { groupId: row.group?.id }).then(() => client.invalidateQueries({ queryKey: ['tickets'] })) : undefined);
        void client.invalidateQueries({ queryKey: ['tickets'] });
        void client.invalidateQueries({ queryKey: ['ticket', row.reference] });
        if (andOpen) open(row);
      },
      (error: unknown) => toast.fail(refusal(error)),
    );
  };
  const scope = t('list.keys');
  const freeOne = bands.free.find(({ id }) => id === active) ?? bands.free[0];
  useHotkey('KeyJ', t('list.next'), () => step(1), { scope });
  useHotkey('KeyK', t('list.previous'), () => step(-1), { scope });
  useHotkey('ArrowDown', t('list.next'), () => step(1), { scope });
  useHotkey('ArrowUp', t('list.previous'), () => step(-1), { scope });
  useHotkey('Enter', t('list.open'), () => open(all[at]), { scope, disabled: at < 0 });
  useHotkey('Digit1', t('my.accept'), () => accept(freeOne), { scope, disabled: freeOne === undefined });
  useHotkey('Shift+Digit1', t('my.acceptOpen'), () => accept(freeOne, true), { scope, disabled: freeOne === undefined });
  const band = (name: Band): ReactNode =>
    bands[name].length === 0 ? null : (
      <section className={css.band} data-band={name} aria-labelledby={`my-${name}`}>
        <h2 id={`my-${name}`}>
          {t(`my.${name}`)} <span className={css.count}>{bands[name].length}</span>
        </h2>
        <ul>
          {bands[name].map((row) => (
            <li key={row.id} id={`my-${row.id}`} data-active={row.id === active || undefined} onClick={() => setActive(row.id)}>
              <Link to="/desk/t/$ref" params={{ ref: row.reference }} className={css.title} onClick={(event) => { if (event.ctrlKey || event.metaKey || event.shiftKey) return; event.preventDefault(); open(row); }}>
                <span className={css.reference}>{row.reference}</span> <span data-unread={row.unread || undefined}>{row.title}</span>
              </Link>
              <span className={css.facts}>
                {row.major ? <MajorChip /> : null} <PriorityChip priority={row.priority} /> <StatusChip state={row.state} phase={row.phase} reason={row.stateReason} /> <Due row={row} />
                <span>{row.requester.displayName} {row.requester.vip === true ? <VipChip /> : null}</span>
                {name === 'free' ? <span>{row.group?.name}</span> : null}
                {row.stateUntil ? <span>{t('my.until')} <Moment at={row.stateUntil} /></span> : null}
              </span>
              {name === 'free' ? <Button size="small" keys={row === freeOne ? 'Digit1' : undefined} showKeys={row === freeOne} onClick={(event) => { event.stopPropagation(); accept(row); }}>{t('my.accept')}<span className="visually-hidden">: {row.reference}</span></Button> : null}
            </li>
          ))}
        </ul>
      </section>
    );
  return (
    <div className={css.page}>
      <div className={css.main}>
        <h1>{t('my.title')}</h1>
        <Loaded query={mine} lines={8} line={44}>
          {() =>
            all.length === 0 ? (
              <EmptyState acts={<ButtonLink to="/desk/views/$view" params={{ view: 'open' }}>{t('my.lookAtQueues')}</ButtonLink>}>{t('my.empty')}</EmptyState>
            ) : (
              <>
                {bands.now.length === 0 && bands.today.length === 0 ? <p className={css.calm}>{bands.free.length > 0 ? t('my.calmFree', { n: bands.free.length }) : t('my.calm')}</p> : null}
                {(['now', 'today', 'free', 'later'] as const).map((name) => <div key={name}>{band(name)}</div>)}
              </>
            )
          }
        </Loaded>
      </div>
      <aside className={css.side} aria-label={t('my.beside')}>
        {tasks.length > 0 ? (
          <section aria-labelledby="my-tasks">
            <h2 id="my-tasks">{t('my.tasks')}</h2>
            <ul>
              {tasks.map((task) => (
                <li key={task.id}>
                  <Link to="/t/$ref" params={{ ref: task.ticket.reference }}>{task.title}</Link> {task.ticket.reference}
                  {task.dueAt === null ? null : <> · {t('my.until')} <Moment at={task.dueAt} /></>}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {drafts > 0 ? <p><Link to="/desk/views/$view" params={{ view: 'all' }} search={{ f: 'hasDraft:true' }}>{t('my.drafts', { n: drafts })}</Link></p> : null}
        <Absences />
      </aside>
    </div>
  );
}

/** Who of my groups is away: their tickets may ask for somebody. */
function Absences(): ReactNode {
  const { t } = useI18n();
  const { groups } = useMe();
  const known = useQuery(groupsQuery).data ?? [];
  return (
    <>
      {groups.slice(0, 4).map(({ id, name }) => (
        <Away key={id} id={id} name={known.find((group) => group.id === id)?.name ?? name} title={t('my.group')} />
      ))}
    </>
  );
}

function Away({ id, name, title }: { id: string; name: string; title: string }): ReactNode {
  const { t } = useI18n();
  const members = useQuery(membersQuery(id)).data ?? [];
  const away = members.filter(({ absentUntil }) => absentUntil !== null);
  return (
    <section aria-label={`${title}: ${name}`}>
      <h2>{name}</h2>
      {away.length === 0 ? <p>{t('my.allHere', { n: members.length })}</p> : (
        <ul>{away.map(({ person, absentUntil }) => <li key={person.id}>{t('my.away', { name: person.displayName })} <Moment at={absentUntil ?? ''} /></li>)}</ul>
      )}
    </section>
  );
}
