import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { api, body, ifMatch, raw, type Schemas } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, ConfirmAct, EmptyState, Field, Loaded, Notice, SelectField, TextArea, toast, useRefusal, useTitle } from '../../shared/ui';
import css from './access.module.css';
import { type Finding, findingsQuery, resourcesQuery } from './data';
import { AccessFrame } from './frame';

type Act = Schemas['ResolveDrift']['act'];
const KINDS = ['granted_not_present', 'present_not_granted'] as const;

/** What a system really has beside what was granted; each difference is resolved in one act. */
export function Drift(): ReactNode {
  const t = useT();
  const query = useQuery(findingsQuery);
  useTitle(t('access.drift.title'));
  return (
    <AccessFrame title={t('access.drift.title')}>
      <Bring />
      <Loaded query={query} lines={4} line={44}>
        {(findings) =>
          findings.length === 0 ? <EmptyState>{t('access.drift.none')}</EmptyState> : KINDS.map((kind) => <Findings key={kind} kind={kind} findings={findings.filter((one) => one.kind === kind)} />)
        }
      </Loaded>
    </AccessFrame>
  );
}

function Bring(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const { data: resources = [] } = useQuery(resourcesQuery);
  const [resource, setResource] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [report, setReport] = useState<Schemas['DriftImportReply'] | null>(null);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!file) return setFailed(t('access.drift.fileNeeded'));
    setBusy(true);
    setFailed(null);
    const form = new FormData();
    form.append('file', file);
    raw(`/access-resources/${resource}/drift-imports`, { method: 'POST', body: form })
      .then(async (answer) => {
        setReport((await answer.json()) as Schemas['DriftImportReply']);
        await client.invalidateQueries({ queryKey: ['access', 'findings'] });
      }, (error: unknown) => setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <form className={css.card} onSubmit={send}>
      <p className={css.lead}>{t('access.drift.lead')}</p>
      {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
      {report === null ? null : (
        <Notice tone="good" role="status">
          {t('access.drift.done', { rows: report.rows, matched: report.matched, open: report.open })} {report.unknown.length === 0 ? null : t('access.drift.unknown', { n: report.unknown.length })}
        </Notice>
      )}
      <div className={css.filters}>
        <SelectField label={t('access.drift.resource')} required placeholder={t('access.ask.choose')} value={resource} options={resources.map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget }) => setResource(currentTarget.value)} />
        <Field label={t('access.drift.file')}>{(wired) => <input {...wired} type="file" accept=".csv,text/csv" onChange={({ currentTarget }) => setFile(currentTarget.files?.[0] ?? null)} />}</Field>
        <Button type="submit" look="primary" busy={busy}>{t('access.drift.upload')}</Button>
      </div>
    </form>
  );
}

function Findings({ kind, findings }: { kind: (typeof KINDS)[number]; findings: readonly Finding[] }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const [accepting, setAccepting] = useState<Finding | null>(null);
  const [reason, setReason] = useState('');
  if (findings.length === 0) return null;
  const resolve = async (finding: Finding, act: Act, why?: string): Promise<void> => {
    await body(api.POST('/drift-findings/{id}/resolve', { params: { path: { id: finding.id } }, headers: ifMatch(finding.version), body: { act, ...(why ? { reason: why } : {}) } }));
    toast.say(t('access.command.done'));
    await client.invalidateQueries({ queryKey: ['access', 'findings'] });
  };
  const take = (finding: Finding, act: Act): void => {
    if (act === 'accept') return setAccepting(finding);
    resolve(finding, act).catch((error: unknown) => toast.fail(refusal(error)));
  };
  return (
    <section aria-labelledby={`drift-${kind}`}>
      <h2 id={`drift-${kind}`}>{t(`access.drift.${kind}`)}</h2>
      <ul className={css.list}>
        {findings.map((finding) => (
          <li key={finding.id} className={css.line}>
            <div>
              <h3>{finding.person?.displayName ?? finding.account}</h3>
              <p className={css.meta}><span>{`${finding.resource.name}, ${finding.entitlement.name}`}</span><span>{finding.person ? finding.account : t('access.drift.stranger')}</span></p>
            </div>
            <div className={css.acts}>
              {finding.allowedCommands.map((act) => <Button key={act} size="small" aria-label={`${t(`access.drift.act.${act}`)}: ${finding.person?.displayName ?? finding.account}, ${finding.entitlement.name}`} onClick={() => take(finding, act)}>{t(`access.drift.act.${act}`)}</Button>)}
            </div>
          </li>
        ))}
      </ul>
      <ConfirmAct open={accepting !== null} onClose={() => setAccepting(null)} title={t('access.drift.act.accept')} act={t('access.drift.act.accept')} onConfirm={() => (accepting ? resolve(accepting, 'accept', reason) : Promise.resolve())}>
        <p>{t('access.drift.acceptText')}</p>
        <TextArea label={t('access.command.reason')} rows={2} maxLength={1000} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
      </ConfirmAct>
    </section>
  );
}
