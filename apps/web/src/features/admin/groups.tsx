import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Card, IconButton, Loaded, Moment, SelectField, Stack, TextField, toast, useRefusal } from '../../shared/ui';
import { PersonPicker } from '../people/person-picker';
import css from './admin.module.css';
import { calendarsAll, groupsAll, suppliersAll, treeOptions } from './data';
import { EntityForm, type FieldSpec } from './entity-form';
import { personQuery } from './people';
import { useAfterSave } from './use-save';

type Group = Schemas['GroupReply'];
const STRATEGIES = ['manual', 'round_robin', 'least_loaded', 'on_call'] as const;
const RIGHTS = ['view', 'work', 'manage'] as const;

function useGroupFields(group: Group | null): FieldSpec[] {
  const t = useT();
  const { data: groups } = useQuery(groupsAll);
  const { data: calendars } = useQuery(calendarsAll);
  const { data: suppliers } = useQuery(suppliersAll);
  const { data: lead } = useQuery({ ...personQuery(group?.leadId ?? ''), enabled: Boolean(group?.leadId) });
  return [
    { kind: 'text', name: 'nameUk', label: t('admin.nameUk') },
    { kind: 'text', name: 'nameEn', label: t('admin.nameEn') },
    { kind: 'number', name: 'line', label: t('admin.group.line'), hint: t('admin.group.lineHint'), min: 1, max: 9 },
    { kind: 'select', name: 'strategy', label: t('admin.group.strategy'), options: STRATEGIES.map((value) => ({ value, label: t(`admin.strategy.${value}`) })) },
    { kind: 'select', name: 'parentId', label: t('admin.parent'), none: t('admin.none'), optional: true, options: treeOptions(groups?.items ?? [], group?.id) },
    { kind: 'select', name: 'calendarId', label: t('admin.calendar'), none: t('admin.calendar.none'), optional: true, options: (calendars?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { kind: 'person', name: 'leadId', label: t('admin.group.lead'), optional: true, person: lead ? { value: lead.id, label: lead.displayName } : null },
    { kind: 'select', name: 'supplierId', label: t('admin.person.supplier'), none: t('admin.none'), optional: true, options: (suppliers?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { kind: 'text', name: 'publicLabelUk', label: t('admin.group.labelUk'), hint: t('admin.group.labelHint'), optional: true },
    { kind: 'text', name: 'publicLabelEn', label: t('admin.group.labelEn'), optional: true },
    { kind: 'check', name: 'active', label: t('admin.active') },
  ];
}

export function NewGroup(): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields = useGroupFields(null);
  return (
    <Card title={t('admin.group.new')} id="group">
      <EntityForm fields={fields} stored={{ strategy: 'manual', line: 1, active: true }} act={t('admin.group.create')} save={async (changes) => after(await body<Group>(api.POST('/groups', { body: { line: 1, ...changes } as Schemas['CreateGroup'] })))} />
    </Card>
  );
}

export function GroupDetail({ group }: { group: Group }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const may = useMay('group.write');
  const fields = useGroupFields(group);
  return (
    <>
      <Card title={group.name} id="group">
        <EntityForm
          key={`${group.version} ${fields.some((field) => field.kind === 'person' && field.person !== null)}`}
          fields={fields}
          stored={group}
          readOnly={!may}
          act={t('act.save')}
          save={async (changes) => {
            await body(api.PATCH('/groups/{id}', { params: { path: { id: group.id } }, headers: ifMatch(group.version), body: changes }));
            await after();
          }}
        />
      </Card>
      <Members group={group} />
    </>
  );
}

function Members({ group }: { group: Group }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const refusal = useRefusal();
  const may = useMay('group.membersWrite');
  const query = useQuery({ queryKey: ['admin', 'members', group.id], queryFn: ({ signal }) => body<Schemas['MemberList']>(api.GET('/groups/{id}/members', { params: { path: { id: group.id } }, signal })) });
  const [busy, setBusy] = useState(false);
  // The picker begins anew after each choice alone: members that arrive meanwhile must not take away what is being typed.
  const [added, setAdded] = useState(0);
  const act = (work: Promise<unknown>): void => {
    setBusy(true);
    void work.then(() => after(), (error: unknown) => toast.fail(refusal(error))).finally(() => setBusy(false));
  };
  const put = (personId: string, right: (typeof RIGHTS)[number], capacity: number | null): void => act(body(api.PUT('/groups/{id}/members/{personId}', { params: { path: { id: group.id, personId } }, body: { right, capacity } })));
  return (
    <Card title={t('admin.members.title')} id="members">
      <Stack gap={16}>
        <Loaded query={query} lines={3}>
          {({ items }) =>
            items.length === 0 ? (
              <p className={css.quiet}>{t('admin.members.none')}</p>
            ) : (
              <div className={css.scroll} tabIndex={0} role="group" aria-label={t('admin.members.title')}>
                <table className={css.table} aria-busy={busy || undefined}>
                  <thead>
                    <tr>
                      <th scope="col">{t('admin.members.person')}</th>
                      <th scope="col">{t('admin.members.right')}</th>
                      <th scope="col">{t('admin.members.capacity')}</th>
                      {may ? <th scope="col"><span className="visually-hidden">{t('admin.members.remove')}</span></th> : null}
                    </tr>
                  </thead>
                  <tbody>
                    {items.map(({ person, right, capacity, absentUntil }) => (
                      <tr key={person.id}>
                        <td>
                          {person.displayName}
                          {absentUntil === null ? null : <span className={css.quiet}> {t('admin.members.absent')} <Moment at={absentUntil} /></span>}
                        </td>
                        <td>{may ? <SelectField label={t('admin.members.rightOf', { name: person.displayName })} hideLabel value={right} options={RIGHTS.map((value) => ({ value, label: t(`admin.right.${value}`) }))} onChange={({ currentTarget }) => put(person.id, currentTarget.value as (typeof RIGHTS)[number], capacity)} /> : t(`admin.right.${right}`)}</td>
                        <td>{may ? <TextField key={capacity} label={t('admin.members.capacityOf', { name: person.displayName })} hideLabel inputMode="numeric" maxLength={4} placeholder={t('admin.members.unlimited')} defaultValue={capacity ?? ''} onBlur={({ currentTarget }) => { const next = currentTarget.value.trim() === '' ? null : Number(currentTarget.value); if (next !== capacity && (next === null || Number.isInteger(next))) put(person.id, right, next); }} /> : (capacity ?? t('admin.members.unlimited'))}</td>
                        {may ? <td><IconButton label={t('admin.members.removeOf', { name: person.displayName })} onClick={() => act(body(api.DELETE('/groups/{id}/members/{personId}', { params: { path: { id: group.id, personId: person.id } } })))}><IconTrash size={18} stroke={1.75} /></IconButton></td> : null}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Loaded>
        {may ? <PersonPicker key={added} label={t('admin.members.add')} value={null} onChange={(option) => { if (!option) return; setAdded(added + 1); put(option.value, 'work', null); }} /> : null}
      </Stack>
    </Card>
  );
}
