import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, ifMatch, type Schemas } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Notice, SelectField, TextArea, toast, useRefusal } from '../../shared/ui';
import type { Incident } from '../ticket/queries';
import css from './workspace.module.css';

/** What a kind may be in particular; those that are nothing in particular stand for themselves. */
const PARTS: Readonly<Record<string, readonly string[]>> = { request: ['service', 'information', 'documentation'] };

/** "This is no failure, it is an order": what it becomes is asked of the server. */
export function ConvertDialog({ ticket, onClose }: { ticket: Incident; onClose: () => void }): ReactNode {
  const { t, tOr } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const { data } = useQuery({ queryKey: ['ticket', ticket.reference, 'convert'], queryFn: ({ signal }) => body<Schemas['ConvertChoices']>(api.GET('/tickets/{id}/convert', { params: { path: { id: ticket.reference } }, signal })) });
  const options = (data?.kinds ?? []).flatMap((kind) => (PARTS[kind] ?? [kind]).map((part) => ({ value: `${kind}/${part}`, label: tOr(`work.convert.${part}`, part) })));
  const [into, setInto] = useState('');
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = into === '' ? options[0]?.value : into;
  const apply = (): void => {
    if (!chosen || busy) return;
    const [kind = '', part = ''] = chosen.split('/');
    setBusy(true);
    setFailed(null);
    const init = { params: { path: { id: ticket.reference } }, headers: { ...ifMatch('*'), 'Idempotency-Key': idempotencyKey() }, body: { kind, ...(part === kind ? {} : { into: part }), ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } };
    body<Schemas['TicketReply']>(api.POST('/tickets/{id}/convert', init))
      .then(async ({ reference }) => {
        onClose();
        toast.say(t('work.converted', { reference }));
        await navigate({ to: '/desk/t/$ref', params: { ref: reference } });
        await Promise.all([client.invalidateQueries({ queryKey: ['ticket'] }), client.invalidateQueries({ queryKey: ['tickets'] })]);
      })
      .catch((error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={`${t('work.convert')} · ${ticket.reference}`}>
      <form className={css.properties} onSubmit={(event) => { event.preventDefault(); apply(); }}>
        <SelectField label={t('work.convertTo')} value={chosen ?? ''} options={options} onChange={({ currentTarget }) => setInto(currentTarget.value)} />
        <p className={css.rel}>{t('work.convertHint')}</p>
        <TextArea label={t('work.convertWhy')} optional rows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>{t('work.convertDo')}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
