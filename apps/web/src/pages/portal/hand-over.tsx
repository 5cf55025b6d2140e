import { IconUserShare } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Stack, TextArea, toast, useForm } from '../../shared/ui';
import type { Option } from '../../shared/ui/combo';
import { PersonPicker } from '../../features/people/person-picker';
import { type Card, useHandOver } from '../../features/portal-approvals/data';

/** Somebody else knows better: they are asked instead, and it says so. */
export function HandOver({ card }: { card: Card }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const mine = card.standsInFor === null;
  if (!mine) return null;
  return (
    <>
      <div>
        <Button look="link" icon={<IconUserShare size={18} stroke={1.75} aria-hidden />} onClick={() => setOpen(true)}>
          {t('approvals.handOver')}
        </Button>
      </div>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('approvals.handOver')}>
        <HandOverForm card={card} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function HandOverForm({ card, onDone }: { card: Card; onDone: () => void }): ReactNode {
  const t = useT();
  const hand = useHandOver(card);
  const form = useForm<{ personId: Option | null; reason: string }>({
    initial: { personId: null, reason: '' },
    check: ({ personId }) => (personId === null ? { personId: t('approvals.handOverWho') } : {}),
    submit: async ({ personId, reason }) => {
      await hand(personId?.value ?? '', reason);
      toast.say(t('approvals.handedOver', { name: personId?.label ?? '' }));
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap={16}>
        {form.summary}
        <PersonPicker label={t('approvals.handOverTo')} value={form.values.personId} onChange={(option) => form.set('personId', option)} {...form.field('personId')} />
        <TextArea label={t('approvals.handOverWhy')} optional rows={2} maxLength={2000} value={form.values.reason} onChange={({ currentTarget }) => form.set('reason', currentTarget.value)} {...form.field('reason')} />
        <DialogActs>
          <Button onClick={onDone}>{t('act.cancel')}</Button>
          <Button type="submit" look="primary" busy={form.busy}>{t('approvals.handOver')}</Button>
        </DialogActs>
      </Stack>
    </form>
  );
}
