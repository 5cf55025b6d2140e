import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { isApiError } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, Facts, Inline, RelativeTime, SelectField, TextField, toast, useRefusal } from '../../shared/ui';
import { Pick } from '../ticket/pick';
import { nextLevel, useTree } from '../ticket/proposed';
import { type Incident, incidentQuery, useEdit } from '../ticket/queries';
import css from './workspace.module.css';

const LEVELS = ['high', 'medium', 'low'] as const;
type Changes = Parameters<ReturnType<typeof useEdit>['mutate']>[0]['changes'];

interface Conflict {
  changes: Changes;
  field: string;
  mine: string;
  theirs: string;
}

/** Each property commits by itself and shows at once (ux.md E14, §2.3); what may be changed is told by `allowedCommands`. */
export function Properties({ ticket }: { ticket: Incident }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const tree = useTree();
  const edit = useEdit(ticket);
  const service = useRef<HTMLInputElement>(null);
  const [failed, setFailed] = useState<Readonly<Record<string, string>>>({});
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [slow, setSlow] = useState(false);
  const may = ticket.allowedCommands.includes('classify');
  useEffect(() => {
    setSlow(false);
    if (!edit.isPending) return;
    const timer = setTimeout(() => setSlow(true), 400);
    return () => clearTimeout(timer);
  }, [edit.isPending]);
  const change = (field: string, changes: Changes, show: Partial<Incident>, mine: string, anyway = false): void => {
    const before = ticket;
    setFailed(({ [field]: _gone, ...rest }) => rest);
    setConflict(null);
    edit.mutate({ changes, show, anyway }, {
      onSuccess: () => {
        const back = undoOf(before, changes);
        toast.say(t('form.saved'), back ? () => edit.mutate({ changes: back, anyway: true }) : undefined);
      },
      onError: (error) => {
        if (isApiError(error, 412)) void client.fetchQuery({ ...incidentQuery(ticket.reference), staleTime: 0 }).then((now) => setConflict({ changes, field, mine, theirs: wordOf(now, field, t('desk.change.none'), (level) => t(`ticket.level.${level}`)) }));
        else setFailed((all) => ({ ...all, [field]: refusal(error) }));
      },
    });
  };
  const level = (name: 'impact' | 'urgency', next: 'high' | 'medium' | 'low'): void => change(name, { [name]: next }, { [name]: next }, t(`ticket.level.${next}`));
  useHotkey('KeyS', t('desk.proposed.service'), () => service.current?.focus(), { disabled: !may });
  useHotkey('KeyI', t('desk.field.impact'), () => level('impact', nextLevel(ticket.impact)), { disabled: !may });
  useHotkey('KeyU', t('desk.field.urgency'), () => level('urgency', nextLevel(ticket.urgency)), { disabled: !may });
  const place = ticket.service ? { value: ticket.category ? `${ticket.service.id}/${ticket.category.id}` : ticket.service.id, label: [ticket.service.name, ticket.category?.name].filter(Boolean).join(' › ') } : null;
  const select = (name: 'impact' | 'urgency'): ReactNode => (
    <SelectField label={t(`desk.field.${name}`)} value={ticket[name] ?? ''} disabled={!may} error={failed[name] ?? null} onChange={({ currentTarget }) => level(name, currentTarget.value as 'high')} options={LEVELS.map((value) => ({ value, label: t(`ticket.level.${value}`) }))} />
  );
  return (
    <div className={css.properties}>
      {slow ? <span className={css.unsaved} role="status">◌ {t('form.saving')}</span> : null}
      {conflict ? (
        <div className={css.conflict} role="alert">
          <p>{t('desk.conflict', { field: t(`desk.field.${conflict.field as 'impact'}`), theirs: conflict.theirs, mine: conflict.mine })}</p>
          <Inline gap={8}>
            <Button size="small" onClick={() => setConflict(null)}>{t('desk.conflict.theirs', { value: conflict.theirs })}</Button>
            <Button size="small" onClick={() => change(conflict.field, conflict.changes, {}, conflict.mine, true)}>{t('desk.conflict.mine', { value: conflict.mine })}</Button>
          </Inline>
        </div>
      ) : null}
      <Pick label={t('desk.proposed.service')} options={tree} value={place} inputRef={service} disabled={!may} placeholder={t('desk.change.none')} error={failed['serviceId'] ?? null}
        onChange={(option) => {
          const [serviceId = '', categoryId = null] = option.value.split('/');
          const [serviceName = '', categoryName = ''] = option.label.split(' › ');
          change('serviceId', { serviceId, categoryId }, { service: { id: serviceId, name: serviceName }, category: categoryId === null ? null : { id: categoryId, name: categoryName } }, option.label);
        }} />
      <div className={css.pair}>
        {select('impact')}
        {select('urgency')}
      </div>
      {may ? <Override ticket={ticket} error={failed['priority'] ?? null} onChange={(priority, priorityReason) => change('priority', { priority, priorityReason }, { priority }, `P${priority}`)} /> : null}
      {may ? <Tags ticket={ticket} error={failed['tags'] ?? null} onChange={(tags) => change('tags', { tags }, { tags }, tags.join(', '))} /> : null}
      <Facts
        items={[
          [t('desk.field.groupId'), ticket.group?.name],
          [t('desk.field.assigneeId'), ticket.assignee?.displayName],
          [t('desk.why.priority'), ticket.priorityReason],
          [t('desk.channel'), t(`ticket.channel.${ticket.channel}`)],
          [t('desk.created'), <RelativeTime key="created" at={ticket.createdAt} />],
          [t('desk.reporter'), ticket.reporter && ticket.reporter.id !== ticket.requester.id ? ticket.reporter.displayName : null],
          [t('desk.items'), ticket.configurationItems.map(({ name }) => name).join(', ')],
          [t('desk.reassigned'), ticket.reassignmentCount ? String(ticket.reassignmentCount) : null],
          [t('desk.reopened'), ticket.reopenCount ? String(ticket.reopenCount) : null],
        ]}
      />
    </div>
  );
}

/** What stands in its field now, for showing both values. */
function wordOf(now: Incident, field: string, none: string, level: (level: 'high' | 'medium' | 'low') => string): string {
  if (field === 'impact' || field === 'urgency') return now[field] ? level(now[field]) : none;
  if (field === 'priority') return `P${now.priority}`;
  if (field === 'tags') return (now.tags ?? []).join(', ') || none;
  return [now.service?.name, now.category?.name].filter(Boolean).join(' › ') || none;
}

function undoOf(before: Incident, changes: Changes): Changes | null {
  if ('priority' in changes) return null;
  return {
    ...('serviceId' in changes ? { serviceId: before.service?.id ?? null, categoryId: before.category?.id ?? null } : {}),
    ...('impact' in changes ? { impact: before.impact } : {}),
    ...('urgency' in changes ? { urgency: before.urgency } : {}),
    ...('tags' in changes ? { tags: before.tags ?? [] } : {}),
  } as Changes;
}

/** Another priority than the matrix gives asks for its reason. */
function Override({ ticket, error, onChange }: { ticket: Incident; error: string | null; onChange: (priority: 1 | 2 | 3 | 4 | 5, reason: string) => void }): ReactNode {
  const { t } = useI18n();
  const [wished, setWished] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const field: RefObject<HTMLInputElement | null> = useRef(null);
  useHotkey('KeyP', t('desk.field.priority'), () => setWished(String(ticket.priority)));
  useEffect(() => {
    if (wished !== null) field.current?.focus();
  }, [wished]);
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      if (wished === null || reason.trim() === '') return;
      onChange(Number(wished) as 1, reason.trim());
      setWished(null);
      setReason('');
    }}>
      <SelectField label={t('desk.field.priority')} value={wished ?? String(ticket.priority)} error={error} onChange={({ currentTarget }) => setWished(currentTarget.value)} options={['1', '2', '3', '4', '5'].map((value) => ({ value, label: `P${value} ${t(`ticket.priority.${value as '1'}`)}` }))} />
      {wished !== null ? (
        <Inline gap={8}>
          <TextField ref={field} label={t('desk.why.override')} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
          <Button type="submit" size="small" look="primary">{t('act.save')}</Button>
          <Button size="small" look="quiet" onClick={() => setWished(null)}>{t('act.cancel')}</Button>
        </Inline>
      ) : null}
    </form>
  );
}

function Tags({ ticket, error, onChange }: { ticket: Incident; error: string | null; onChange: (tags: string[]) => void }): ReactNode {
  const { t } = useI18n();
  const own = (ticket.tags ?? []).join(', ');
  const [text, setText] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useHotkey('KeyT', t('desk.field.tags'), () => field.current?.focus());
  const save = (): void => {
    if (text === null) return;
    const tags = [...new Set(text.split(',').map((one) => one.trim()).filter(Boolean))];
    setText(null);
    if (tags.join(', ') !== own) onChange(tags);
  };
  return <TextField ref={field} label={t('desk.field.tags')} placeholder={t('desk.tags.hint')} value={text ?? own} error={error} onChange={({ currentTarget }) => setText(currentTarget.value)} onBlur={save} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); save(); } }} />;
}
