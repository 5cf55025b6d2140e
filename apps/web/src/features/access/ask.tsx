import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { idempotencyKey, isApiError, useMe } from '../../shared/api';
import { serverNow, useT } from '../../shared/i18n';
import { Button, ChoiceField, Loaded, Notice, SelectField, TextArea, TextField, toast, useForm, useTitle } from '../../shared/ui';
import type { Option } from '../../shared/ui/combo';
import { PersonPicker } from '../people/person-picker';
import css from './access.module.css';
import { Risk } from './bits';
import { type Resource, type Weighed, dayOf, endOfDay, resourcesQuery, startOfDay, submit, weigh } from './data';

const WORDS = 'words';

interface Values extends Record<string, unknown> {
  resource: string;
  right: string;
  whose: 'me' | 'other';
  person: Option | null;
  from: string;
  until: string;
  reason: string;
  exception: string;
}

/** Asking for access: what stands against it and who decides is shown before it is sent (ux.md §1.5.11; the rules are the server's). */
export function AskAccess({ desk = false }: { desk?: boolean }): ReactNode {
  const t = useT();
  const resources = useQuery(resourcesQuery);
  useTitle(t('access.ask.title'));
  return (
    <div className={css.page}>
      <h1>{t('access.ask.title')}</h1>
      <p className={css.lead}>{t('access.ask.lead')}</p>
      <Loaded query={resources} lines={5} line={56}>
        {(all) => <AskForm resources={all.filter(({ active }) => active)} desk={desk} />}
      </Loaded>
    </div>
  );
}

function AskForm({ resources, desk }: { resources: readonly Resource[]; desk: boolean }): ReactNode {
  const t = useT();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const forOthers = (me.permissions['access.requestFor']?.length ?? 0) > 0;
  const [key] = useState(idempotencyKey);
  // A page that refused says what it was about.
  const { text = '' } = useSearch({ strict: false }) as { text?: string };
  const form = useForm<Values>({
    initial: { resource: text === '' ? '' : WORDS, right: '', whose: desk ? 'other' : 'me', person: null, from: '', until: '', reason: text, exception: '' },
    pointers: { '/entitlementId': 'right', '/requesterId': 'person', '/until': 'until', '/from': 'from', '/reason': 'reason', '/exceptionReason': 'exception' },
    check: (values) => ({
      ...(values.resource === '' ? { resource: t('access.ask.resourceNeeded') } : {}),
      ...(values.resource !== '' && values.resource !== WORDS && values.right === '' ? { right: t('access.ask.rightNeeded') } : {}),
      ...(values.whose === 'other' && values.person === null ? { person: t('access.ask.personNeeded') } : {}),
      ...(values.reason.trim() === '' ? { reason: t('access.ask.reasonNeeded') } : {}),
    }),
    submit: async (values) => {
      const request = await submit(
        {
          ...(values.resource === WORDS ? {} : { entitlementId: values.right }), ...(values.whose === 'other' && values.person ? { requesterId: values.person.value } : {}), ...(values.from === '' ? {} : { from: startOfDay(values.from) }),
          ...(values.until === '' ? {} : { until: endOfDay(values.until) }), reason: values.reason, ...(values.exception.trim() === '' ? {} : { exceptionReason: values.exception }),
          ...(desk && values.whose === 'other' ? { channel: 'phone' as const } : {}),
        },
        key,
      );
      toast.say(t('access.ask.sent'));
      await client.invalidateQueries({ queryKey: ['tickets'] });
      await navigate(desk ? { to: '/desk/access/$ref', params: { ref: request.reference } } : { to: '/portal/access/$ref', params: { ref: request.reference } });
    },
  });
  const { values, set } = form;
  const resource = resources.find(({ id }) => id === values.resource);
  const right = resource?.entitlements.find(({ id }) => id === values.right);
  const weighed = useWeighed(values, right?.id ?? null);
  const words = values.resource === WORDS;
  const today = dayOf(serverNow());
  return (
    <form className={css.form} onSubmit={form.onSubmit} noValidate>
      {form.summary}
      {forOthers ? (
        <ChoiceField label={t('access.ask.for')} name="whose" value={values.whose} onChange={(whose) => set('whose', whose)} options={[{ value: 'me', label: t('access.ask.forMe') }, { value: 'other', label: t('access.ask.forOther') }]} />
      ) : null}
      {values.whose === 'other' ? <PersonPicker {...form.field('person')} label={t('access.ask.person')} value={values.person} onChange={(person) => set('person', person)} /> : null}
      <SelectField
        {...form.field('resource')} label={t('access.ask.resource')} hint={resource?.description ?? undefined} placeholder={t('access.ask.choose')} value={values.resource}
        options={[...resources.map(({ id, name }) => ({ value: id, label: name })), { value: WORDS, label: t('access.ask.words') }]}
        onChange={({ currentTarget }) => {
          set('resource', currentTarget.value);
          set('right', '');
        }}
      />
      {resource ? (
        <ChoiceField
          {...form.field('right')} label={t('access.ask.right')} name="right" cards value={values.right === '' ? null : values.right} onChange={(id) => set('right', id)}
          options={resource.entitlements.filter(({ active }) => active).map(({ id, name, description, risk }) => ({ value: id, label: <>{name} <Risk risk={risk} /></>, hint: description ?? undefined }))}
        />
      ) : null}
      {words ? null : (
        <div className={css.two}>
          <TextField {...form.field('from')} label={t('access.ask.from')} hint={t('access.ask.fromHint')} optional type="date" min={today} value={values.from} onChange={({ currentTarget }) => set('from', currentTarget.value)} />
          <TextField {...form.field('until')} label={t('access.ask.until')} hint={weighed?.maxDays ? t('access.ask.untilMax', { days: weighed.maxDays }) : t('access.ask.untilHint')} optional={!weighed?.maxDays} type="date" min={today} value={values.until} onChange={({ currentTarget }) => set('until', currentTarget.value)} />
        </div>
      )}
      <TextArea {...form.field('reason')} label={t(words ? 'access.ask.what' : 'access.ask.reason')} hint={t(words ? 'access.ask.whatHint' : 'access.ask.reasonHint')} rows={3} maxLength={2000} value={values.reason} onChange={({ currentTarget }) => set('reason', currentTarget.value)} />
      {weighed?.conflicts.map((conflict) => (
        <Notice key={conflict.rule} tone="warn">
          {t('access.ask.conflict', { who: t(`access.ask.has.${conflict.source}`), with: conflict.with, rule: conflict.rule, name: conflict.name })} {conflict.mode === 'refuse' ? t('access.ask.refused') : null}
        </Notice>
      ))}
      {weighed && weighed.conflicts.length > 0 && weighed.conflicts.every(({ mode }) => mode === 'exception') ? (
        <TextArea {...form.field('exception')} label={t('access.ask.exception')} hint={t('access.ask.exceptionHint')} rows={2} maxLength={1000} value={values.exception} onChange={({ currentTarget }) => set('exception', currentTarget.value)} />
      ) : null}
      {weighed ? <Next weighed={weighed} /> : null}
      <div>
        <Button type="submit" look="primary" size="large" busy={form.busy}>{t('access.ask.send')}</Button>
      </div>
    </form>
  );
}

function Next({ weighed }: { weighed: Weighed }): ReactNode {
  const t = useT();
  const faults = weighed.faults.filter(({ pointer }) => pointer === '/entitlementId' || pointer === '');
  return (
    <section aria-labelledby="access-next" className={css.card} aria-live="polite">
      <h2 id="access-next">{t('access.ask.next')}</h2>
      {faults.map(({ code, message }) => <Notice key={code} tone="bad">{message}</Notice>)}
      <ol className={css.next}>
        {weighed.verification ? <li>{t('access.ask.verification')}</li> : null}
        {weighed.steps.map(({ name, people }) => <li key={name}>{people.length === 0 ? t('access.ask.stepNobody', { name }) : t('access.ask.step', { name, people: people.join(', ') })}</li>)}
        <li>{t('access.ask.provision')}</li>
      </ol>
    </section>
  );
}

/** What the server says of the wish as it stands; nothing while it cannot be weighed. */
function useWeighed({ whose, person, from, until }: Values, entitlementId: string | null): Weighed | null {
  const asked = { entitlementId: entitlementId ?? '', ...(whose === 'other' && person ? { requesterId: person.value } : {}), ...(from === '' ? {} : { from: startOfDay(from) }), ...(until === '' ? {} : { until: endOfDay(until) }) };
  const { data } = useQuery({
    queryKey: ['access', 'weighed', asked],
    enabled: entitlementId !== null && (whose === 'me' || person !== null),
    retry: (count, error) => count < 1 && !isApiError(error, 422) && !isApiError(error, 403),
    queryFn: ({ signal }) => weigh(asked, signal),
  });
  return data ?? null;
}
