import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCircle, IconCircleCheck, IconCircleDashed, IconCircleHalf2, IconCircleMinus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Card, Inline, Moment, SelectField, TextField, toast, useRefusal } from '../../shared/ui';
import { groupsQuery } from './queries';
import css from './side.module.css';

type Task = Schemas['TaskReply'];
type Command = 'accept' | 'complete' | 'skip' | 'reopen';

const MARKS = { planned: [IconCircleDashed, 'grey'], open: [IconCircle, 'blue'], in_progress: [IconCircleHalf2, 'teal'], done: [IconCircleCheck, 'green'], skipped: [IconCircleMinus, 'grey'], cancelled: [IconCircleMinus, 'grey'] } as const;
const COMMANDS: readonly Command[] = ['accept', 'complete', 'skip', 'reopen'];
/** These say why. */
const EXPLAINED: readonly Command[] = ['skip', 'reopen'];

export const tasksQuery = (reference: string) => ({ queryKey: ['ticket', reference, 'tasks'], queryFn: async (): Promise<Task[]> => (await body<Schemas['TaskList']>(api.GET('/tickets/{id}/tasks', { params: { path: { id: reference } } }))).items });

/** Work that was cut out of the ticket: who does what until when; what may be done with each is told by the server. */
export function Tasks({ reference, open }: { reference: string; open: boolean }): ReactNode {
  const { t } = useI18n();
  const reads = useMay('task.read');
  const writes = useMay('task.write') && open;
  const { data = [] } = useQuery({ ...tasksQuery(reference), enabled: reads });
  const [adding, setAdding] = useState(false);
  if (!reads || (data.length === 0 && !writes)) return null;
  const over = data.filter(({ state }) => state === 'done' || state === 'skipped').length;
  return (
    <Card title={data.length === 0 ? t('work.tasks') : t('work.tasksOf', { done: over, all: data.length })} act={writes && !adding ? <Button size="small" look="quiet" onClick={() => setAdding(true)}>{t('work.addTask')}</Button> : undefined}>
      {data.length > 0 ? <ol className={css.list}>{data.map((task) => <One key={task.id} reference={reference} task={task} />)}</ol> : null}
      {adding ? <Add reference={reference} onDone={() => setAdding(false)} /> : null}
    </Card>
  );
}

function One({ reference, task }: { reference: string; task: Task }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [asking, setAsking] = useState<Command | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [Mark, hue] = MARKS[task.state];
  const act = (command: Command): void => {
    setBusy(true);
    body(api.POST('/tickets/{id}/tasks/{taskId}/{command}', { params: { path: { id: reference, taskId: task.id, command } }, headers: ifMatch(task.version), body: note.trim() === '' ? {} : { note: note.trim() } }))
      .then(() => setAsking(null), (error: unknown) => toast.fail(refusal(error)))
      .finally(() => {
        setBusy(false);
        void client.invalidateQueries({ queryKey: ['ticket', reference] });
      });
  };
  return (
    <li>
      <Mark size={18} stroke={1.75} aria-hidden style={{ color: `var(--${hue})` }} />
      <div>
        <p>{task.title}</p>
        <p className={css.quiet}>
          {[t(`work.task.${task.state}`), task.assignee?.displayName ?? task.group?.name].filter(Boolean).join(' · ')}
          {task.dueAt !== null && task.endedAt === null ? <> · {t('work.until')} <Moment at={task.dueAt} /></> : null}
          {task.note === null ? null : <> · {task.note}</>}
        </p>
        {asking === null ? (
          <Inline gap={4}>
            {COMMANDS.filter((one) => task.allowedCommands.includes(one)).map((one) => (
              <Button key={one} size="small" look={one === 'complete' ? 'secondary' : 'quiet'} busy={busy} aria-label={`${t(`work.task.do.${one}`)}: ${task.title}`} onClick={() => (EXPLAINED.includes(one) ? setAsking(one) : act(one))}>
                {t(`work.task.do.${one}`)}
              </Button>
            ))}
          </Inline>
        ) : (
          <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (note.trim() !== '') act(asking); }}>
            <TextField label={t('desk.reason')} autoFocus value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
            <Inline gap={8}>
              <Button type="submit" size="small" look="primary" busy={busy}>{t(`work.task.do.${asking}`)}</Button>
              <Button size="small" look="quiet" onClick={() => setAsking(null)}>{t('act.cancel')}</Button>
            </Inline>
          </form>
        )}
      </div>
    </li>
  );
}

function Add({ reference, onDone }: { reference: string; onDone: () => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const groups = useQuery(groupsQuery).data ?? [];
  const [title, setTitle] = useState('');
  const [groupId, setGroupId] = useState('');
  const [hours, setHours] = useState('');
  const [busy, setBusy] = useState(false);
  const [key] = useState(idempotencyKey);
  const save = (): void => {
    if (title.trim() === '') return;
    setBusy(true);
    const seconds = Math.round(Number(hours.replace(',', '.')) * 3600);
    body(api.POST('/tickets/{id}/tasks', { params: { path: { id: reference } }, headers: { 'Idempotency-Key': key }, body: { title: title.trim(), ...(groupId === '' ? {} : { groupId }), ...(seconds > 0 ? { targetSeconds: seconds } : {}) } })).then(
      () => {
        void client.invalidateQueries({ queryKey: ['ticket', reference] });
        onDone();
      },
      (error: unknown) => {
        setBusy(false);
        toast.fail(refusal(error));
      },
    );
  };
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <TextField label={t('work.task.title')} autoFocus value={title} onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
      <SelectField label={t('work.task.group')} optional value={groupId} placeholder={t('work.task.groupSame')} onChange={({ currentTarget }) => setGroupId(currentTarget.value)} options={groups.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))} />
      <TextField label={t('work.task.hours')} optional inputMode="decimal" value={hours} onChange={({ currentTarget }) => setHours(currentTarget.value)} />
      <Inline gap={8}>
        <Button type="submit" size="small" look="primary" busy={busy}>{t('act.save')}</Button>
        <Button size="small" look="quiet" onClick={onDone}>{t('act.cancel')}</Button>
      </Inline>
    </form>
  );
}
