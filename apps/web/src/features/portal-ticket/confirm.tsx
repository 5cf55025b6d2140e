import { IconCheck, IconStar, IconStarFilled } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, Inline, Notice, TextArea, toast, useForm, useRefusal } from '../../shared/ui';
import { type Incident, useCommand } from './data';
import { useDraft } from './draft';
import css from './ticket.module.css';

/** "Усе працює?": yes closes in one press, the rating is optional; no asks one question and returns it to work. */
export function ConfirmPanel({ incident }: { incident: Incident }): ReactNode {
  const [no, setNo] = useState(false);
  const may = (command: string): boolean => incident.allowedCommands.includes(command);
  if (no) return <RejectForm incident={incident} onBack={() => setNo(false)} />;
  return (
    <div className={css.confirm}>
      {may('confirm') ? <Yes incident={incident} mayReject={may('reject')} onNo={() => setNo(true)} /> : null}
    </div>
  );
}

function Yes({ incident, mayReject, onNo }: { incident: Incident; mayReject: boolean; onNo: () => void }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const command = useCommand(incident);
  const [rating, setRating] = useState<number | null>(null);
  const [comment, setComment] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const close = (): void => {
    setBusy(true);
    setFailed(null);
    const said = comment.trim();
    command({ command: 'confirm', body: rating === null ? {} : { rating, ...(said === '' ? {} : { comment: said }) } }).then(
      () => toast.say(t('follow.confirm.thanks')),
      (error: unknown) => {
        setFailed(refusal(error));
        setBusy(false);
      },
    );
  };
  return (
    <>
      <Rating value={rating} onChange={setRating} />
      {rating === null ? null : <TextArea label={t('follow.confirm.comment')} optional rows={2} value={comment} maxLength={2000} onChange={(event) => setComment(event.currentTarget.value)} />}
      {failed === null ? null : (
        <Notice tone="bad" role="alert">
          {failed}
        </Notice>
      )}
      <Inline gap={12}>
        <Button look="primary" size="large" busy={busy} icon={<IconCheck size={20} stroke={2} aria-hidden />} onClick={close}>
          {t('follow.confirm.yes')}
        </Button>
        {mayReject ? (
          <Button size="large" onClick={onNo}>
            {t('follow.confirm.no')}
          </Button>
        ) : null}
      </Inline>
      <p className={css.quiet}>{t('follow.confirm.auto')}</p>
    </>
  );
}

const STARS = [1, 2, 3, 4, 5] as const;

function Rating({ value, onChange }: { value: number | null; onChange: (value: number) => void }): ReactNode {
  const t = useT();
  const name = useId();
  const [over, setOver] = useState<number | null>(null);
  const shown = over ?? value ?? 0;
  return (
    <fieldset className={css.rating} onPointerLeave={() => setOver(null)}>
      <legend>
        {t('follow.confirm.rate')} <span className={css.optional}>{t('form.optional')}</span>
      </legend>
      <div className={css.stars}>
        {STARS.map((star) => (
          <label key={star} className={css.star} data-lit={star <= shown || undefined} onPointerEnter={() => setOver(star)}>
            <input type="radio" name={name} value={star} checked={value === star} onChange={() => onChange(star)} aria-label={`${t('follow.confirm.star', { n: star })}, ${t(`follow.confirm.word.${star}`)}`} />
            {star <= shown ? <IconStarFilled size={28} aria-hidden /> : <IconStar size={28} stroke={1.5} aria-hidden />}
          </label>
        ))}
        <span className={css.starWord} aria-hidden>
          {shown > 0 ? t(`follow.confirm.word.${shown as (typeof STARS)[number]}`) : ''}
        </span>
      </div>
    </fieldset>
  );
}

function RejectForm({ incident, onBack }: { incident: Incident; onBack: () => void }): ReactNode {
  const t = useT();
  const command = useCommand(incident);
  const draft = useDraft(incident.id, 'reject');
  const form = useForm<{ reason: string }>({
    initial: { reason: draft.text },
    check: ({ reason }) => (reason.trim() === '' ? { reason: t('follow.reject.empty') } : {}),
    submit: async ({ reason }) => {
      await command({ command: 'reject', body: { reason: reason.trim() } });
      draft.release()();
      toast.say(t('follow.reject.done'));
    },
  });
  return (
    <form className={css.confirm} onSubmit={form.onSubmit} noValidate>
      {form.summary}
      <TextArea
        {...form.field('reason')}
        label={t('follow.reject.what')}
        hint={t('follow.reject.hint')}
        rows={3}
        maxLength={2000}
        autoFocus
        value={form.values.reason}
        onChange={({ currentTarget }) => {
          form.set('reason', currentTarget.value);
          draft.set(currentTarget.value);
        }}
      />
      <Inline gap={12}>
        <Button type="submit" look="primary" busy={form.busy}>
          {t('follow.reject.act')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('act.back')}
        </Button>
      </Inline>
    </form>
  );
}
