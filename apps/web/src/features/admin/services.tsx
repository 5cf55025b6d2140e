import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Card, Dialog, Loaded, SelectField, Stack, toast, useRefusal } from '../../shared/ui';
import css from './admin.module.css';
import { calendarsAll, categoriesOf, groupsAll, inTree, servicesAll, treeOptions } from './data';
import { EntityForm, type FieldSpec } from './entity-form';
import { personQuery } from './people';
import { useAfterSave } from './use-save';

type Service = Schemas['ServiceReply'];
type Category = Schemas['CategoryReply'];
const LEVELS = ['high', 'medium', 'low'] as const;
const LINES = [1, 2, 3] as const;

function useServiceFields(service: Service | null): FieldSpec[] {
  const t = useT();
  const { data: services } = useQuery(servicesAll);
  const { data: calendars } = useQuery(calendarsAll);
  const { data: owner } = useQuery({ ...personQuery(service?.ownerId ?? ''), enabled: Boolean(service?.ownerId) });
  return [
    { kind: 'text', name: 'nameUk', label: t('admin.nameUk') },
    { kind: 'text', name: 'nameEn', label: t('admin.nameEn') },
    { kind: 'select', name: 'status', label: t('admin.service.status'), options: (['pipeline', 'live', 'retired'] as const).map((value) => ({ value, label: t(`admin.status.${value}`) })) },
    { kind: 'select', name: 'criticality', label: t('admin.service.criticality'), options: LEVELS.map((value) => ({ value, label: t(`admin.levelOf.${value}`) })) },
    { kind: 'select', name: 'parentId', label: t('admin.parent'), none: t('admin.none'), optional: true, options: treeOptions(services?.items ?? [], service?.id) },
    { kind: 'select', name: 'calendarId', label: t('admin.calendar'), none: t('admin.calendar.none'), optional: true, options: (calendars?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { kind: 'person', name: 'ownerId', label: t('admin.service.owner'), optional: true, person: owner ? { value: owner.id, label: owner.displayName } : null },
    { kind: 'check', name: 'restricted', label: t('admin.service.restricted'), hint: t('admin.service.restrictedHint') },
    { kind: 'area', name: 'descriptionUk', label: t('admin.service.aboutUk'), optional: true },
    { kind: 'area', name: 'descriptionEn', label: t('admin.service.aboutEn'), optional: true },
  ];
}

export function NewService(): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields = useServiceFields(null);
  return (
    <Card title={t('admin.service.new')} id="service">
      <EntityForm fields={fields} stored={{ status: 'pipeline', criticality: 'medium' }} act={t('admin.service.create')} save={async (changes) => after(await body<Service>(api.POST('/services', { body: changes as Schemas['CreateService'] })))} />
    </Card>
  );
}

export function ServiceDetail({ service }: { service: Service }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const may = useMay('service.write');
  const fields = useServiceFields(service);
  return (
    <>
      <Card title={service.name} id="service">
        <EntityForm
          key={`${service.version} ${fields.some((field) => field.kind === 'person' && field.person !== null)}`}
          fields={fields}
          stored={service}
          readOnly={!may}
          act={t('act.save')}
          save={async (changes) => {
            await body(api.PATCH('/services/{id}', { params: { path: { id: service.id } }, headers: ifMatch(service.version), body: changes }));
            await after();
          }}
        />
      </Card>
      <Support key={service.version} service={service} may={may} />
      <Categories service={service} />
    </>
  );
}

/** Which group has the service on which line: routing and escalation begin here. */
function Support({ service, may }: { service: Service; may: boolean }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const refusal = useRefusal();
  const { data } = useQuery(groupsAll);
  const set = (line: number, groupId: string): void => {
    const groups = [...(service.groups ?? []).filter((group) => group.line !== line), ...(groupId === '' ? [] : [{ line, groupId }])];
    void body(api.PATCH('/services/{id}', { params: { path: { id: service.id } }, headers: ifMatch(service.version), body: { groups } })).then(() => after(), (error: unknown) => toast.fail(refusal(error)));
  };
  return (
    <Card title={t('admin.support.title')} id="support">
      <fieldset disabled={!may} style={{ border: 0, padding: 0, margin: 0 }}>
        <div className={css.form}>
          {LINES.map((line) => (
            <SelectField
              key={line}
              label={t('admin.support.line', { n: line })}
              placeholder={t('admin.none')}
              value={service.groups?.find((group) => group.line === line)?.groupId ?? ''}
              options={treeOptions(data?.items ?? [])}
              onChange={({ currentTarget }) => set(line, currentTarget.value)}
            />
          ))}
        </div>
      </fieldset>
    </Card>
  );
}

function Categories({ service }: { service: Service }): ReactNode {
  const t = useT();
  const may = useMay('category.write');
  const query = useQuery(categoriesOf(service.id));
  const [open, setOpen] = useState<Category | 'new' | null>(null);
  return (
    <Card title={t('admin.categories.title')} id="categories" act={may ? <Button size="small" onClick={() => setOpen('new')}>{t('admin.category.add')}</Button> : undefined}>
      <Loaded query={query} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={css.quiet}>{t('admin.categories.none')}</p>
          ) : (
            <ul className={css.rows} style={{ maxHeight: 'none' }}>
              {inTree(items).map(({ item, depth }) => (
                <li key={item.id}>
                  <button type="button" className={css.row} style={{ paddingInlineStart: 14 + depth * 18, width: '100%', background: 'none', border: 0, textAlign: 'start', font: 'inherit', cursor: 'pointer' }} onClick={() => setOpen(item)}>
                    <strong>{item.name}</strong>
                    <span>{[item.defaultImpact && t('admin.category.impactIs', { level: t(`admin.level.${item.defaultImpact}`) }), item.defaultUrgency && t('admin.category.urgencyIs', { level: t(`admin.levelOf.${item.defaultUrgency}`) }), item.active ? null : t('admin.inactive')].filter(Boolean).join(' · ')}</span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open === null ? null : <CategoryDialog service={service} category={open === 'new' ? null : open} others={query.data?.items ?? []} may={may} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function CategoryDialog({ service, category, others, may, onClose }: { service: Service; category: Category | null; others: readonly Category[]; may: boolean; onClose: () => void }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const { data: groups } = useQuery(groupsAll);
  const levels = LEVELS.map((value) => ({ value, label: t(`admin.level.${value}`) }));
  const fields: FieldSpec[] = [
    { kind: 'text', name: 'nameUk', label: t('admin.nameUk') },
    { kind: 'text', name: 'nameEn', label: t('admin.nameEn') },
    { kind: 'select', name: 'parentId', label: t('admin.parent'), none: t('admin.none'), optional: true, options: treeOptions(others, category?.id) },
    { kind: 'select', name: 'defaultImpact', label: t('admin.category.impact'), none: t('admin.none'), optional: true, options: levels },
    { kind: 'select', name: 'defaultUrgency', label: t('admin.category.urgency'), none: t('admin.none'), optional: true, options: LEVELS.map((value) => ({ value, label: t(`admin.levelOf.${value}`) })) },
    { kind: 'select', name: 'defaultGroupId', label: t('admin.category.group'), none: t('admin.none'), optional: true, options: treeOptions(groups?.items ?? []) },
    { kind: 'check', name: 'restricted', label: t('admin.service.restricted') },
    ...(category === null ? [] : [{ kind: 'check' as const, name: 'active', label: t('admin.active') }]),
  ];
  return (
    <Dialog open onClose={onClose} title={category?.name ?? t('admin.category.add')} width={640}>
      <Stack>
        <EntityForm
          fields={fields}
          stored={category}
          readOnly={!may}
          act={category === null ? t('admin.category.create') : t('act.save')}
          save={async (changes) => {
            if (category === null) await body(api.POST('/categories', { body: { ...changes, serviceId: service.id } as Schemas['CreateCategory'] }));
            else await body(api.PATCH('/categories/{id}', { params: { path: { id: category.id } }, headers: ifMatch(category.version), body: changes }));
            await after();
            onClose();
          }}
        />
      </Stack>
    </Dialog>
  );
}
