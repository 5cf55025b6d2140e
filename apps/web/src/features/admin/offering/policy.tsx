import { useQuery } from '@tanstack/react-query';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useI18n } from '../../../shared/i18n';
import { Button, CheckField, IconButton, SelectField, TextField } from '../../../shared/ui';
import { departmentsAll, groupsAll, inTree } from '../data';
import type { Definition } from './draft';
import css from './offering.module.css';
import { BothWords } from './words';

type Props = { value: Definition; onChange: (part: Partial<Definition>) => void };
type Approver = Definition['approval'][number]['approvers'][number];
const POSITIONS = ['line_manager', 'service_owner', 'cab'] as const;

/** Who must approve, step by step: a position or a group; persons are named through the API and stay as they are. */
export function ApprovalEditor({ value, onChange }: Props): ReactNode {
  const { t } = useI18n();
  const { data: groups } = useQuery(groupsAll);
  const set = (index: number, part: Partial<Definition['approval'][number]>): void => onChange({ approval: value.approval.map((step, i) => (i === index ? { ...step, ...part } : step)) });
  const choices = [...POSITIONS.map((one) => ({ value: one as string, label: t(`offer.position.${one}`) })), ...(groups?.items ?? []).map(({ id, name }) => ({ value: id, label: name, group: t('offer.groups') }))];
  const keyOf = ({ position, groupId, personId }: Approver): string => position ?? groupId ?? personId ?? '';
  return (
    <div className={css.rows}>
      {value.approval.map((step, index) => (
        <fieldset key={index} className={css.row}>
          <legend>{t('offer.step', { n: index + 1 })}</legend>
          <div className={css.moves}><IconButton label={t('offer.dropStep', { n: index + 1 })} onClick={() => onChange({ approval: value.approval.filter((_one, i) => i !== index) })}><IconTrash size={18} stroke={1.75} /></IconButton></div>
          <BothWords label={t('offer.stepName')} value={step.name} onChange={(name) => set(index, { name })} />
          <div className={css.pair}>
            <SelectField label={t('offer.approver')} value={keyOf(step.approvers[0] ?? {})} options={choices.some((one) => one.value === keyOf(step.approvers[0] ?? {})) ? choices : [{ value: keyOf(step.approvers[0] ?? {}), label: t('offer.position.person') }, ...choices]}
              onChange={({ currentTarget }) => set(index, { approvers: [(POSITIONS as readonly string[]).includes(currentTarget.value) ? { position: currentTarget.value as (typeof POSITIONS)[number] } : { groupId: currentTarget.value }] })} />
            <SelectField label={t('offer.mode')} value={step.mode} options={(['any', 'all', 'n_of_m'] as const).map((one) => ({ value: one, label: t(`offer.mode.${one}`) }))}
              onChange={({ currentTarget }) => { const mode = currentTarget.value as 'any'; const { needed: _n, ...rest } = step; onChange({ approval: value.approval.map((one, i) => (i === index ? { ...rest, mode, ...((mode as string) === 'n_of_m' ? { needed: 2 } : {}) } : one)) }); }} />
            {step.mode === 'n_of_m' ? <TextField label={t('offer.needed')} type="number" min={1} max={50} value={String(step.needed ?? 2)} onChange={({ currentTarget }) => set(index, { needed: Math.max(1, Number(currentTarget.value)) })} /> : null}
            <TextField label={t('offer.dueDays')} type="number" min={1} max={60} value={String(step.dueDays ?? 3)} onChange={({ currentTarget }) => set(index, { dueDays: Math.max(1, Number(currentTarget.value)) })} />
          </div>
        </fieldset>
      ))}
      <div><Button onClick={() => onChange({ approval: [...value.approval, { name: { uk: 'Керівник', en: 'Line manager' }, mode: 'any', approvers: [{ position: 'line_manager' }], dueDays: 3 }] })}>{t('offer.addStep')}</Button></div>
    </div>
  );
}

/** What has to be done: each task for a group, after those that it waits for. */
export function PlanEditor({ value, onChange }: Props): ReactNode {
  const { t, locale } = useI18n();
  const { data: groups } = useQuery(groupsAll);
  const set = (index: number, part: Partial<Definition['plan'][number]>): void => onChange({ plan: value.plan.map((task, i) => (i === index ? { ...task, ...part } : task)) });
  const drop = (key: string): void => onChange({ plan: value.plan.filter((task) => task.key !== key).map((task) => ({ ...task, after: task.after.filter((one) => one !== key) })) });
  return (
    <div className={css.rows}>
      {value.plan.map((task, index) => (
        <fieldset key={task.key} className={css.row}>
          <legend>{t('offer.task', { n: index + 1 })}</legend>
          <div className={css.moves}><IconButton label={t('offer.dropTask', { n: index + 1 })} onClick={() => drop(task.key)}><IconTrash size={18} stroke={1.75} /></IconButton></div>
          <BothWords label={t('offer.taskTitle')} value={task.title} onChange={(title) => set(index, { title })} />
          <div className={css.pair}>
            <SelectField label={t('offer.taskGroup')} placeholder={t('offer.choose')} value={task.groupId} options={(groups?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget }) => set(index, { groupId: currentTarget.value })} />
            <TextField label={t('offer.hours')} optional type="number" min={0} value={task.targetSeconds === undefined ? '' : String(task.targetSeconds / 3600)} onChange={({ currentTarget: { value: hours } }) => { const { targetSeconds: _t, ...rest } = task; onChange({ plan: value.plan.map((one, i) => (i === index ? { ...rest, ...(Number(hours) > 0 ? { targetSeconds: Math.round(Number(hours) * 3600) } : {}) } : one)) }); }} />
          </div>
          {index === 0 ? null : (
            <div role="group" aria-label={t('offer.after')}>
              <strong>{t('offer.after')}</strong>
              {value.plan.slice(0, index).map(({ key, title }) => <CheckField key={key} label={title[locale] || key} checked={task.after.includes(key)} onChange={({ currentTarget }) => set(index, { after: currentTarget.checked ? [...task.after, key] : task.after.filter((one) => one !== key) })} />)}
            </div>
          )}
        </fieldset>
      ))}
      <div><Button onClick={() => onChange({ plan: [...value.plan, { key: `task${Date.now().toString(36)}`, title: { uk: '', en: '' }, groupId: groups?.items[0]?.id ?? '', after: value.plan.at(-1) ? [value.plan.at(-1)?.key ?? ''] : [] }] })}>{t('offer.addTask')}</Button></div>
    </div>
  );
}

/** Who may order it, what it costs, how fast. */
export function TermsEditor({ value, onChange }: Props): ReactNode {
  const { t } = useI18n();
  const { data: departments } = useQuery(departmentsAll);
  const { all, departmentIds = [] } = value.entitlement;
  const hours = (name: 'fulfilment' | 'approval'): ReactNode => (
    <TextField label={t(`offer.${name}`)} optional type="number" min={0} value={value.targets[name] === undefined ? '' : String((value.targets[name] ?? 0) / 3600)}
      onChange={({ currentTarget }) => { const { [name]: _gone, ...rest } = value.targets; onChange({ targets: { ...rest, ...(Number(currentTarget.value) > 0 ? { [name]: Math.round(Number(currentTarget.value) * 3600) } : {}) } }); }} />
  );
  return (
    <div className={css.rows}>
      <CheckField label={t('offer.everybody')} checked={all} onChange={({ currentTarget }) => onChange({ entitlement: { ...value.entitlement, all: currentTarget.checked } })} />
      {all ? null : (
        <fieldset className={css.row}>
          <legend>{t('offer.departments')}</legend>
          {inTree(departments?.items ?? []).map(({ item, depth }) => <div key={item.id} style={{ paddingInlineStart: depth * 18 }}><CheckField label={item.name} checked={departmentIds.includes(item.id)} onChange={({ currentTarget }) => onChange({ entitlement: { ...value.entitlement, departmentIds: currentTarget.checked ? [...departmentIds, item.id] : departmentIds.filter((one) => one !== item.id) } })} /></div>)}
        </fieldset>
      )}
      <div className={css.pair}>
        <TextField label={t('offer.cost')} optional type="number" min={0} step="0.01" value={value.cost ? String(value.cost.amountCents / 100) : ''} onChange={({ currentTarget }) => onChange({ cost: Number(currentTarget.value) > 0 ? { amountCents: Math.round(Number(currentTarget.value) * 100), per: value.cost?.per ?? 'once' } : null })} />
        {value.cost ? <SelectField label={t('offer.per')} value={value.cost.per} options={(['once', 'month'] as const).map((one) => ({ value: one, label: t(`offer.per.${one}`) }))} onChange={({ currentTarget }) => value.cost && onChange({ cost: { ...value.cost, per: currentTarget.value as 'once' } })} /> : null}
        {hours('approval')}
        {hours('fulfilment')}
      </div>
    </div>
  );
}
