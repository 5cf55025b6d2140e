import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { api, body, idempotencyKey, ifMatch, useMay } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { type TextKey, useI18n } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Facts, Notice, toast, useRefusal } from '../../shared/ui';
import { Menu } from '../../shared/ui/menu';
import { type Macro, macrosQuery } from '../ticket/macros';
import { type Incident, servicesQuery } from '../ticket/queries';
import css from './workspace.module.css';

/** Ready-made acts that the state of this ticket allows; each says what it will do before it does. */
export function Macros({ ticket }: { ticket: Incident }): ReactNode {
  const { t } = useI18n();
  const runs = useMay('macro.run');
  const { data = [] } = useQuery({ ...macrosQuery, enabled: runs });
  const [chosen, setChosen] = useState<Macro | null>(null);
  const trigger = useRef<HTMLSpanElement>(null);
  const fitting = data.filter(({ active, command }) => active && (command === null ? ticket.allowedCommands.includes('classify') : ticket.allowedCommands.includes(command)));
  useHotkey('Shift+KeyM', t('macros.menu'), () => trigger.current?.querySelector('button')?.click(), { disabled: !runs || fitting.length === 0 });
  if (!runs || data.length === 0 || fitting.length === 0) return null;
  return (
    <span ref={trigger}>
      <Menu trigger={<Button look="quiet" keys="Shift+KeyM">{t('macros.menu')} ▾</Button>} sections={[{ entries: fitting.map((macro) => ({ label: macro.name, act: () => setChosen(macro) })) }]} />
      {chosen === null ? null : <Preview key={chosen.id} ticket={ticket} macro={chosen} onClose={() => setChosen(null)} />}
    </span>
  );
}

function Preview({ ticket, macro, onClose }: { ticket: Incident; macro: Macro; onClose: () => void }): ReactNode {
  const { t, locale } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const services = useQuery({ ...servicesQuery, enabled: macro.serviceId !== null }).data ?? [];
  const [key] = useState(idempotencyKey);
  const run = useMutation({
    scope: { id: ticket.id },
    mutationFn: () => body(api.POST('/incidents/{id}/macros/{macroId}', { params: { path: { id: ticket.reference, macroId: macro.id } }, headers: { ...ifMatch(ticket.version), 'Idempotency-Key': key }, body: {} })),
    onSuccess: (after) => {
      client.setQueryData(['ticket', ticket.reference], after);
      toast.say(t('macros.done', { name: macro.name }));
      onClose();
    },
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['ticket', ticket.reference] }), client.invalidateQueries({ queryKey: ['tickets'] })]),
  });
  const says = locale === 'en' ? macro.replyEn : macro.replyUk;
  return (
    <Dialog open onClose={onClose} title={`${macro.name} · ${ticket.reference}`}>
      <h3>{t('macros.will')}</h3>
      <Facts
        items={[
          [t('macros.command'), t(macro.command === null ? 'macros.command.none' : `macros.command.${macro.command}`)],
          [t('desk.resolve.code'), macro.code === null ? null : t(`desk.resolve.${macro.code}` as TextKey)],
          [t('desk.hold.reason'), macro.holdReason === null ? null : t(`ticket.holdReason.${macro.holdReason}`)],
          [t('macros.service'), services.find(({ id }) => id === macro.serviceId)?.name],
          [t('macros.impact'), macro.impact === null ? null : t(`ticket.level.${macro.impact}`)],
          [t('macros.urgency'), macro.urgency === null ? null : t(`ticket.level.${macro.urgency}`)],
          [t('desk.field.tags'), macro.tags.join(', ')],
        ]}
      />
      {says === null ? null : (
        <blockquote className={css.says}>
          <strong>{t('macros.says')}</strong>
          <p>{says.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => ({ requester: ticket.requester.displayName, reference: ticket.reference, title: ticket.title })[name] ?? whole)}</p>
        </blockquote>
      )}
      {run.error ? <Notice tone="bad" role="alert">{refusal(run.error)}</Notice> : null}
      <DialogActs>
        <Button onClick={onClose}>{t('act.close')}</Button>
        <Button look="primary" data-begin busy={run.isPending} onClick={() => run.mutate()}>{t('macros.run')}</Button>
      </DialogActs>
    </Dialog>
  );
}
