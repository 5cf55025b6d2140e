import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { Card, Loaded } from '../../shared/ui';
import css from './admin.module.css';
import { EntityForm, type FieldSpec } from './entity-form';
import { useAfterSave } from './use-save';

export type SodRule = Schemas['SodRuleReply'];

export const resourcesAll = queryOptions({ queryKey: ['admin', 'access-resources'], queryFn: async ({ signal }) => (await body<Schemas['ResourcePage']>(api.GET('/access-resources', { params: { query: { limit: 200 } }, signal }))).items });
export const sodAll = queryOptions({ queryKey: ['admin', 'sod'], queryFn: async ({ signal }) => (await body<Schemas['SodRulePage']>(api.GET('/sod-rules', { params: { query: { limit: 200 } }, signal }))).items });
const holdersOf = (id: string) => queryOptions({ queryKey: ['admin', 'sod', id, 'holders'], queryFn: async ({ signal }) => (await body<Schemas['SodHolderList']>(api.GET('/sod-rules/{id}/holders', { params: { path: { id } }, signal }))).items });

function useFields(rule: SodRule | null): FieldSpec[] {
  const t = useT();
  const { data: resources = [] } = useQuery(resourcesAll);
  const rights = resources.flatMap(({ name, entitlements }) => entitlements.map((right) => ({ value: right.id, label: `${name}, ${right.name}` })));
  return [
    { kind: 'text', name: 'nameUk', label: t('access.admin.nameUk') },
    { kind: 'text', name: 'nameEn', label: t('access.admin.nameEn') },
    ...(rule === null ? [{ kind: 'select' as const, name: 'firstId', label: t('access.admin.sod.first'), none: t('access.admin.none'), options: rights }, { kind: 'select' as const, name: 'secondId', label: t('access.admin.sod.second'), none: t('access.admin.none'), options: rights }] : []),
    { kind: 'select', name: 'mode', label: t('access.admin.sod.mode'), options: (['exception', 'refuse'] as const).map((value) => ({ value, label: t(`access.admin.sod.mode.${value}`) })) },
    { kind: 'number', name: 'maxDays', label: t('access.admin.sod.maxDays'), min: 1, max: 3_650 },
    ...(rule === null ? [] : [{ kind: 'check' as const, name: 'active', label: t('access.admin.active') }]),
  ];
}

export function NewSodRule(): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields = useFields(null);
  return (
    <Card>
      <EntityForm fields={fields} stored={null} act={t('access.admin.sod.create')} save={async (changes) => after(await body(api.POST('/sod-rules', { body: changes as unknown as Schemas['CreateSodRule'] })))} />
    </Card>
  );
}

export function SodRuleDetail({ rule }: { rule: SodRule }): ReactNode {
  const { t, locale } = useI18n();
  const after = useAfterSave();
  const may = useMay('sod.write');
  const fields = useFields(rule);
  const holders = useQuery(holdersOf(rule.id));
  return (
    <>
      <Card id="rule" title={`SoD-${rule.number}. ${rule.name}`}>
        <p className={css.quiet}>{`${rule.first.resourceName}, ${rule.first.name} × ${rule.second.resourceName}, ${rule.second.name}`}</p>
        <EntityForm
          key={rule.version} fields={fields} stored={rule} readOnly={!may} act={t('act.save')}
          save={async (changes) => {
            await body(api.PATCH('/sod-rules/{id}', { params: { path: { id: rule.id } }, headers: ifMatch(rule.version), body: changes }));
            await after();
          }}
        />
      </Card>
      <Card id="holders" title={t('access.admin.sod.holders')}>
        <Loaded query={holders} lines={2} line={28}>
          {(all) =>
            all.length === 0 ? <p className={css.quiet}>{t('access.admin.sod.holdersNone')}</p> : (
              <ul className={css.consequences}>
                {all.map(({ person, exceptionUntil }) => <li key={person.id}>{person.displayName}: {exceptionUntil === null ? t('access.admin.sod.notApproved') : t('access.admin.sod.approvedUntil', { until: new Date(exceptionUntil).toLocaleDateString(locale === 'en' ? 'en-GB' : 'uk-UA') })}</li>)}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </>
  );
}
