import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type Ref, useMemo } from 'react';
import { useI18n } from '../../shared/i18n';
import { PriorityChip } from '../../shared/ui/chips';
import type { Choice, Level, Proposal } from './desk-data';
import { Pick, type PickOption } from './pick';
import css from './proposed.module.css';
import { categoriesQuery, groupsQuery, membersQuery, servicesQuery } from './queries';

/** Services with their categories as one list: "Пошта › Не надсилається" is one choice, not two. */
export function useTree(): PickOption[] {
  const services = useQuery(servicesQuery).data;
  const categories = useQuery(categoriesQuery).data;
  return useMemo(
    () =>
      (services ?? []).filter(({ status }) => status === 'live').flatMap((service) => [
        { value: service.id, label: service.name },
        ...(categories ?? []).filter(({ serviceId, active }) => active && serviceId === service.id).map((category) => ({ value: `${service.id}/${category.id}`, label: `${service.name} › ${category.name}` })),
      ]),
    [services, categories],
  );
}

export function useGroupOptions(): PickOption[] {
  const { t } = useI18n();
  const groups = useQuery(groupsQuery).data;
  return useMemo(() => (groups ?? []).filter(({ active }) => active).map(({ id, name, line }) => ({ value: id, label: t('desk.assign.line', { name, line }) })), [groups, t]);
}

interface ProposedProps {
  proposal: Proposal | undefined;
  choice: Choice;
  onChange: (choice: Choice) => void;
  onDone: () => void;
  serviceRef?: Ref<HTMLInputElement>;
  groupRef?: Ref<HTMLInputElement>;
  assigneeRef?: Ref<HTMLInputElement>;
  withAssignee?: boolean;
}

const LEVELS: readonly Level[] = ['high', 'medium', 'low'];

/** What will be registered: proposed values stand unless changed, each with why (ux.md §1.5.5, §1.5.6). */
export function Proposed({ proposal, choice, onChange, onDone, serviceRef, groupRef, assigneeRef, withAssignee = false }: ProposedProps): ReactNode {
  const { t } = useI18n();
  const tree = useTree();
  const groups = useGroupOptions();
  const groupId = choice.groupId ?? proposal?.group?.value.id ?? null;
  const members = useQuery({ ...membersQuery(groupId), enabled: withAssignee && groupId !== null }).data ?? [];
  const serviceId = choice.serviceId ?? proposal?.service?.value.id;
  const categoryId = choice.serviceId !== undefined && choice.categoryId === undefined && choice.serviceId !== proposal?.service?.value.id ? undefined : choice.categoryId === undefined ? proposal?.category?.value.id : (choice.categoryId ?? undefined);
  const place = serviceId === undefined ? null : (tree.find(({ value }) => value === (categoryId ? `${serviceId}/${categoryId}` : serviceId)) ?? { value: serviceId, label: [proposal?.service?.value.name, proposal?.category?.value.name].filter(Boolean).join(' › ') });
  const group = groups.find(({ value }) => value === groupId) ?? null;
  const people: PickOption[] = members.filter(({ right }) => right !== 'view').map(({ person, absentUntil }) => ({ value: person.id, label: person.displayName, ...(absentUntil === null ? {} : { hint: t('desk.assign.absentHint') }) }));
  return (
    <div className={css.fields}>
      <Pick label={t('desk.proposed.service')} options={tree} value={place} inputRef={serviceRef} onDone={onDone} placeholder={t('desk.proposed.noService')} note={choice.serviceId === undefined ? (proposal?.category ?? proposal?.service)?.reason : undefined}
        onChange={({ value }) => {
          const [service, category] = value.split('/');
          onChange({ ...choice, serviceId: service, categoryId: category ?? null, groupId: undefined });
        }} />
      <Pick label={t('desk.field.groupId')} options={groups} value={group} inputRef={groupRef} onDone={onDone} placeholder={t('desk.proposed.noGroup')} note={choice.groupId === undefined ? proposal?.group?.reason : undefined} onChange={({ value }) => onChange({ ...choice, groupId: value, assigneeId: undefined })} />
      {withAssignee ? (
        <Pick label={t('desk.field.assigneeId')} options={people} value={people.find(({ value }) => value === choice.assigneeId) ?? null} inputRef={assigneeRef} onDone={onDone} placeholder={t('desk.assign.nobody')} disabled={groupId === null} onChange={({ value }) => onChange({ ...choice, assigneeId: value })} />
      ) : null}
      <div className={css.levels}>
        <Levels label={t('desk.field.impact')} value={choice.impact ?? proposal?.impact.value} why={choice.impact === undefined ? proposal?.impact.reason : undefined} onChange={(impact) => onChange({ ...choice, impact })} />
        <Levels label={t('desk.field.urgency')} value={choice.urgency ?? proposal?.urgency.value} why={choice.urgency === undefined ? proposal?.urgency.reason : undefined} onChange={(urgency) => onChange({ ...choice, urgency })} />
        {proposal && choice.impact === undefined && choice.urgency === undefined ? (
          <span className={css.priority}>
            <span aria-hidden>→</span> <PriorityChip priority={proposal.priority.value} word />
          </span>
        ) : null}
      </div>
    </div>
  );
}

function Levels({ label, value, why, onChange }: { label: string; value: Level | undefined; why?: string | undefined; onChange: (level: Level) => void }): ReactNode {
  const { t } = useI18n();
  return (
    <div className={css.level} role="group" aria-label={label} title={why}>
      <span className={css.label} aria-hidden>{label}</span>
      <span className={css.buttons}>
        {LEVELS.map((level) => (
          <button key={level} type="button" aria-pressed={level === value} onClick={() => onChange(level)}>
            {t(`ticket.level.${level}`)}
          </button>
        ))}
      </span>
    </div>
  );
}

export const nextLevel = (level: Level | undefined): Level => LEVELS[(LEVELS.indexOf(level ?? 'low') + LEVELS.length - 1) % LEVELS.length] as Level;
