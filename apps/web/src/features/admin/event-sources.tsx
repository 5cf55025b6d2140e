import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Card, CheckField, ConfirmAct, Facts, Inline, Moment, Notice, RelativeTime, SelectField, Stack, TextField, toast, useRefusal } from '../../shared/ui';
import { servicesAll, treeOptions } from './data';
import { sampleOf, SOURCE_KINDS, type SourceKind } from './event-samples';
import { DirectoryPage } from './frame';
import { useAfterSave, useStale } from './use-save';
import css from './admin.module.css';

type Source = Schemas['EventSourceReply'];
type Issued = Schemas['IssuedEventSource'];

/** Who may send events: the token is shown once, beside the address and a sample for that sender. */
export function EventSources(): ReactNode {
  const { t } = useI18n();
  const may = useMay('eventSource.write');
  const query = useQuery({ queryKey: ['admin', 'event-sources'], queryFn: ({ signal }) => body<Schemas['EventSourcePage']>(api.GET('/event-sources', { params: { query: { limit: 200 } }, signal })) });
  const [issued, setIssued] = useState<Issued | null>(null);
  if (query.error && query.data === undefined) throw query.error;
  const lines = query.data?.items.map((source) => ({ id: source.id, name: source.name, hint: `${t(`admin.source.kind.${source.kind}`)} · ${source.active ? (source.silent ? t('admin.source.silent') : t('admin.source.heard')) : t('admin.source.off')}` }));
  return (
    <DirectoryPage title={t('admin.nav.eventSources')} add={may ? t('admin.source.add') : undefined} lines={lines} hint={t('admin.source.hint')}>
      {(id) => {
        const source = query.data?.items.find((one) => one.id === id) ?? null;
        if (query.data === undefined || (source === null && id !== 'new')) return null;
        return (
          <>
            {issued !== null && issued.id === source?.id ? <Token issued={issued} /> : null}
            {source === null ? null : <Standing source={source} may={may} onIssued={setIssued} />}
            <Editor key={`${id} ${source?.version ?? 0}`} source={source} may={may} onIssued={setIssued} />
            {source === null ? null : <Sample kind={source.kind} path={source.intakePath} token={issued?.id === source.id ? issued.token : undefined} />}
          </>
        );
      }}
    </DirectoryPage>
  );
}

function Token({ issued }: { issued: Issued }): ReactNode {
  const { t } = useI18n();
  return (
    <Card title={t('admin.source.token')} id="token">
      <Stack gap={12}>
        <Notice tone="warn">{t('admin.source.tokenOnce')}</Notice>
        <Inline gap={8}>
          <code data-testid="token">{issued.token}</code>
          <Button size="small" onClick={() => void navigator.clipboard.writeText(issued.token).then(() => toast.say(t('admin.source.copied')))}>{t('admin.source.copy')}</Button>
        </Inline>
      </Stack>
    </Card>
  );
}

function Standing({ source, may, onIssued }: { source: Source; may: boolean; onIssued: (issued: Issued) => void }): ReactNode {
  const { t } = useI18n();
  const after = useAfterSave();
  const [open, setOpen] = useState(false);
  const rotate = async (): Promise<void> => {
    onIssued(await body<Issued>(api.POST('/event-sources/{id}/rotate', { params: { path: { id: source.id } }, headers: ifMatch(source.version), body: {} })));
    await after();
  };
  return (
    <Card title={source.name} id="standing">
      <Stack gap={12}>
        {source.silent ? <Notice tone="warn">{t('admin.source.silentNotice')}</Notice> : null}
        <Facts
          items={[
            [t('admin.source.kind'), t(`admin.source.kind.${source.kind}`)],
            [t('admin.source.last'), source.lastEventAt === null ? t('admin.source.never') : <RelativeTime key="last" at={source.lastEventAt} />],
            [t('admin.source.prefix'), <code key="prefix">{source.tokenPrefix}…</code>],
            [t('admin.source.since'), <Moment key="since" at={source.rotatedAt ?? source.createdAt} />],
          ]}
        />
        {may ? <div><Button onClick={() => setOpen(true)}>{t('admin.source.rotate')}</Button></div> : null}
      </Stack>
      <ConfirmAct open={open} onClose={() => setOpen(false)} title={t('admin.source.rotateTitle')} act={t('admin.source.rotate')} danger onConfirm={rotate}>
        <p>{t('admin.source.rotateText', { name: source.name })}</p>
      </ConfirmAct>
    </Card>
  );
}

function Editor({ source, may, onIssued }: { source: Source | null; may: boolean; onIssued: (issued: Issued) => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const after = useAfterSave();
  const stale = useStale();
  const { data: services } = useQuery(servicesAll);
  const [draft, setDraft] = useState({ name: source?.name ?? '', serviceId: source?.serviceId ?? null, minutes: source?.silentAfterSeconds ? String(Math.round(source.silentAfterSeconds / 60)) : '', active: source?.active ?? true });
  const [kind, setKind] = useState<SourceKind>(source?.kind ?? 'alertmanager');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = (): void => {
    setBusy(true);
    setFailed(null);
    const fields = { name: draft.name, serviceId: draft.serviceId, silentAfterSeconds: draft.minutes === '' ? null : Number(draft.minutes) * 60 };
    (source === null
      ? body<Issued>(api.POST('/event-sources', { body: { ...fields, kind } })).then((made) => {
          onIssued(made);
          return after(made);
        })
      : body(api.PATCH('/event-sources/{id}', { params: { path: { id: source.id } }, headers: ifMatch(source.version), body: { ...fields, active: draft.active } })).then(() => after()).then(() => toast.say(t('admin.source.saved')))
    )
      .then(() => client.invalidateQueries({ queryKey: ['event-sources'] }))
      .catch((error: unknown) => stale(error) || setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Card title={source === null ? t('admin.source.new') : t('admin.source.settings')} id="source">
      <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack gap={16}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          <div className={css.form}>
            <TextField label={t('admin.source.name')} value={draft.name} maxLength={200} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, name: value })} />
            <SelectField label={t('admin.source.kind')} value={kind} disabled={source !== null} options={SOURCE_KINDS.map((value) => ({ value, label: t(`admin.source.kind.${value}`) }))} onChange={({ currentTarget }) => setKind(currentTarget.value as SourceKind)} />
            <SelectField label={t('admin.source.service')} value={draft.serviceId ?? ''} placeholder={t('admin.source.noService')} options={treeOptions(services?.items ?? [])} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, serviceId: value || null })} />
            <TextField label={t('admin.source.silence')} hint={t('admin.source.silenceHint')} optional type="number" min={1} max={10_080} value={draft.minutes} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, minutes: value })} />
          </div>
          {source === null ? null : <CheckField label={t('admin.source.active')} checked={draft.active} onChange={({ currentTarget: { checked } }) => setDraft({ ...draft, active: checked })} />}
          {may ? <div><Button look={source === null ? 'primary' : 'secondary'} busy={busy} disabled={draft.name.trim() === ''} onClick={save}>{source === null ? t('admin.source.create') : t('admin.source.save')}</Button></div> : null}
        </Stack>
      </fieldset>
    </Card>
  );
}

function Sample({ kind, path, token }: { kind: SourceKind; path: string; token: string | undefined }): ReactNode {
  const { t } = useI18n();
  const address = `${location.origin}${path}`;
  return (
    <Card title={t('admin.source.connect')} id="connect">
      <Stack gap={12}>
        <Facts items={[[t('admin.source.address'), <code key="address" style={{ overflowWrap: 'anywhere' }}>{address}</code>]]} />
        <p className={css.quiet}>{t(`admin.source.how.${kind}`)}</p>
        <pre className={css.scroll} tabIndex={0} role="region" aria-label={t('admin.source.sample')} data-testid="sample">{sampleOf(kind, address, token ?? 'opev_…')}</pre>
      </Stack>
    </Card>
  );
}
