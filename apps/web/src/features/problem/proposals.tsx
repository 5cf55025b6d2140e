import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useMay } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { Button, Card, Dialog, DialogActs, EmptyState, Loaded, Notice, Stack, TextField, toast, useRefusal } from '../../shared/ui';
import { type Proposed, proposedQuery, useProposals } from './data';
import css from './problem.module.css';

/** What repeats above its own usual: the figure beside what is usual, and the tickets that make it. */
export function Proposals(): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const answers = useMay('problem.proposal');
  const query = useQuery(proposedQuery);
  const act = useProposals();
  const look = (): void => void act('detect').then(() => toast.say(t('problems.looked')), (error: unknown) => toast.fail(refusal(error)));
  return (
    <>
      {answers ? <div className={css.acts}><Button onClick={look}>{t('problems.look')}</Button></div> : null}
      <Loaded query={query} lines={4} line={72}>
        {(items) => (items.length === 0 ? <EmptyState>{t('problems.proposed.none')}</EmptyState> : <>{items.map((one) => <Candidate key={one.id} one={one} answers={answers} />)}</>)}
      </Loaded>
    </>
  );
}

function Candidate({ one, answers }: { one: Proposed; answers: boolean }): ReactNode {
  const { t, format } = useI18n();
  const refusal = useRefusal();
  const navigate = useNavigate();
  const act = useProposals();
  const [asking, setAsking] = useState<'merge' | 'dismiss' | null>(null);
  const accept = (): void => void act(`${one.id}/accept`).then(({ problem }) => problem && navigate({ to: '/desk/problems/$ref', params: { ref: problem.reference } }), (error: unknown) => toast.fail(refusal(error)));
  return (
    <Card id={`p-${one.id}`} title={`${t(`problems.pattern.${one.pattern}`)}: ${one.label}`}>
      <p className={css.text}>{t('problems.evidence', { observed: one.observed, expected: format.number(one.expected, 1), p: one.p < 0.0001 ? '< 0,0001'.replace(',', format.number(0.1, 1)[1] ?? ',') : format.number(one.p, 4) })}</p>
      <ul className={css.rows}>{one.tickets.slice(0, 12).map(({ id, reference, title }) => <li key={id}><Link to="/desk/t/$ref" params={{ ref: reference }}>{reference} {title}</Link></li>)}</ul>
      {answers ? (
        <div className={css.acts}>
          <Button look="primary" onClick={accept}>{t('problems.accept')}</Button>
          <Button onClick={() => setAsking('merge')}>{t('problems.merge')}</Button>
          <Button onClick={() => setAsking('dismiss')}>{t('problems.dismiss')}</Button>
        </div>
      ) : null}
      {asking ? <Asked id={one.id} what={asking} onClose={() => setAsking(null)} /> : null}
    </Card>
  );
}

function Asked({ id, what, onClose }: { id: string; what: 'merge' | 'dismiss'; onClose: () => void }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const act = useProposals();
  const [text, setText] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    act(`${id}/${what}`, { [what === 'merge' ? 'problemId' : 'reason']: text.trim() }).then(onClose, (error: unknown) => setFailed(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t(`problems.${what}`)}>
      <form onSubmit={save} className={css.form}>
        <Stack>
          {failed ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
          <TextField label={t(`problems.${what}.field`)} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        </Stack>
        <DialogActs><Button type="button" onClick={onClose}>{t('problems.back')}</Button><Button type="submit" look="primary" busy={busy}>{t(`problems.${what}`)}</Button></DialogActs>
      </form>
    </Dialog>
  );
}
