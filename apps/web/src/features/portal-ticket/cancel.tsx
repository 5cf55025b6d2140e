import { type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, ChoiceField, Dialog, DialogActs, Stack, TextArea, toast, useForm } from '../../shared/ui';
import { type Incident, useCommand } from './data';
import css from './ticket.module.css';

type Why = 'works' | 'mistake' | 'other';
const REASONS: readonly Why[] = ['works', 'mistake', 'other'];

/** Only where the server allows it; the reason goes to those who work on it. */
export function CancelButton({ incident }: { incident: Incident }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>
        {t(incident.request ? 'follow.withdraw' : 'follow.cancel')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('follow.cancel.title', { reference: incident.reference })}>
        <CancelForm incident={incident} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function CancelForm({ incident, onDone }: { incident: Incident; onDone: () => void }): ReactNode {
  const t = useT();
  const command = useCommand(incident);
  const form = useForm<{ why: Why | null; reason: string }>({
    initial: { why: null, reason: '' },
    check: ({ why, reason }) => ({
      ...(why === null ? { why: t('follow.cancel.choose') } : {}),
      ...(why === 'other' && reason.trim() === '' ? { reason: t('follow.cancel.otherWhy') } : {}),
    }),
    submit: async ({ why, reason }) => {
      await command({ command: 'cancel', body: { reason: why === 'other' ? reason.trim() : t(`follow.cancel.${why ?? 'other'}`) } });
      toast.say(t('follow.cancel.done'));
      onDone();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      {form.summary}
      <p>{t('follow.cancel.text')}</p>
      <Stack className={css.cancel}>
        <ChoiceField {...form.field('why')} label={t('follow.cancel.why')} name="why" options={REASONS.map((value) => ({ value, label: t(`follow.cancel.${value}`) }))} value={form.values.why} onChange={(why) => form.set('why', why)} />
        {form.values.why === 'other' ? <TextArea {...form.field('reason')} label={t('follow.cancel.otherWhy')} rows={3} value={form.values.reason} onChange={(event) => form.set('reason', event.currentTarget.value)} /> : null}
      </Stack>
      <DialogActs>
        <Button onClick={onDone}>{t('follow.cancel.keep')}</Button>
        <Button type="submit" look="danger" busy={form.busy}>
          {t('follow.cancel.act')}
        </Button>
      </DialogActs>
    </form>
  );
}
