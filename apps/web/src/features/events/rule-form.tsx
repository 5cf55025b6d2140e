import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, CheckField, IconButton, SelectField, Stack, TextField } from '../../shared/ui';
import { groupsQuery, type Rule, servicesQuery, SEVERITIES, sourcesQuery, webhooksQuery } from './data';
import css from './events.module.css';

export type Draft = Schemas['CreateEventRule'] & { active: boolean };
type Matcher = Draft['conditions']['matchers'][number];

const FIELDS = ['title', 'text', 'key', 'label'] as const;
const WAYS = ['is', 'isNot', 'contains', 'like'] as const;
const GATHER = ['automatic', 'service', 'item', 'topology', 'source', 'title'] as const;
const LEVELS = ['high', 'medium', 'low'] as const;

export function draftOf(rule: Rule | null): Draft {
  if (rule !== null) return { name: rule.name, conditions: rule.conditions, gatherBy: rule.gatherBy, windowSeconds: rule.windowSeconds, action: rule.action, active: rule.active };
  return {
    name: '', active: true, gatherBy: ['automatic'], windowSeconds: 900, conditions: { sourceIds: [], severities: [], serviceIds: [], itemIds: [], matchers: [] },
    action: { kind: 'incident', impact: null, urgency: null, serviceId: null, groupId: null, resolve: true, quietSeconds: 300, reopenSeconds: 14_400 } as Draft['action'],
  };
}

interface Props {
  draft: Draft;
  change: (draft: Draft) => void;
  disabled: boolean;
  /** The last rule holds for all and cannot be narrowed. */
  builtIn: boolean;
}

/** When, what is one outage, what then: a rule as one reads it. */
export function RuleForm({ draft, change, disabled, builtIn }: Props): ReactNode {
  const t = useT();
  const { data: groups } = useQuery(groupsQuery);
  const { data: services } = useQuery(servicesQuery);
  const mayCall = useMay('webhook.read');
  const { data: webhooks } = useQuery({ ...webhooksQuery, enabled: mayCall });
  const { action } = draft;
  const act = (part: Partial<Draft['action']>): void => change({ ...draft, action: { ...action, ...part } });
  const minutes = (label: string, seconds: number, set: (seconds: number) => void, least = 0): ReactNode => (
    <TextField label={label} type="number" min={least} max={10_080} inputMode="numeric" value={String(Math.round(seconds / 60))} onChange={({ currentTarget: { value } }) => set(Math.min(10_080, Math.max(least, Number(value) || 0)) * 60)} />
  );
  const level = (label: string, otherwise: string, value: string | null | undefined, set: (value: (typeof LEVELS)[number] | null) => void): ReactNode => (
    <SelectField label={label} value={value ?? ''} placeholder={otherwise} options={LEVELS.map((one) => ({ value: one, label: t(`events.level.${one}`) }))} onChange={({ currentTarget }) => set((currentTarget.value || null) as (typeof LEVELS)[number] | null)} />
  );
  const gather = draft.gatherBy[0] ?? 'automatic';
  return (
    <fieldset disabled={disabled} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <Stack gap={16}>
        <TextField label={t('events.rule.name')} value={draft.name} maxLength={200} onChange={({ currentTarget: { value } }) => change({ ...draft, name: value })} />
        {builtIn ? null : <Conditions draft={draft} change={change} />}
        <h3>{t('events.rule.gather')}</h3>
        <div className={css.form}>
          <SelectField label={t('events.rule.gatherBy')} value={gather.startsWith('label:') ? 'label' : gather} options={[...GATHER.map((one) => ({ value: one, label: t(`events.gather.${one}`) })), { value: 'label', label: t('events.gather.label') }]} onChange={({ currentTarget: { value } }) => change({ ...draft, gatherBy: [value === 'label' ? 'label:host' : value] })} />
          {gather.startsWith('label:') ? <TextField label={t('events.rule.gatherLabel')} value={gather.slice(6)} maxLength={100} onChange={({ currentTarget: { value } }) => change({ ...draft, gatherBy: [`label:${value}`] })} /> : null}
          {minutes(t('events.rule.windowMinutes'), draft.windowSeconds, (windowSeconds) => change({ ...draft, windowSeconds }), 1)}
        </div>
        <h3>{t('events.rule.then')}</h3>
        <div className={css.form}>
          <SelectField label={t('events.rule.action')} value={action.kind} options={[...new Set<Draft['action']['kind']>(['incident', 'record', ...(mayCall ? (['webhook'] as const) : []), action.kind])].map((kind) => ({ value: kind, label: t(`events.action.${kind}`) }))} onChange={({ currentTarget }) => act({ kind: currentTarget.value as Draft['action']['kind'], webhookId: currentTarget.value === 'webhook' ? (webhooks?.items[0]?.id ?? null) : null })} />
          {action.kind === 'webhook' && webhooks !== undefined ? <SelectField label={t('events.rule.webhook')} value={action.webhookId ?? ''} placeholder={t('events.rule.choose')} options={webhooks.items.map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget }) => act({ webhookId: currentTarget.value || null })} /> : null}
          {action.kind === 'incident' ? (
            <>
              {level(t('events.rule.impact'), t('events.rule.byService'), action.impact, (impact) => act({ impact }))}
              {level(t('events.rule.urgency'), t('events.rule.bySeverity'), action.urgency, (urgency) => act({ urgency }))}
              <SelectField label={t('events.rule.group')} value={action.groupId ?? ''} placeholder={t('events.rule.byRouting')} options={(groups?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget }) => act({ groupId: currentTarget.value || null })} />
              <SelectField label={t('events.service')} value={action.serviceId ?? ''} placeholder={t('events.rule.ofAlert')} options={(services?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget }) => act({ serviceId: currentTarget.value || null })} />
              {minutes(t('events.rule.quiet'), action.quietSeconds, (quietSeconds) => act({ quietSeconds }))}
              {minutes(t('events.rule.reopen'), action.reopenSeconds, (reopenSeconds) => act({ reopenSeconds }))}
            </>
          ) : null}
        </div>
        {action.kind === 'incident' ? <CheckField label={t('events.rule.resolve')} checked={action.resolve} onChange={({ currentTarget }) => act({ resolve: currentTarget.checked })} /> : null}
        {builtIn ? null : <CheckField label={t('events.rule.active')} checked={draft.active} onChange={({ currentTarget }) => change({ ...draft, active: currentTarget.checked })} />}
      </Stack>
    </fieldset>
  );
}

function Conditions({ draft, change }: Pick<Props, 'draft' | 'change'>): ReactNode {
  const t = useT();
  const { data: sources } = useQuery(sourcesQuery);
  const { data: services } = useQuery(servicesQuery);
  const { conditions } = draft;
  const set = (part: Partial<Draft['conditions']>): void => change({ ...draft, conditions: { ...conditions, ...part } });
  const toggle = <V,>(list: readonly V[], value: V, on: boolean): V[] => (on ? [...list, value] : list.filter((one) => one !== value));
  const matcher = (index: number, part: Partial<Matcher>): void => set({ matchers: conditions.matchers.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <Stack gap={12}>
      <h3>{t('events.rule.when')}</h3>
      <fieldset className={css.checks}>
        <legend>{t('events.bySeverity')}</legend>
        {SEVERITIES.map((severity) => <CheckField key={severity} label={t(`events.severity.${severity}`)} checked={conditions.severities.includes(severity)} onChange={({ currentTarget: { checked } }) => set({ severities: toggle(conditions.severities, severity, checked) })} />)}
      </fieldset>
      {conditions.matchers.map((one, index) => (
        <div key={index} className={css.matcher}>
          <SelectField label={t('events.rule.field', { n: index + 1 })} value={one.field} options={FIELDS.map((field) => ({ value: field, label: t(`events.field.${field}`) }))} onChange={({ currentTarget }) => matcher(index, { field: currentTarget.value as Matcher['field'], label: currentTarget.value === 'label' ? (one.label ?? 'host') : null })} />
          {one.field === 'label' ? <TextField label={t('events.rule.label')} value={one.label ?? ''} maxLength={100} onChange={({ currentTarget: { value } }) => matcher(index, { label: value })} /> : null}
          <SelectField label={t('events.rule.way')} value={one.way} options={WAYS.map((way) => ({ value: way, label: t(`events.way.${way}`) }))} onChange={({ currentTarget }) => matcher(index, { way: currentTarget.value as Matcher['way'] })} />
          <TextField label={t('events.rule.value')} value={one.value} maxLength={500} onChange={({ currentTarget: { value } }) => matcher(index, { value })} />
          <div><IconButton label={t('events.rule.removeCondition', { n: index + 1 })} onClick={() => set({ matchers: conditions.matchers.filter((_one, at) => at !== index) })}><IconTrash size={18} stroke={1.75} /></IconButton></div>
        </div>
      ))}
      <div><Button size="small" icon={<IconPlus size={16} stroke={2} aria-hidden />} onClick={() => set({ matchers: [...conditions.matchers, { field: 'title', way: 'contains', value: '' }] })}>{t('events.rule.addCondition')}</Button></div>
      <Picks legend={t('events.rule.sources')} options={sources?.items ?? []} chosen={conditions.sourceIds} set={(sourceIds) => set({ sourceIds })} />
      <Picks legend={t('events.rule.services')} options={services?.items ?? []} chosen={conditions.serviceIds} set={(serviceIds) => set({ serviceIds })} />
    </Stack>
  );
}

/** Several of a short list; none chosen means all. */
export function Picks({ legend, options, chosen, set }: { legend: string; options: readonly { id: string; name: string }[]; chosen: readonly string[]; set: (ids: string[]) => void }): ReactNode {
  if (options.length === 0) return null;
  return (
    <fieldset className={css.picks}>
      <legend>{legend}</legend>
      <div>
        {options.map(({ id, name }) => <CheckField key={id} label={name} checked={chosen.includes(id)} onChange={({ currentTarget: { checked } }) => set(checked ? [...chosen, id] : chosen.filter((one) => one !== id))} />)}
      </div>
    </fieldset>
  );
}
