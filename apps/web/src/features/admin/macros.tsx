import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { type TextKey, useT } from '../../shared/i18n';
import { Button, Card, ConfirmAct, toast } from '../../shared/ui';
import type { Macro } from '../ticket/macros';
import { servicesAll } from './data';
import { EntityForm, type FieldSpec } from './entity-form';
import { useAdmin } from './frame';
import { useAfterSave } from './use-save';

const CODES = ['solved', 'workaround', 'advice', 'no_fault', 'duplicate'] as const;
const HOLDS = ['requester', 'supplier', 'change', 'part'] as const;
const LEVELS = ['high', 'medium', 'low'] as const;
const COMMANDS = ['accept', 'hold', 'resolve'] as const;
const VALUES = '{{requester}}, {{reference}}, {{title}}, {{me}}';

function useFields(): FieldSpec[] {
  const t = useT();
  const { data: services } = useQuery(servicesAll);
  const levels = LEVELS.map((value) => ({ value, label: t(`ticket.level.${value}`) }));
  return [
    { kind: 'text', name: 'nameUk', label: t('macros.nameUk'), max: 100 },
    { kind: 'text', name: 'nameEn', label: t('macros.nameEn'), max: 100 },
    { kind: 'select', name: 'command', label: t('macros.command'), none: t('macros.command.none'), optional: true, options: COMMANDS.map((value) => ({ value, label: t(`macros.command.${value}`) })) },
    { kind: 'select', name: 'code', label: t('macros.code'), none: t('macros.notSet'), optional: true, options: CODES.map((value) => ({ value, label: t(`desk.resolve.${value}` as TextKey) })) },
    { kind: 'select', name: 'holdReason', label: t('macros.holdReason'), none: t('macros.notSet'), optional: true, options: HOLDS.map((value) => ({ value, label: t(`ticket.holdReason.${value}`) })) },
    { kind: 'area', name: 'replyUk', label: t('macros.replyUk'), hint: t('macros.replyHint', { values: VALUES }), optional: true, max: 10_000 },
    { kind: 'area', name: 'replyEn', label: t('macros.replyEn'), optional: true, max: 10_000 },
    { kind: 'select', name: 'serviceId', label: t('macros.service'), none: t('macros.keep'), optional: true, options: (services?.items ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { kind: 'select', name: 'impact', label: t('macros.impact'), none: t('macros.keep'), optional: true, options: levels },
    { kind: 'select', name: 'urgency', label: t('macros.urgency'), none: t('macros.keep'), optional: true, options: levels },
    { kind: 'number', name: 'position', label: t('macros.position'), min: 0, max: 999 },
    { kind: 'check', name: 'active', label: t('macros.active') },
  ];
}

export function NewMacro(): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const fields = useFields();
  return (
    <Card title={t('macros.new')} id="macro">
      <EntityForm fields={fields} stored={{ position: 0, active: true }} act={t('macros.create')} save={async (changes) => after(await body<Macro>(api.POST('/macros', { body: changes as Schemas['MacroBody'] })))} />
    </Card>
  );
}

export function MacroDetail({ macro }: { macro: Macro }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const may = useMay('macro.write');
  const fields = useFields();
  const [, go] = useAdmin();
  const [removing, setRemoving] = useState(false);
  return (
    <Card title={macro.name} id="macro" act={may ? <Button size="small" look="quiet" onClick={() => setRemoving(true)}>{t('macros.remove')}</Button> : undefined}>
      <EntityForm key={macro.version} fields={fields} stored={macro as unknown as Record<string, unknown>} readOnly={!may} act={t('act.save')}
        save={async (changes) => {
          await body(api.PATCH('/macros/{id}', { params: { path: { id: macro.id } }, headers: ifMatch(macro.version), body: changes as Schemas['MacroPatch'] }));
          await after();
        }} />
      <ConfirmAct open={removing} onClose={() => setRemoving(false)} title={t('macros.remove')} act={t('macros.remove')} danger
        onConfirm={async () => {
          await body(api.DELETE('/macros/{id}', { params: { path: { id: macro.id } }, headers: ifMatch(macro.version) }));
          toast.say(t('macros.removed'));
          go({ id: undefined });
          await after();
        }}>
        {t('macros.removeText')}
      </ConfirmAct>
    </Card>
  );
}
