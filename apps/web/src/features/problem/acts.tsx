import { type FormEvent, type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, Dialog, DialogActs, Notice, SelectField, Stack, TextArea, toast, useRefusal } from '../../shared/ui';
import { type MassAnswer, type Problem, useProblemCommand } from './data';
import css from './problem.module.css';

/** In the order in which they are offered; the first is the one that brings it further. */
const COMMANDS = ['investigate', 'recordWorkaround', 'recordCause', 'fix', 'resolve', 'close', 'reopen', 'cancel'] as const;
type Command = (typeof COMMANDS)[number];
const FIELD: Readonly<Record<Command, string | null>> = { investigate: null, recordWorkaround: 'text', recordCause: 'text', fix: 'plan', resolve: 'text', close: 'note', reopen: 'reason', cancel: 'reason' };

/** What the server allows, and nothing else. */
export function Acts({ problem }: { problem: Problem }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const command = useProblemCommand(problem);
  const [open, setOpen] = useState<Command | null>(null);
  const allowed = COMMANDS.filter((one) => problem.allowedCommands.includes(one));
  const press = (one: Command): void => {
    if (FIELD[one] !== null) return setOpen(one);
    command(one, {}).then(() => toast.say(t('problems.done')), (error: unknown) => toast.fail(refusal(error)));
  };
  return (
    <div className={css.acts}>
      {allowed.map((one, i) => <Button key={one} look={i === 0 ? 'primary' : 'secondary'} onClick={() => press(one)}>{t(`problems.command.${one}`)}</Button>)}
      {open ? <Words problem={problem} command={open} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function Words({ problem, command, onClose }: { problem: Problem; command: Command; onClose: () => void }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const carryOut = useProblemCommand(problem);
  const [text, setText] = useState(command === 'recordWorkaround' ? (problem.workaround?.text ?? '') : command === 'recordCause' ? (problem.cause?.text ?? '') : '');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    const said = text.trim();
    carryOut(command, command === 'close' && said === '' ? {} : { [FIELD[command] ?? 'text']: said }).then(onClose, (error: unknown) => setFailed(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t(`problems.command.${command}`)}>
      <form onSubmit={save} className={css.form}>
        <Stack>
          {failed ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
          <TextArea label={t(`problems.field.${command as Exclude<Command, 'investigate'>}`)} rows={6} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        </Stack>
        <DialogActs><Button type="button" onClick={onClose}>{t('problems.back')}</Button><Button type="submit" look="primary" busy={busy}>{t('problems.save')}</Button></DialogActs>
      </form>
    </Dialog>
  );
}

type Mass = 'broadcast' | 'resolveIncidents';

/** An act on all linked open incidents: what will be said and to whom stands first, what came of each afterwards. */
export function MassAct({ problem, act }: { problem: Problem; act: Mass }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const command = useProblemCommand(problem);
  const [open, setOpen] = useState(false);
  const [answer, setAnswer] = useState<MassAnswer | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!problem.allowedCommands.includes(act) || (problem.openIncidents === 0 && answer === null)) return null;
  const targets = problem.incidents.filter(({ phase }) => phase === 'new' || phase === 'active' || phase === 'waiting');
  const left = (answer?.items ?? []).filter(({ outcome }) => outcome === 'failed');
  const carryOut = (): void => {
    setBusy(true);
    setFailed(null);
    command<MassAnswer>(act, left.length > 0 ? { only: left.map(({ id }) => id) } : {}).then(setAnswer, (error: unknown) => setFailed(refusal(error))).finally(() => setBusy(false));
  };
  const close = (): void => { setOpen(false); setAnswer(null); };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t(`problems.${act}`, { n: problem.openIncidents })}</Button>
      <Dialog open={open} onClose={close} title={t(`problems.${act}`, { n: problem.openIncidents })} width={600}>
        <Stack>
          {failed ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
          {answer === null ? (
            <>
              <p className={css.text}>{act === 'broadcast' ? problem.workaround?.text : problem.solution?.text}</p>
              <ul className={css.rows}>{targets.map((one) => <li key={one.id}><strong>{one.reference}</strong> <span>{one.requester.displayName}</span>{act === 'broadcast' && one.told ? <small>{t('problems.told')}</small> : null}</li>)}</ul>
              {act === 'broadcast' ? <p className={css.meta}>{t('problems.undo')}</p> : null}
            </>
          ) : (
            <div role="status">
              <p>{t('problems.massDone', { done: answer.done, failed: answer.failed })}</p>
              {left.length > 0 ? <ul className={css.rows}>{left.map(({ id, reference, code }) => <li key={id}><strong>{reference}</strong> <small>{code}</small></li>)}</ul> : null}
            </div>
          )}
        </Stack>
        <DialogActs>
          <Button onClick={close}>{t('problems.back')}</Button>
          {answer === null || left.length > 0 ? <Button look="primary" busy={busy} onClick={carryOut} data-begin>{t(left.length > 0 ? 'problems.again' : `problems.${act}.act`)}</Button> : null}
        </DialogActs>
      </Dialog>
    </>
  );
}

/** To whom the workaround is published: one choice, at once. */
export function Publishing({ problem }: { problem: Problem }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const command = useProblemCommand(problem);
  if (!problem.allowedCommands.includes('publish')) return problem.workaround?.published ? <p className={css.meta}>{t(`problems.published.${problem.workaround.published}`)}</p> : null;
  const publish = (to: string): void => void command('publish', { audience: to === 'none' ? null : to }).then(() => toast.say(t('problems.done')), (error: unknown) => toast.fail(refusal(error)));
  return <SelectField label={t('problems.publish')} value={problem.workaround?.published ?? 'none'} options={(['none', 'staff', 'employees'] as const).map((value) => ({ value, label: t(`problems.published.${value}`) }))} onChange={({ currentTarget }) => publish(currentTarget.value)} />;
}
