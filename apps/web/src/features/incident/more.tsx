import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useMay } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { useI18n } from '../../shared/i18n';
import { Button, Dialog, DialogActs, IconButton, Notice, SelectField, TextArea, toast, useRefusal } from '../../shared/ui';
import { Menu } from '../../shared/ui/menu';
import { post, similarToQuery } from '../ticket/desk-data';
import { Pick } from '../ticket/pick';
import type { Incident } from '../ticket/queries';
import { ConvertDialog } from './convert';
import css from './workspace.module.css';

const TYPES = ['duplicate', 'related_to', 'caused_by', 'parent', 'child', 'follow_up_of'] as const;
type Relation = (typeof TYPES)[number];

/** Seldom needed acts, and those of the keys Y and D. */
export function More({ ticket }: { ticket: Incident }): ReactNode {
  const { t } = useI18n();
  const mayLink = useMay('ticket.link');
  const mayEdit = useMay('ticket.edit');
  const mayConvert = useMay('ticket.convert');
  const [open, setOpen] = useState<'link' | 'back' | 'convert' | null>(null);
  const copy = (text: string): void => void navigator.clipboard.writeText(text).then(() => toast.say(t('act.copied')), () => toast.fail(t('error.unknown')));
  const address = `${location.origin}/t/${ticket.reference}`;
  useHotkey('KeyY', t('work.copyReference'), () => copy(ticket.reference));
  useHotkey('Shift+KeyY', t('work.copyLink'), () => copy(address));
  useHotkey('KeyD', t('work.link'), () => setOpen('link'), { disabled: !mayLink });
  return (
    <>
      <Menu
        trigger={<IconButton label={t('act.more')}><IconDots size={20} stroke={1.75} /></IconButton>}
        sections={[{ entries: [
          mayLink && { label: t('work.link'), act: () => setOpen('link') },
          mayEdit && ticket.phase !== 'closed' && ticket.phase !== 'resolved' && { label: t('work.giveBack'), act: () => setOpen('back') },
          mayConvert && ticket.phase !== 'closed' && ticket.phase !== 'resolved' && { label: t('work.convert'), act: () => setOpen('convert') },
          { label: t('work.copyReference'), act: () => copy(ticket.reference) },
          { label: t('work.copyLink'), act: () => copy(address) },
          { label: t('work.print'), act: () => print() },
        ] }]}
      />
      {open === 'link' ? <LinkDialog ticket={ticket} onClose={() => setOpen(null)} /> : null}
      {open === 'convert' ? <ConvertDialog ticket={ticket} onClose={() => setOpen(null)} /> : null}
      {open === 'back' ? <BackDialog ticket={ticket} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function LinkDialog({ ticket, onClose }: { ticket: Incident; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const mayMerge = useMay('ticket.merge');
  const candidates = (useQuery(similarToQuery(ticket.reference)).data ?? []).filter(({ access, phase }) => access === 'full' && phase !== 'closed').map(({ reference, title }) => ({ value: reference, label: `${reference} ${title}` }));
  const [relation, setRelation] = useState<Relation>(mayMerge ? 'duplicate' : 'related_to');
  const [other, setOther] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const refresh = (): Promise<unknown> => Promise.all([client.invalidateQueries({ queryKey: ['ticket'] }), client.invalidateQueries({ queryKey: ['tickets'] })]);
  const apply = (): void => {
    if (other === null || busy) return;
    setBusy(true);
    setFailed(null);
    const work =
      relation === 'duplicate'
        ? post<Incident>(`/tickets/${ticket.reference}/merge`, { intoId: other }).then(async (survivor) => {
            onClose();
            toast.say(t('work.mergedInto', { reference: ticket.reference, into: survivor.reference }), () => void post(`/tickets/${ticket.id}/unmerge`, {}).then(refresh).then(() => navigate({ to: '/desk/t/$ref', params: { ref: ticket.reference } })));
            await refresh();
            await navigate({ to: '/desk/t/$ref', params: { ref: survivor.reference } });
          })
        : post(`/tickets/${ticket.reference}/links`, relation === 'parent' ? { type: 'parent_of', ticketId: other, direction: 'inward' } : relation === 'child' ? { type: 'parent_of', ticketId: other } : { type: relation, ticketId: other }).then(async () => {
            onClose();
            await refresh();
            toast.say(t('work.linked', { reference: other }));
          });
    work.catch((error: unknown) => setFailed(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t('work.link')}>
      <form className={css.properties} onSubmit={(event) => { event.preventDefault(); apply(); }}>
        <SelectField label={t('work.relation')} value={relation} onChange={({ currentTarget }) => setRelation(currentTarget.value as Relation)} options={TYPES.filter((one) => one !== 'duplicate' || mayMerge).map((value) => ({ value, label: t(`work.relation.${value}`) }))} />
        <Pick label={t('work.otherTicket')} options={candidates} value={other === null ? null : (candidates.find(({ value }) => value === other) ?? { value: other, label: other })} placeholder="INC-000123" onDone={apply} onChange={({ value }) => setOther(value)}
          other={{ label: (text) => t('work.byReference', { text: numbered(text) }), act: (text) => setOther(numbered(text)) }} />
        {relation === 'duplicate' ? <p className={css.rel}>{t('work.mergeHint')}</p> : null}
        {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary" busy={busy} aria-disabled={other === null || undefined}>{t(relation === 'duplicate' ? 'work.merge' : 'work.doLink')}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}

const numbered = (text: string): string => (/^\d+$/.test(text.trim()) ? `INC-${text.trim().padStart(6, '0')}` : text.trim().toUpperCase());

/** "Not ours": back to triage with the reason. */
function BackDialog({ ticket, onClose }: { ticket: Incident; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const apply = (): void => {
    if (reason.trim() === '') return;
    post(`/tickets/${ticket.reference}/give-back`, { reason: reason.trim() }).then(() => {
      onClose();
      toast.say(t('work.givenBack'));
      void client.invalidateQueries({ queryKey: ['ticket', ticket.reference] });
      void client.invalidateQueries({ queryKey: ['tickets'] });
    }, (error: unknown) => setFailed(refusal(error)));
  };
  return (
    <Dialog open onClose={onClose} title={t('work.giveBack')}>
      <form className={css.properties} onSubmit={(event) => { event.preventDefault(); apply(); }}>
        <TextArea label={t('work.whyBack')} autoFocus required rows={2} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        {failed !== null ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
        <DialogActs>
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary">{t('work.giveBack')}</Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
