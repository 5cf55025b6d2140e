import { type FormEvent, type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, Card, Dialog, DialogActs, Moment, Notice, SelectField, Stack, TextArea, TextField, useRefusal } from '../../shared/ui';
import { type Problem, type Technique, useProblemCommand } from './data';
import { Fishbone } from './fishbone';
import css from './problem.module.css';

const TECHNIQUES: readonly Technique[] = ['five_whys', 'ishikawa', 'timeline', 'kepner_tregoe'];
const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
const parts = (line: string): string[] => line.split('|').map((part) => part.trim());

/** A technique is written as lines; `|` and `:` part what belongs together. */
function bodyOf(technique: Technique, text: string, effect: string): object {
  const given = lines(text);
  if (technique === 'five_whys') return { technique, whys: given };
  if (technique === 'ishikawa') return { technique, effect, branches: given.map((line) => ({ name: line.split(':')[0]?.trim() ?? '', causes: (line.split(':')[1] ?? '').split(';').map((cause) => cause.trim()).filter((cause) => cause !== '') })) };
  if (technique === 'timeline') return { technique, events: given.map((line) => { const [at = '', ...rest] = parts(line); const time = new Date(at); return { at: Number.isNaN(time.getTime()) ? at : time.toISOString(), text: rest.join(' ') }; }) };
  return { technique, rows: given.map((line) => { const [dimension = '', is = '', isNot = '', distinction = ''] = parts(line); return { dimension, is, isNot, distinction }; }) };
}

function textOf({ analysis }: Problem, technique: Technique): string {
  if (technique === 'five_whys') return (analysis.whys ?? []).join('\n');
  if (technique === 'ishikawa') return (analysis.branches ?? []).map(({ name, causes }) => `${name}: ${causes.join('; ')}`).join('\n');
  if (technique === 'timeline') return (analysis.events ?? []).map(({ at, text }) => `${at} | ${text}`).join('\n');
  return (analysis.rows ?? []).map(({ dimension, is, isNot, distinction }) => [dimension, is, isNot, distinction].join(' | ')).join('\n');
}

/** What each technique found, and writing it down. */
export function Analysis({ problem }: { problem: Problem }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { whys, branches, effect = '', events, rows } = problem.analysis;
  const nothing = !whys && !branches && !events && !rows;
  return (
    <Card id="problem-analysis" title={t('problems.analysis')} act={problem.allowedCommands.includes('analyse') ? <Button onClick={() => setOpen(true)}>{t('problems.analysis.write')}</Button> : undefined}>
      {nothing ? <p className={css.meta}>{t('problems.analysis.none')}</p> : null}
      {whys ? <><h3>{t('problems.technique.five_whys')}</h3><ol className={css.whys}>{whys.map((why, i) => <li key={i}>{why}</li>)}</ol></> : null}
      {branches ? <><h3>{t('problems.technique.ishikawa')}</h3><Fishbone effect={effect} branches={branches} /></> : null}
      {events ? <><h3>{t('problems.technique.timeline')}</h3><ol className={css.rows}>{events.map(({ at, text }, i) => <li key={i}><Moment at={at} /> <span>{text}</span></li>)}</ol></> : null}
      {rows ? (
        <>
          <h3>{t('problems.technique.kepner_tregoe')}</h3>
          <div className={css.table} role="group" tabIndex={0} aria-label={t('problems.technique.kepner_tregoe')}>
            <table>
              <thead><tr>{(['dimension', 'is', 'isNot', 'distinction'] as const).map((column) => <th key={column} scope="col">{t(`problems.kt.${column}`)}</th>)}</tr></thead>
              <tbody>{rows.map((row, i) => <tr key={i}><th scope="row">{row.dimension}</th><td>{row.is}</td><td>{row.isNot}</td><td>{row.distinction}</td></tr>)}</tbody>
            </table>
          </div>
        </>
      ) : null}
      {open ? <Writing problem={problem} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

function Writing({ problem, onClose }: { problem: Problem; onClose: () => void }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const command = useProblemCommand(problem);
  const [technique, setTechnique] = useState<Technique>((problem.technique as Technique | null) ?? 'five_whys');
  const [text, setText] = useState(textOf(problem, technique));
  const [effect, setEffect] = useState(problem.analysis.effect ?? problem.title);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    command('analyse', bodyOf(technique, text, effect)).then(onClose, (error: unknown) => setFailed(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <Dialog open onClose={onClose} title={t('problems.analysis.write')} width={640}>
      <form onSubmit={save} className={css.form}>
        <Stack>
          {failed ? <Notice tone="bad" role="alert">{failed}</Notice> : null}
          <SelectField label={t('problems.technique')} value={technique} options={TECHNIQUES.map((value) => ({ value, label: t(`problems.technique.${value}`) }))} onChange={({ currentTarget }) => { const next = currentTarget.value as Technique; setTechnique(next); setText(textOf(problem, next)); }} />
          {technique === 'ishikawa' ? <TextField label={t('problems.ishikawa.effect')} value={effect} onChange={({ currentTarget }) => setEffect(currentTarget.value)} /> : null}
          <TextArea label={t('problems.analysis.found')} hint={t(`problems.hint.${technique}`)} rows={8} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
        </Stack>
        <DialogActs><Button type="button" onClick={onClose}>{t('problems.back')}</Button><Button type="submit" look="primary" busy={busy}>{t('problems.save')}</Button></DialogActs>
      </form>
    </Dialog>
  );
}
