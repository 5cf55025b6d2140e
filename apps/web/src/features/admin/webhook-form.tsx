import type { ReactNode } from 'react';
import type { Schemas } from '../../shared/api';
import { type TextKey, useT } from '../../shared/i18n';
import { Button, CheckField, ChoiceField, TextField, useForm } from '../../shared/ui';
import type { Option } from '../../shared/ui/combo';
import { PersonPicker } from '../people/person-picker';
import admin from './admin.module.css';
import css from './integrations.module.css';
import { useStale } from './use-save';

type Webhook = Schemas['WebhookReply'];
type Name = Webhook['events'][number];

/** What an endpoint can listen to, and how it is called here. */
export const EVENTS: Readonly<Record<Name, TextKey>> = { 'ticket.registered': 'integrations.event.ticketRegistered', 'ticket.changed': 'integrations.event.ticketChanged', 'message.said': 'integrations.event.messageSaid', 'sla.level': 'integrations.event.slaLevel' };
const NAMES = Object.keys(EVENTS) as Name[];
const AUDIENCES = ['public', 'staff'] as const;

interface Props {
  webhook: Webhook | null;
  readOnly?: boolean;
  act: string;
  /** Only what changed; all of it for a new one. */
  save: (values: Schemas['UpdateWebhook']) => Promise<void>;
}

export function WebhookForm({ webhook, readOnly = false, act, save }: Props): ReactNode {
  const t = useT();
  const stale = useStale();
  /* Nobody is proposed: who keeps endpoints does not read tickets. */
  const owner: Option | null = webhook && { value: webhook.owner.id, label: webhook.owner.displayName };
  const form = useForm({
    initial: { name: webhook?.name ?? '', url: webhook?.url ?? '', events: webhook?.events ?? ([] as Name[]), audience: webhook?.audience ?? ('public' as const), ownerId: owner },
    check: ({ name, url, ownerId }) => ({ ...(ownerId === null ? { ownerId: t('integrations.ownerNeeded') } : {}), ...(name.trim() === '' ? { name: t('integrations.enter') } : {}), ...(url.trim() === '' ? { url: t('integrations.enterUrl') } : {}) }),
    submit: async ({ name, url, events, audience, ownerId }) => {
      const wished = { name: name.trim(), url: url.trim(), events, audience, ownerId: ownerId?.value };
      const stored: Record<string, unknown> = webhook ? { ...webhook, ownerId: webhook.owner.id } : {};
      const changes = Object.fromEntries(Object.entries(wished).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(stored[field])));
      try {
        await save(changes);
      } catch (error) {
        if (!stale(error)) throw error;
      }
    },
  });
  const { values, set, field } = form;
  const tick = (name: Name, on: boolean): void => set('events', NAMES.filter((one) => (one === name ? on : values.events.includes(one))));
  return (
    <form noValidate onSubmit={form.onSubmit}>
      {form.summary}
      <fieldset disabled={readOnly} className={css.plain}>
        <div className={css.form}>
          <TextField label={t('integrations.name')} {...field('name')} maxLength={200} value={values.name} onChange={({ currentTarget }) => set('name', currentTarget.value)} />
          <TextField label={t('integrations.url')} hint={t('integrations.urlHint')} {...field('url')} type="url" inputMode="url" maxLength={2_000} spellCheck={false} value={values.url} onChange={({ currentTarget }) => set('url', currentTarget.value)} />
          <fieldset className={css.checks}>
            <legend>{t('integrations.events')}</legend>
            <p>{t('integrations.eventsHint')}</p>
            {NAMES.map((name) => <CheckField key={name} label={t(EVENTS[name])} checked={values.events.includes(name)} onChange={({ currentTarget }) => tick(name, currentTarget.checked)} />)}
          </fieldset>
          <ChoiceField name="audience" label={t('integrations.audience')} {...field('audience')} value={values.audience} onChange={(audience) => set('audience', audience)} options={AUDIENCES.map((value) => ({ value, label: t(`integrations.audience.${value}`) }))} />
          {readOnly ? <TextField label={t('integrations.owner')} value={owner?.label ?? ''} readOnly /> : <PersonPicker label={t('integrations.owner')} hint={t('integrations.ownerHint')} {...field('ownerId')} value={values.ownerId} onChange={(option) => set('ownerId', option)} />}
        </div>
      </fieldset>
      {readOnly ? null : <div className={admin.acts}><Button type="submit" look="primary" busy={form.busy}>{act}</Button></div>}
    </form>
  );
}
