import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, ConfirmAct, Inline, TextField, toast, useRefusal } from '../../shared/ui';
import type { Alert } from './data';

/** Carries out what the server allows for an alert; the answer stands on the screen at once, the lists are asked again. */
export function useAlertActs(): { acknowledge: (alert: Alert) => Promise<void>; incident: (alert: Alert) => Promise<void>; clear: (alert: Alert, reason: string) => Promise<void>; link: (alert: Alert, incidentId: string) => Promise<void> } {
  const client = useQueryClient();
  const t = useT();
  const done = (answer: Alert, text: string): void => {
    client.setQueryData(['alerts', 'one', answer.id], answer);
    void client.invalidateQueries({ queryKey: ['alerts'] });
    toast.say(text);
  };
  const at = (alert: Alert) => ({ params: { path: { id: alert.id } }, headers: ifMatch('*') });
  return {
    acknowledge: async (alert) => done(await body<Alert>(api.POST('/alerts/{id}/acknowledge', { ...at(alert), body: {} })), t('events.did.acknowledge')),
    incident: async (alert) => {
      const answer = await body<Alert>(api.POST('/alerts/{id}/incident', { ...at(alert), body: {} }));
      done(answer, t('events.did.incident', { reference: answer.incident?.reference ?? '' }));
    },
    clear: async (alert, reason) => done(await body<Alert>(api.POST('/alerts/{id}/clear', { ...at(alert), body: reason === '' ? {} : { reason } })), t('events.did.clear')),
    link: async (alert, incidentId) => {
      const answer = await body<Alert>(api.POST('/alerts/{id}/link', { ...at(alert), body: { incidentId } }));
      done(answer, t('events.did.link', { reference: answer.incident?.reference ?? '' }));
    },
  };
}

/** Buttons of what may be done with an alert now. `short`: in a row of the console. */
export function AlertActs({ alert, short = false }: { alert: Alert; short?: boolean }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const acts = useAlertActs();
  const [busy, setBusy] = useState<string | null>(null);
  const [open, setOpen] = useState<'clear' | 'link' | null>(null);
  const [text, setText] = useState('');
  const may = (command: Alert['allowedCommands'][number]): boolean => alert.allowedCommands.includes(command);
  const run = (name: string, act: () => Promise<void>): void => {
    setBusy(name);
    act()
      .catch((error: unknown) => toast.fail(refusal(error)))
      .finally(() => setBusy(null));
  };
  const close = (): void => {
    setOpen(null);
    setText('');
  };
  const size = short ? 'small' : undefined;
  const named = (act: string): string | undefined => (short ? `${act}: ${alert.title}` : undefined);
  return (
    <Inline gap={8}>
      {may('acknowledge') ? <Button size={size} look={short ? 'secondary' : 'primary'} aria-label={named(t('events.act.acknowledge'))} busy={busy === 'acknowledge'} onClick={() => run('acknowledge', () => acts.acknowledge(alert))}>{t('events.act.acknowledge')}</Button> : null}
      {may('incident') ? <Button size={size} aria-label={named(t('events.act.incident'))} busy={busy === 'incident'} onClick={() => run('incident', () => acts.incident(alert))}>{t('events.act.incident')}</Button> : null}
      {!short && may('link') ? <Button onClick={() => setOpen('link')}>{t('events.act.link')}</Button> : null}
      {!short && may('clear') ? <Button onClick={() => setOpen('clear')}>{t('events.act.clear')}</Button> : null}
      <ConfirmAct open={open === 'clear'} onClose={close} title={t('events.clear.title')} act={t('events.act.clear')} onConfirm={() => acts.clear(alert, text.trim())}>
        <p>{t('events.clear.text')}</p>
        <TextField label={t('events.clear.reason')} optional value={text} maxLength={500} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      </ConfirmAct>
      <ConfirmAct open={open === 'link'} onClose={close} title={t('events.link.title')} act={t('events.act.link')} onConfirm={() => acts.link(alert, text.trim())}>
        <TextField label={t('events.link.incident')} hint="INC-000123" value={text} maxLength={100} onChange={({ currentTarget }) => setText(currentTarget.value)} />
      </ConfirmAct>
    </Inline>
  );
}
