import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Card, Loaded } from '../../shared/ui';
import { departmentsAll, locationsAll, suppliersAll, treeOptions } from './data';
import { EntityForm, type FieldSpec } from './entity-form';
import { PersonAccess } from './person-access';
import { useAfterSave } from './use-save';

type Person = Schemas['PersonReply'];

export const personQuery = (id: string) => ({ queryKey: ['admin', 'person', id], queryFn: ({ signal }: { signal: AbortSignal }) => body<Person>(api.GET('/people/{id}', { params: { path: { id } }, signal })) });

const ZONES = ['Europe/Kyiv', 'Europe/Warsaw', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'UTC'];

function usePersonFields(person: Person | null): FieldSpec[] {
  const t = useT();
  const { data: departments } = useQuery(departmentsAll);
  const { data: locations } = useQuery(locationsAll);
  const { data: suppliers } = useQuery(suppliersAll);
  const { data: manager } = useQuery({ ...personQuery(person?.managerId ?? ''), enabled: Boolean(person?.managerId) });
  const zones = [...new Set([...ZONES, ...(person ? [person.timeZone ?? 'Europe/Kyiv'] : [])])];
  return [
    { kind: 'text', name: 'displayName', label: t('admin.person.name') },
    { kind: 'text', name: 'email', label: t('admin.person.email'), type: 'email' },
    { kind: 'text', name: 'phone', label: t('admin.person.phone'), type: 'tel', optional: true },
    { kind: 'text', name: 'jobTitle', label: t('admin.person.job'), optional: true },
    { kind: 'select', name: 'departmentId', label: t('admin.person.department'), none: t('admin.none'), optional: true, options: treeOptions(departments?.items ?? []) },
    { kind: 'select', name: 'locationId', label: t('admin.person.location'), none: t('admin.none'), optional: true, options: treeOptions(locations?.items ?? []) },
    { kind: 'person', name: 'managerId', label: t('admin.person.manager'), optional: true, person: manager ? { value: manager.id, label: manager.displayName } : null },
    { kind: 'select', name: 'supplierId', label: t('admin.person.supplier'), hint: t('admin.person.supplierHint'), none: t('admin.none'), optional: true, options: (suppliers?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { kind: 'select', name: 'locale', label: t('admin.person.locale'), options: [{ value: 'uk', label: 'Українська' }, { value: 'en', label: 'English' }] },
    { kind: 'select', name: 'timeZone', label: t('admin.person.zone'), options: zones.map((zone) => ({ value: zone, label: zone })) },
    { kind: 'check', name: 'vip', label: t('admin.person.vip'), hint: t('admin.person.vipHint') },
  ];
}

export function NewPerson(): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields = usePersonFields(null);
  return (
    <Card title={t('admin.person.new')} id="person">
      <EntityForm fields={fields} stored={{ locale: 'uk', timeZone: 'Europe/Kyiv' }} act={t('admin.person.create')} save={async (changes) => after(await body<Person>(api.POST('/people', { body: { locale: 'uk', timeZone: 'Europe/Kyiv', ...changes } as Schemas['CreatePerson'] })))} />
    </Card>
  );
}

export function PersonDetail({ id }: { id: string }): ReactNode {
  const query = useQuery(personQuery(id));
  return <Loaded query={query} lines={6} line={48}>{(person) => <PersonCards key={person.id} person={person} />}</Loaded>;
}

function PersonCards({ person }: { person: Person }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const may = useMay('person.updateContact');
  const fields = usePersonFields(person);
  return (
    <>
      <Card title={person.active === false ? t('admin.person.inactive', { name: person.displayName }) : person.displayName} id="person">
        <EntityForm
          key={`${person.version} ${fields.some((field) => field.kind === 'person' && field.person !== null)}`}
          fields={fields}
          stored={person}
          readOnly={!may}
          act={t('act.save')}
          save={async (changes) => {
            await body(api.PATCH('/people/{id}', { params: { path: { id: person.id } }, headers: ifMatch(person.version), body: changes }));
            await after();
          }}
        />
      </Card>
      <PersonAccess person={person} />
    </>
  );
}
