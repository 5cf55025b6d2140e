import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, isApiError, type Schemas, useMay } from '../../../shared/api';
import { useI18n } from '../../../shared/i18n';
import { Button, Card, Inline, Loaded, Notice, Segments, SelectField, Stack, toast, useRefusal } from '../../../shared/ui';
import { servicesAll, treeOptions } from '../data';
import { useAfterSave, useStale } from '../use-save';
import { builtFields, type Definition, formOf, newDefinition } from './draft';
import { FormBuilder } from './fields';
import css from './offering.module.css';
import { ApprovalEditor, PlanEditor, TermsEditor } from './policy';
import { Preview } from './preview';
import { BothWords } from './words';

type Offering = Omit<Schemas['OfferingReply'], 'draft'> & { draft?: Definition };
const PARTS = ['texts', 'form', 'approval', 'plan', 'terms', 'preview'] as const;
const KINDS = ['service', 'information', 'documentation', 'change', 'access'] as const;

export function OfferingDetail({ id }: { id: string }): ReactNode {
  const query = useQuery({ queryKey: ['admin', 'offering', id], queryFn: ({ signal }) => body<Offering>(api.GET('/offerings/{id}', { params: { path: { id } }, signal }) as never) });
  return (
    <Loaded query={query} lines={6}>
      {(offering) => <Editor key={`${offering.id} ${offering.version}`} offering={offering} />}
    </Loaded>
  );
}

export const NewOffering = (): ReactNode => <Editor offering={null} />;

/** A draft is edited part by part, looked at as people will see it, saved, and published when it is right (ux.md §1.5.18). */
function Editor({ offering }: { offering: Offering | null }): ReactNode {
  const { t, locale } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const stale = useStale();
  const after = useAfterSave();
  const may = useMay('offering.write');
  const { data: services } = useQuery(servicesAll);
  const [part, setPart] = useState<(typeof PARTS)[number]>('texts');
  const [kind, setKind] = useState<(typeof KINDS)[number]>(offering?.kind ?? 'service');
  const [serviceId, setServiceId] = useState(offering?.service?.id ?? '');
  const [draft, setDraft] = useState<Definition>(offering?.draft ?? newDefinition());
  const [fields, setFields] = useState(() => builtFields(draft.form));
  const [wrong, setWrong] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const whole: Definition = { ...draft, form: formOf(fields, draft.form) };
  const change = (some: Partial<Definition>): void => setDraft((before) => ({ ...before, ...some }));
  const now = JSON.stringify({ whole, serviceId });
  const [opened] = useState(now);
  const dirty = now !== opened;
  const tell = (error: unknown): void => {
    if (stale(error)) return;
    setWrong(isApiError(error, 422) ? Object.entries(error.fields()).map(([pointer, text]) => `${pointer}: ${text}`) : [refusal(error)]);
  };
  const act = (work: () => Promise<{ id: string }>, said: string): void => {
    setBusy(true);
    setWrong([]);
    work()
      .then(async (done) => {
        if (said !== '') toast.say(said);
        await client.invalidateQueries({ queryKey: ['offerings'] });
        await after(offering === null ? done : undefined);
      })
      .catch(tell)
      .finally(() => setBusy(false));
  };
  const save = (): void => {
    const definition = whole as unknown as Schemas['DefinitionBody'];
    if (offering === null) act(() => body<Offering>(api.POST('/offerings', { body: { kind, serviceId, definition } }) as never), '');
    else act(() => body<Offering>(api.PATCH('/offerings/{id}', { params: { path: { id: offering.id } }, headers: ifMatch(offering.version), body: { serviceId, definition } }) as never), t('form.saved'));
  };
  const command = (name: 'publish' | 'retire'): void => {
    if (!offering) return;
    const init = { params: { path: { id: offering.id } }, headers: ifMatch(offering.version), body: {} };
    act(() => body<Offering>((name === 'publish' ? api.POST('/offerings/{id}/publish', init) : api.POST('/offerings/{id}/retire', init)) as never), t(`offer.done.${name}`));
  };
  return (
    <Card title={draft.name[locale] || t('offer.new')} id="offering">
      <Stack gap={24}>
        {offering ? <p className={css.state}>{t(`offer.status.${offering.status}`, { n: offering.number ?? 0 })}{offering.status === 'published' && offering.changed ? ` · ${t('offer.changed')}` : ''}</p> : null}
        <Segments label={t('offer.parts')} value={part} onChange={setPart} options={PARTS.map((value) => ({ value, label: t(`offer.part.${value}`) }))} />
        {wrong.length > 0 ? <Notice tone="bad" role="alert"><strong>{t('offer.wrong')}</strong><ul>{wrong.map((line) => <li key={line}>{line}</li>)}</ul></Notice> : null}
        {part === 'texts' ? (
          <Stack gap={16}>
            <div className={css.pair}>
              <SelectField label={t('offer.kind')} value={kind} disabled={offering !== null} options={KINDS.map((value) => ({ value, label: t(`offer.kind.${value}`) }))} onChange={({ currentTarget }) => setKind(currentTarget.value as 'service')} />
              <SelectField label={t('offer.service')} placeholder={t('offer.choose')} value={serviceId} options={treeOptions(services?.items ?? [])} onChange={({ currentTarget }) => setServiceId(currentTarget.value)} />
            </div>
            <BothWords label={t('offer.name')} value={draft.name} onChange={(name) => change({ name })} />
            <BothWords label={t('offer.summary')} value={draft.summary} onChange={(summary) => change({ summary })} />
            <BothWords long label={t('offer.description')} value={draft.description} onChange={(description) => change({ description })} />
          </Stack>
        ) : part === 'form' ? <FormBuilder fields={fields} onChange={setFields} /> : part === 'approval' ? <ApprovalEditor value={draft} onChange={change} /> : part === 'plan' ? <PlanEditor value={draft} onChange={change} /> : part === 'terms' ? <TermsEditor value={draft} onChange={change} /> : <Preview definition={whole} />}
        {may ? (
          <Inline gap={12}>
            <Button look="primary" busy={busy} disabled={!dirty && offering !== null} onClick={save}>{t('offer.save')}</Button>
            {offering && !dirty && (offering.changed || offering.status !== 'published') ? <Button busy={busy} onClick={() => command('publish')}>{t('offer.publish')}</Button> : null}
            {offering?.status === 'published' ? <Button look="quiet" busy={busy} onClick={() => command('retire')}>{t('offer.retire')}</Button> : null}
          </Inline>
        ) : null}
      </Stack>
    </Card>
  );
}
