import { queryOptions, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Card, Dialog } from '../../shared/ui';
import css from './admin.module.css';
import { groupsAll, servicesAll, treeOptions } from './data';
import { EntityForm, type FieldSpec } from './entity-form';
import { useAfterSave } from './use-save';

export type Resource = Schemas['ResourceReply'];
type Right = Schemas['EntitlementReply'];
const LEVELS = ['high', 'medium', 'low'] as const;
const BY = { resource_owner: ['resource_owner'], line_manager: ['line_manager'], both: ['line_manager', 'resource_owner'] } as const;
type By = keyof typeof BY;
const byOf = (approvals: readonly string[]): By => (approvals.length > 1 ? 'both' : approvals[0] === 'line_manager' ? 'line_manager' : 'resource_owner');

const webhooksAll = queryOptions({ queryKey: ['admin', 'webhooks', 'names'], queryFn: async ({ signal }) => (await body<Schemas['WebhookPage']>(api.GET('/webhooks', { signal }))).items });

function useResourceFields(resource: Resource | null): FieldSpec[] {
  const t = useT();
  const { data: groups } = useQuery(groupsAll);
  const { data: services } = useQuery(servicesAll);
  const { data: webhooks = [] } = useQuery({ ...webhooksAll, enabled: useMay('webhook.read') });
  return [
    { kind: 'text', name: 'nameUk', label: t('access.admin.nameUk'), max: 120 },
    { kind: 'text', name: 'nameEn', label: t('access.admin.nameEn'), max: 120 },
    { kind: 'person', name: 'ownerId', label: t('access.admin.owner'), person: resource ? { value: resource.owner.id, label: resource.owner.displayName } : null },
    { kind: 'select', name: 'risk', label: t('access.admin.risk'), options: LEVELS.map((value) => ({ value, label: t(`access.risk.${value}`) })) },
    { kind: 'select', name: 'provisioning', label: t('access.admin.way'), options: (['task', 'webhook'] as const).map((value) => ({ value, label: t(`access.admin.way.${value}`) })) },
    { kind: 'select', name: 'groupId', label: t('access.admin.group'), options: treeOptions(groups?.items ?? []) },
    { kind: 'select', name: 'webhookId', label: t('access.admin.webhook'), none: t('access.admin.none'), optional: true, options: webhooks.map(({ id, name }) => ({ value: id, label: name })) },
    { kind: 'select', name: 'serviceId', label: t('access.admin.service'), none: t('access.admin.none'), optional: true, options: treeOptions(services?.items ?? []) },
    { kind: 'number', name: 'removalHours', label: t('access.admin.removalHours'), min: 1, max: 720 },
    { kind: 'area', name: 'descriptionUk', label: t('access.admin.aboutUk'), optional: true, max: 1_000 },
    { kind: 'area', name: 'descriptionEn', label: t('access.admin.aboutEn'), optional: true, max: 1_000 },
    ...(resource === null ? [] : [{ kind: 'check' as const, name: 'active', label: t('access.admin.active') }]),
  ];
}

export function NewResource(): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields = useResourceFields(null);
  return (
    <Card>
      <EntityForm fields={fields} stored={null} act={t('access.admin.resource.create')} save={async (changes) => after(await body(api.POST('/access-resources', { body: changes as unknown as Schemas['CreateResource'] })))} />
    </Card>
  );
}

export function ResourceDetail({ resource }: { resource: Resource }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields = useResourceFields(resource);
  const [open, setOpen] = useState<Right | 'new' | null>(null);
  const stored = { ...resource, ownerId: resource.owner.id, groupId: resource.group.id, serviceId: resource.service?.id ?? null };
  return (
    <>
      <Card id="resource" title={resource.name}>
        <p className={css.quiet}>{t('access.admin.held', { n: resource.held })}</p>
        <EntityForm
          key={resource.version} fields={fields} stored={stored} readOnly={!resource.mayWrite} act={t('act.save')}
          save={async (changes) => {
            await body(api.PATCH('/access-resources/{id}', { params: { path: { id: resource.id } }, headers: ifMatch(resource.version), body: changes }));
            await after();
          }}
        />
      </Card>
      <Card id="rights" title={t('access.admin.rights')} act={resource.mayWrite ? <Button onClick={() => setOpen('new')}>{t('access.admin.right.add')}</Button> : undefined}>
        <div className={css.scroll} role="group" aria-label={t('access.admin.rights')} tabIndex={0}>
          <table className={css.table}>
            <tbody>
              {resource.entitlements.map((right) => (
                <tr key={right.id}>
                  <th scope="row">{right.name}</th>
                  <td>{right.code}</td>
                  <td>{t(`access.risk.${right.risk}`)}</td>
                  <td>{t(`access.admin.right.by.${byOf(right.approvals)}`)}</td>
                  <td>{right.maxDays === null ? t('access.endless') : t('access.admin.lifted', { days: right.maxDays })}</td>
                  <td>{resource.mayWrite ? <Button size="small" aria-label={`${t('access.admin.right.edit')}: ${right.name}`} onClick={() => setOpen(right)}>{t('access.admin.right.edit')}</Button> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      {open === null ? null : <RightDialog resource={resource} right={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function RightDialog({ resource, right, onClose }: { resource: Resource; right: Right | null; onClose: () => void }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields: FieldSpec[] = [
    { kind: 'text', name: 'nameUk', label: t('access.admin.nameUk'), max: 120 },
    { kind: 'text', name: 'nameEn', label: t('access.admin.nameEn'), max: 120 },
    { kind: 'text', name: 'code', label: t('access.admin.right.code'), hint: t('access.admin.right.codeHint'), max: 100 },
    { kind: 'select', name: 'risk', label: t('access.admin.right.risk'), none: t('access.admin.right.riskOf'), optional: true, options: LEVELS.map((value) => ({ value, label: t(`access.risk.${value}`) })) },
    { kind: 'select', name: 'approvals', label: t('access.admin.right.approvals'), options: (Object.keys(BY) as By[]).map((value) => ({ value, label: t(`access.admin.right.by.${value}`) })) },
    { kind: 'number', name: 'maxDays', label: t('access.admin.right.maxDays'), hint: t('access.admin.right.maxDaysHint'), optional: true, min: 1, max: 3_650 },
    { kind: 'area', name: 'descriptionUk', label: t('access.admin.aboutUk'), optional: true, max: 1_000 },
    { kind: 'area', name: 'descriptionEn', label: t('access.admin.aboutEn'), optional: true, max: 1_000 },
    ...(right === null ? [] : [{ kind: 'check' as const, name: 'active', label: t('access.admin.active') }]),
  ];
  return (
    <Dialog open onClose={onClose} title={right?.name ?? t('access.admin.right.add')} width={640}>
      <EntityForm
        fields={fields} stored={right === null ? null : { ...right, risk: right.ownRisk, approvals: byOf(right.approvals) }} act={right === null ? t('access.admin.right.create') : t('act.save')}
        save={async ({ approvals, ...changes }) => {
          const sent = { ...changes, ...(approvals === undefined ? {} : { approvals: [...BY[approvals as By]] }) };
          if (right === null) await body(api.POST('/access-resources/{id}/entitlements', { params: { path: { id: resource.id } }, body: sent as unknown as Schemas['CreateEntitlement'] }));
          else await body(api.PATCH('/access-resources/{id}/entitlements/{entitlementId}', { params: { path: { id: resource.id, entitlementId: right.id } }, headers: ifMatch(right.version), body: sent }));
          await after();
          onClose();
        }}
      />
    </Dialog>
  );
}
