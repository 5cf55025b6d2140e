import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconBookmark } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay, useMe } from '../../shared/api';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Notice, SelectField, TextField, toast, useRefusal } from '../../shared/ui';
import { Menu } from '../../shared/ui/menu';
import { asked, type Filters, SYSTEM_VIEWS } from './filters';
import css from './queue.module.css';

export type SavedView = Schemas['ViewReply'];

export const viewsQuery = queryOptions({ queryKey: ['saved-views'], staleTime: 300_000, queryFn: async (): Promise<SavedView[]> => (await body(api.GET('/saved-views', {}))).items });

export const viewCounts = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['tickets', 'view-counts', ids],
    enabled: ids.length > 0,
    queryFn: async (): Promise<Map<string, number>> => new Map((await body(api.GET('/saved-views/counts', { params: { query: { id: [...ids].slice(0, 30) } } }))).items.map(({ id, count }) => [id, count])),
  });

export interface Shown {
  filters: Filters;
  q: string | undefined;
  sort: string;
  columns: readonly string[];
}

const filterOf = ({ filters, q }: Shown): Record<string, unknown> => ({ ...asked(filters), ...(q ? { q } : {}) });

/** Which list: those of everybody, one's own, shared ones; and what became of it since. */
export function ViewMenu({ view, saved, shown, changed }: { view: string; saved: SavedView | undefined; shown: Shown; changed: boolean }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const views = useQuery(viewsQuery).data ?? [];
  const counts = useQuery(viewCounts(views.map(({ id }) => id))).data;
  const [saving, setSaving] = useState<'new' | 'edit' | null>(null);
  const go = (to: string): void => void navigate({ to: '/desk/views/$view', params: { view: to } });
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: ['saved-views'] });
  const label = (one: SavedView): string => [one.name, counts?.get(one.id) === undefined ? '' : `(${counts.get(one.id)})`].join(' ');
  const save = (): void => {
    if (!saved) return setSaving('new');
    body(api.PATCH('/saved-views/{id}', { params: { path: { id: saved.id } }, headers: ifMatch(saved.version), body: { filter: filterOf(shown), sort: shown.sort, columns: [...shown.columns] } })).then(
      async () => {
        await refresh();
        go(saved.id);
        toast.say(t('form.saved'));
      },
      (error: unknown) => toast.fail(refusal(error)),
    );
  };
  const remove = (): void => {
    if (!saved) return;
    api.DELETE('/saved-views/{id}', { params: { path: { id: saved.id } }, headers: ifMatch('*') }).then(
      async () => {
        const { name, filter, columns, sort, sharedWith, groupId } = saved;
        go('open');
        await refresh();
        toast.say(t('queue.view.deleted', { name }), () => void body(api.POST('/saved-views', { body: { name, filter, columns, sharedWith, ...(sort ? { sort } : {}), ...(groupId ? { groupId } : {}) } })).then(({ id }) => refresh().then(() => go(id))));
      },
      (error: unknown) => toast.fail(refusal(error)),
    );
  };
  return (
    <>
      <Menu
        align="start" width={300}
        trigger={<Button look="quiet" icon={<IconBookmark size={18} stroke={1.75} aria-hidden />}>{saved?.name ?? t(`queue.view.${view in SYSTEM_VIEWS ? view : 'open'}` as TextKey)}{changed ? ' •' : ''} ▾</Button>}
        sections={[
          { title: t('queue.view.everybody'), entries: Object.keys(SYSTEM_VIEWS).map((one) => ({ label: t(`queue.view.${one}` as TextKey), chosen: one === view, act: () => go(one) })) },
          ...(views.some(({ mine }) => mine) ? [{ title: t('queue.view.mineTitle'), entries: views.filter(({ mine }) => mine).map((one) => ({ label: label(one), chosen: one.id === view, act: () => go(one.id) })) }] : []),
          ...(views.some(({ mine }) => !mine) ? [{ title: t('queue.view.sharedTitle'), entries: views.filter(({ mine }) => !mine).map((one) => ({ label: label(one), chosen: one.id === view, act: () => go(one.id) })) }] : []),
          ...(saved?.mine ? [{ entries: [{ label: t('queue.view.rename'), act: () => setSaving('edit') }, { label: t('queue.view.delete'), danger: true, act: remove }] }] : []),
        ]}
      />
      {changed && saved?.mine ? <Button size="small" onClick={save}>{t('act.save')}</Button> : null}
      <Button size="small" look="quiet" onClick={() => setSaving('new')}>{t('queue.view.saveAs')}</Button>
      {changed ? <Button size="small" look="quiet" onClick={() => go(view)}>{t('queue.view.reset')}</Button> : null}
      {saving !== null ? <SaveDialog view={saving === 'edit' ? saved : undefined} shown={shown} onClose={() => setSaving(null)} onSaved={async (id) => { setSaving(null); await refresh(); go(id); }} /> : null}
    </>
  );
}

function SaveDialog({ view, shown, onClose, onSaved }: { view: SavedView | undefined; shown: Shown; onClose: () => void; onSaved: (id: string) => Promise<void> }): ReactNode {
  const { t } = useI18n();
  const refusal = useRefusal();
  const me = useMe();
  const mayAll = me.permissions['view.share']?.includes('all') ?? false;
  const mayShare = useMay('view.share');
  const [name, setName] = useState(view?.name ?? '');
  const [share, setShare] = useState(view ? (view.sharedWith === 'group' ? `group:${view.groupId ?? ''}` : view.sharedWith) : 'none');
  const [failed, setFailed] = useState<string | null>(null);
  const groups = me.groups.filter(({ right }) => mayAll || right === 'manage');
  const save = (): void => {
    const [sharedWith = 'none', groupId] = share.split(':') as ['none' | 'group' | 'all', string?];
    const common = { name: name.trim(), sharedWith, ...(groupId ? { groupId } : {}) };
    const request = view
      ? body(api.PATCH('/saved-views/{id}', { params: { path: { id: view.id } }, headers: ifMatch(view.version), body: common }))
      : body(api.POST('/saved-views', { body: { ...common, filter: filterOf(shown), sort: shown.sort, columns: [...shown.columns] } }));
    request.then(({ id }) => onSaved(id), (error: unknown) => setFailed(refusal(error)));
  };
  return (
    <Dialog open onClose={onClose} title={t(view ? 'queue.view.rename' : 'queue.view.saveAs')} width={420}>
      <form className={css.dialog} onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') save(); }}>
        <TextField label={t('queue.view.name')} autoFocus maxLength={80} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        {mayShare ? (
          <SelectField label={t('queue.view.whoSees')} value={share} onChange={({ currentTarget }) => setShare(currentTarget.value)}
            options={[{ value: 'none', label: t('queue.view.onlyMe') }, ...groups.map((group) => ({ value: `group:${group.id}`, label: t('queue.view.group', { name: group.name }) })), ...(mayAll ? [{ value: 'all', label: t('queue.view.all2') }] : [])]} />
        ) : null}
        {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary">{t('act.save')}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
