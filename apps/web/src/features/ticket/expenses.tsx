import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, type Schemas, useMay, useMe } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Card, Inline, TextField, toast, useRefusal } from '../../shared/ui';
import css from './side.module.css';

type Expense = Schemas['ExpenseReply'];

/** What the ticket has cost, what may be spent without asking, and the answer of who is asked. */
export function Expenses({ reference, open }: { reference: string; open: boolean }): ReactNode {
  const { t, format } = useI18n();
  const reads = useMay('expense.read');
  const writes = useMay('expense.write') && open;
  const { data } = useQuery({ queryKey: ['ticket', reference, 'expenses'], queryFn: () => body<Schemas['ExpenseList']>(api.GET('/tickets/{id}/expenses', { params: { path: { id: reference } } })), enabled: reads, retry: false });
  const [adding, setAdding] = useState(false);
  if (!reads || !data || (data.items.length === 0 && !writes)) return null;
  const money = (cents: number): string => `${format.number(cents / 100, 2)}\u00a0USD`;
  return (
    <Card title={t('work.expenses')} act={writes && !adding ? <Button size="small" look="quiet" onClick={() => setAdding(true)}>{t('work.addExpense')}</Button> : undefined}>
      <p className={css.quiet}>{writes ? t('work.spentOf', { total: money(data.totalCents), limit: money(data.limitCents) }) : t('work.spent', { total: money(data.totalCents) })}</p>
      {data.items.length > 0 ? <ul className={css.list}>{data.items.map((one) => <One key={one.id} reference={reference} expense={one} amount={money(one.amountCents)} />)}</ul> : null}
      {adding ? <Add reference={reference} onDone={() => setAdding(false)} /> : null}
    </Card>
  );
}

function One({ reference, expense, amount }: { reference: string; expense: Expense; amount: string }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const { person } = useMe();
  const approves = useMay('expense.approve') && expense.person.id !== person.id;
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const answer = (given: 'approved' | 'refused'): void =>
    void body(api.POST('/tickets/{id}/expenses/{expenseId}/approve', { params: { path: { id: reference, expenseId: expense.id } }, headers: { 'Idempotency-Key': idempotencyKey() }, body: { answer: given, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } })).then(
      () => client.invalidateQueries({ queryKey: ['ticket', reference] }),
      (error: unknown) => toast.fail(refusal(error)),
    );
  return (
    <li>
      <div>
        <p>
          <strong className="tabular">{amount}</strong> {expense.note}
        </p>
        <p className={css.quiet}>
          {expense.person.displayName} · {t(`work.expense.${expense.state as 'asked'}`)}
          {expense.answeredBy === null ? null : ` · ${expense.answeredBy.displayName}`}
          {expense.reason === null ? null : ` · «${expense.reason}»`}
        </p>
        {approves && expense.state === 'asked' ? (
          refusing ? (
            <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (reason.trim() !== '') answer('refused'); }}>
              <TextField label={t('desk.reason')} autoFocus value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
              <Inline gap={8}>
                <Button type="submit" size="small" look="danger">{t('work.expense.refuse')}</Button>
                <Button size="small" look="quiet" onClick={() => setRefusing(false)}>{t('act.cancel')}</Button>
              </Inline>
            </form>
          ) : (
            <Inline gap={8}>
              <Button size="small" look="primary" onClick={() => answer('approved')}>{t('work.expense.approve')}</Button>
              <Button size="small" onClick={() => setRefusing(true)}>{t('work.expense.refuse')}</Button>
            </Inline>
          )
        ) : null}
      </div>
    </li>
  );
}

function Add({ reference, onDone }: { reference: string; onDone: () => void }): ReactNode {
  const { t } = useI18n();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [key] = useState(idempotencyKey);
  const cents = Math.round(Number(amount.replace(/\s/g, '').replace(',', '.')) * 100);
  const save = (): void => {
    if (!(cents > 0) || note.trim() === '') return;
    setBusy(true);
    body(api.POST('/tickets/{id}/expenses', { params: { path: { id: reference } }, headers: { 'Idempotency-Key': key }, body: { amountCents: cents, note: note.trim() } })).then(
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
    <form className={css.form} onSubmit={(event) => { event.preventDefault(); save(); }}>
      <TextField label={t('work.expense.amount')} inputMode="decimal" autoFocus value={amount} onChange={({ currentTarget }) => setAmount(currentTarget.value)} />
      <TextField label={t('work.expense.note')} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
      <Inline gap={8}>
        <Button type="submit" size="small" look="primary" busy={busy}>{t('act.save')}</Button>
        <Button size="small" look="quiet" onClick={onDone}>{t('act.cancel')}</Button>
      </Inline>
    </form>
  );
}
