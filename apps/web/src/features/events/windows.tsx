import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, useMay } from '../../shared/api';
import { serverNow, useI18n } from '../../shared/i18n';
import { Button, Card, ConfirmAct, EmptyState, Inline, Loaded, Moment, Notice, Segments, Stack, TextField, toast, useRefusal } from '../../shared/ui';
import { itemsQuery, type Maintenance, servicesQuery, sourcesQuery, windowsQuery } from './data';
import { EventsFrame } from './frame';
import { Picks } from './rule-form';
import css from './events.module.css';

/** Planned work: while it runs alerts of what it covers are kept quiet, and counted. */
export function MaintenanceWindows({ when, id }: { when: 'current' | 'over'; id: string | undefined }): ReactNode {
  const { t } = useI18n();
  const may = useMay('maintenance.write');
  const navigate = useNavigate();
  const query = useQuery(windowsQuery(when));
  if (query.error && query.data === undefined) throw query.error;
  const go = (part: { when?: 'over' | undefined; id?: string | undefined }): void => void navigate({ to: '/desk/events/windows', search: { when: when === 'over' ? 'over' : undefined, id, ...part } });
  return (
    <EventsFrame title={t('events.tab.windows')} head={may ? <Button look="primary" icon={<IconPlus size={18} stroke={2} aria-hidden />} onClick={() => go({ id: 'new' })}>{t('events.window.add')}</Button> : undefined}>
      <div><Segments label={t('events.window.which')} value={when} options={[{ value: 'current', label: t('events.window.current') }, { value: 'over', label: t('events.window.over') }]} onChange={(value) => go({ when: value === 'over' ? 'over' : undefined, id: undefined })} /></div>
      <Loaded query={query} lines={4} line={56}>
        {({ items }) => {
          const chosen = id === 'new' ? null : items.find((one) => one.id === id);
          return (
            <Stack gap={16}>
              {chosen === undefined ? null : <Editor key={`${id} ${chosen?.version ?? 0}`} window={chosen} may={may} close={() => go({ id: undefined })} />}
              {items.length === 0 ? <EmptyState title={t('events.window.none')}>{t('events.window.about')}</EmptyState> : (
                <ul className={css.rules}>
                  {items.map((one) => (
                    <li key={one.id} className={css.rule} data-chosen={one.id === id || undefined} data-off={one.phase === 'cancelled' || undefined}>
                      <div>
                        <strong>{one.title}</strong>
                        <p>{t(`events.window.phase.${one.phase}`)} · <Moment at={one.from} exact /> – <Moment at={one.to} exact />{one.createdBy ? ` · ${one.createdBy}` : ''}</p>
                        <p>{[...one.services, ...one.configurationItems, ...one.sources].map(({ name }) => name).join(', ')}</p>
                      </div>
                      {may && (one.phase === 'planned' || one.phase === 'running') ? <Button size="small" aria-label={t('events.window.editOf', { name: one.title })} onClick={() => go({ id: one.id })}>{t('events.rule.edit')}</Button> : null}
                    </li>
                  ))}
                </ul>
              )}
            </Stack>
          );
        }}
      </Loaded>
    </EventsFrame>
  );
}

const pad = (n: number): string => String(n).padStart(2, '0');
/** For the browser's own field of date and time, which knows no zones: its wall clock. */
const typed = (at: Date): string => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
const HOUR_MS = 3_600_000;

function Editor({ window: one, may, close }: { window: Maintenance | null; may: boolean; close: () => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const { data: services } = useQuery(servicesQuery);
  const { data: items } = useQuery(itemsQuery);
  const { data: sources } = useQuery(sourcesQuery);
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);
  const [draft, setDraft] = useState(() => {
    const next = new Date(Math.ceil(serverNow().getTime() / HOUR_MS) * HOUR_MS);
    return {
      title: one?.title ?? '', from: typed(one === null ? next : new Date(one.from)), to: typed(one === null ? new Date(next.getTime() + 2 * HOUR_MS) : new Date(one.to)),
      serviceIds: ids(one?.services ?? []), configurationItemIds: ids(one?.configurationItems ?? []), sourceIds: ids(one?.sources ?? []),
    };
  });
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [ending, setEnding] = useState(false);
  const covers = draft.serviceIds.length + draft.configurationItemIds.length + draft.sourceIds.length;
  const [from, to] = [new Date(draft.from), new Date(draft.to)];
  const ready = draft.title.trim() !== '' && covers > 0 && to > from;
  const after = (): Promise<void> => client.invalidateQueries({ queryKey: ['maintenance'] });
  const save = (): void => {
    setBusy(true);
    setFailed(null);
    const whole = { ...draft, from: from.toISOString(), to: to.toISOString() };
    (one === null ? body(api.POST('/maintenance-windows', { body: whole })) : body(api.PATCH('/maintenance-windows/{id}', { params: { path: { id: one.id } }, headers: ifMatch(one.version), body: whole })))
      .then(() => after().then(close).then(() => toast.say(t('events.window.saved'))))
      .catch((error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Card title={one === null ? t('events.window.new') : one.title} id="window" act={<Button size="small" look="quiet" onClick={close}>{t('act.close')}</Button>}>
      <fieldset disabled={!may} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
        <Stack gap={16}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          <div className={css.form}>
            <TextField label={t('events.window.title')} value={draft.title} maxLength={200} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, title: value })} />
            <TextField label={t('events.window.from')} type="datetime-local" value={draft.from} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, from: value })} />
            <TextField label={t('events.window.to')} type="datetime-local" value={draft.to} error={draft.from !== '' && draft.to !== '' && to <= from ? t('events.window.order') : null} onChange={({ currentTarget: { value } }) => setDraft({ ...draft, to: value })} />
          </div>
          <Picks legend={t('events.window.services')} options={services?.items ?? []} chosen={draft.serviceIds} set={(serviceIds) => setDraft({ ...draft, serviceIds })} />
          <Picks legend={t('events.window.items')} options={items?.items ?? []} chosen={draft.configurationItemIds} set={(configurationItemIds) => setDraft({ ...draft, configurationItemIds })} />
          <Picks legend={t('events.window.sources')} options={sources?.items ?? []} chosen={draft.sourceIds} set={(sourceIds) => setDraft({ ...draft, sourceIds })} />
          {may ? (
            <Inline gap={8}>
              <Button look="primary" busy={busy} disabled={!ready} onClick={save}>{one === null ? t('events.window.create') : t('events.window.save')}</Button>
              {one === null ? null : <Button onClick={() => setEnding(true)}>{t('events.window.cancel')}</Button>}
              {covers === 0 ? <span role="status" className={css.quiet}>{t('events.window.scope')}</span> : null}
            </Inline>
          ) : null}
        </Stack>
      </fieldset>
      {one === null ? null : (
        <ConfirmAct open={ending} onClose={() => setEnding(false)} title={t('events.window.cancelTitle', { name: one.title })} act={t('events.window.cancel')} danger onConfirm={() => body(api.PATCH('/maintenance-windows/{id}', { params: { path: { id: one.id } }, headers: ifMatch(one.version), body: { active: false } })).then(after).then(close)}>
          <p>{t('events.window.cancelText')}</p>
        </ConfirmAct>
      )}
    </Card>
  );
}
