import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconCircleDashed, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, type Schemas, useMay } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Card, Inline, Moment, SelectField, TextArea, toast, useRefusal } from '../../shared/ui';
import { PersonPicker } from '../people/person-picker';
import css from './side.module.css';

type Approval = Schemas['ApprovalReply'];
interface Asked {
  value: string;
  label: string;
}

const MARKS = { approved: [IconCheck, 'green'], refused: [IconX, 'red'] } as const;

/** Who was asked, what each said, and asking somebody. */
export function Approvals({ reference, open }: { reference: string; open: boolean }): ReactNode {
  const { t } = useI18n();
  const asks = useMay('approval.ask') && open;
  const { data } = useQuery({ queryKey: ['ticket', reference, 'approvals'], queryFn: () => body<Schemas['ApprovalList']>(api.GET('/tickets/{id}/approvals', { params: { path: { id: reference } } })), retry: false });
  const [asking, setAsking] = useState(false);
  const items = data?.items ?? [];
  if (items.length === 0 && !asks) return null;
  return (
    <Card title={t('work.approvals')} act={asks && !asking ? <Button size="small" look="quiet" onClick={() => setAsking(true)}>{t('work.askApproval')}</Button> : undefined}>
      {items.length > 0 ? <ul className={css.list}>{items.map((one) => <One key={one.id} reference={reference} approval={one} />)}</ul> : null}
      {asking ? <Ask reference={reference} onDone={() => setAsking(false)} /> : null}
    </Card>
  );
}

function One({ reference, approval }: { reference: string; approval: Approval }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const asks = useMay('approval.ask');
  const withdraw = (): void =>
    void body(api.POST('/tickets/{id}/approvals/{approvalId}/withdraw', { params: { path: { id: reference, approvalId: approval.id } }, headers: { 'Idempotency-Key': idempotencyKey() } })).then(
      () => client.invalidateQueries({ queryKey: ['ticket', reference] }),
      (error: unknown) => toast.fail(refusal(error)),
    );
  return (
    <li>
      <div>
        <p>{approval.question}</p>
        <p className={css.quiet}>
          {[t(`work.approval.${approval.state}`), approval.askedBy?.displayName].filter(Boolean).join(' · ')} · <Moment at={approval.createdAt} />
        </p>
        <ul className={css.votes}>
          {approval.steps.flatMap(({ votes }) => votes).map((vote) => {
            const [Mark, hue] = vote.answer === null ? [IconCircleDashed, 'grey'] : MARKS[vote.answer];
            return (
              <li key={vote.id}>
                <Mark size={16} stroke={2} aria-hidden style={{ color: `var(--${hue})` }} />
                <span>
                  {vote.person.displayName}: {t(vote.answer === null ? 'work.vote.waits' : `work.vote.${vote.answer}`)}
                  {vote.reason === null ? null : <> · «{vote.reason}»</>}
                </span>
              </li>
            );
          })}
        </ul>
        {asks && approval.state === 'running' ? <Button size="small" look="quiet" onClick={withdraw}>{t('work.approval.withdraw')}</Button> : null}
      </div>
    </li>
  );
}

function Ask({ reference, onDone }: { reference: string; onDone: () => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [question, setQuestion] = useState('');
  const [mode, setMode] = useState<'all' | 'any'>('any');
  const [people, setPeople] = useState<readonly Asked[]>([]);
  const [busy, setBusy] = useState(false);
  const [key] = useState(idempotencyKey);
  const send = (): void => {
    if (question.trim() === '' || people.length === 0) return;
    setBusy(true);
    body(api.POST('/tickets/{id}/approvals', { params: { path: { id: reference } }, headers: { 'Idempotency-Key': key }, body: { question: question.trim(), steps: [{ mode, approvers: people.map(({ value }) => ({ personId: value })) }] } })).then(
      () => {
        void client.invalidateQueries({ queryKey: ['ticket', reference] });
        onDone();
      },
      (error: unknown) => {
        setBusy(false);
        toast.fail(refusal(error));
      },
    );
  };
  return (
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <TextArea label={t('work.approval.question')} rows={2} autoFocus value={question} onChange={({ currentTarget }) => setQuestion(currentTarget.value)} />
      <PersonPicker label={t('work.approval.whom')} value={null} onChange={(option) => option && setPeople((before) => (before.some(({ value }) => value === option.value) ? before : [...before, option]))} />
      {people.length > 0 ? (
        <Inline gap={4}>
          {people.map((one) => <Button key={one.value} size="small" aria-label={t('act.remove', { name: one.label })} onClick={() => setPeople(people.filter(({ value }) => value !== one.value))}>{one.label} ×</Button>)}
        </Inline>
      ) : null}
      {people.length > 1 ? <SelectField label={t('work.approval.mode')} value={mode} onChange={({ currentTarget }) => setMode(currentTarget.value as 'all')} options={[{ value: 'any', label: t('work.approval.any') }, { value: 'all', label: t('work.approval.all') }]} /> : null}
      <Inline gap={8}>
        <Button type="submit" size="small" look="primary" busy={busy}>{t('work.askApproval')}</Button>
        <Button size="small" look="quiet" onClick={onDone}>{t('act.cancel')}</Button>
      </Inline>
    </form>
  );
}
