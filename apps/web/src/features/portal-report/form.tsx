import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { idempotencyKey, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, ChoiceField, Notice, SelectField, Stack, TextArea, TextField, useForm } from '../../shared/ui';
import { FileDrop, useFiles } from '../../shared/ui/file-drop';
import { devicesQuery, type NewIncident, servicesQuery, useReport } from './data';
import { type ReportText, useReportDraft } from './draft';
import css from './report.module.css';
import { useKnownErrors } from './known';
import { useSimilar } from './similar';

const EMPTY: ReportText = { title: '', details: '', about: '', urgency: null, impact: null };
const MOST_TITLE = 250;
const LEVELS = ['high', 'medium', 'low'] as const;

/** Nobody is asked for impact, urgency or category by name (ux.md §1.5.2): two questions in plain words say them. */
export function ReportForm({ followUpOf }: { followUpOf?: string | undefined }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const draft = useReportDraft();
  const report = useReport();
  const files = useFiles();
  // One key for one intention: sent again after a lost answer, the server gives the first one.
  const key = useRef(idempotencyKey());
  const form = useForm<ReportText & Record<string, unknown>>({
    initial: { ...EMPTY, ...draft.read() },
    pointers: { description: 'details', serviceId: 'about', configurationItemIds: 'about' },
    check: ({ title, urgency, impact }) => ({
      ...(title.trim() === '' ? { title: t('report.whatMissing') } : title.length > MOST_TITLE ? { title: t('form.tooLong', { n: MOST_TITLE }) } : {}),
      ...(urgency === null ? { urgency: t('report.urgencyMissing') } : {}),
      ...(impact === null ? { impact: t('report.impactMissing') } : {}),
    }),
    submit: async (values) => {
      const incident = await report(bodyOf(values, files.ids, followUpOf), key.current);
      key.current = idempotencyKey();
      draft.write(null);
      await navigate({ to: '/portal/tickets/$ref/sent', params: { ref: incident.reference } });
    },
  });
  const { values, set } = form;
  const { write } = draft;
  useEffect(() => write(values), [values, write]);
  const isEmpty = JSON.stringify(values) === JSON.stringify(EMPTY);

  return (
    <form className={css.form} onSubmit={form.onSubmit} noValidate>
      {form.summary}
      <TextField label={t('report.what')} hint={t('report.whatHint')} name="title" maxLength={MOST_TITLE} value={values.title} autoComplete="off" onChange={({ currentTarget }) => set('title', currentTarget.value)} {...form.field('title')} />
      <Known title={values.title} />
      <Similar title={values.title} />
      <TextArea label={t('report.details')} hint={t('report.detailsHint')} optional name="details" rows={5} maxLength={50_000} value={values.details} onChange={({ currentTarget }) => set('details', currentTarget.value)} {...form.field('details')} />
      <div className={css.two}>
        <ChoiceField cards label={t('report.urgency')} name="urgency" value={values.urgency} onChange={(level) => set('urgency', level)} options={LEVELS.map((value) => ({ value, label: t(`report.urgency.${value}`) }))} id="urgency" error={form.errors.urgency} />
        <ChoiceField cards label={t('report.impact')} name="impact" value={values.impact} onChange={(level) => set('impact', level)} options={[...LEVELS].reverse().map((value) => ({ value, label: t(`report.impact.${value}`) }))} id="impact" error={form.errors.impact} />
      </div>
      <About value={values.about} onChange={(about) => set('about', about)} {...form.field('about')} />
      <Stack gap={4} role="group" aria-labelledby="files">
        <strong id="files">
          {t('report.files')} <span style={{ fontWeight: 400, color: 'var(--text-3)' }}>{t('form.optional')}</span>
        </strong>
        <FileDrop files={files} />
      </Stack>
      <div className={css.send}>
        <Button type="submit" look="primary" size="large" busy={form.busy || files.busy}>
          {t('report.send')}
        </Button>
        {files.busy ? <span role="status">{t('report.uploading')}</span> : isEmpty ? null : <span className={css.kept}>{t('report.kept')}</span>}
        {isEmpty ? null : (
          <Button
            look="link"
            onClick={() => {
              form.reset(EMPTY as ReportText & Record<string, unknown>);
              files.clear();
            }}
          >
            {t('report.discard')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** `service:<id>` or `device:<id>` of the one list in which people choose. */
function bodyOf({ title, details, about, urgency, impact }: ReportText, attachmentIds: readonly string[], followUpOf: string | undefined): NewIncident {
  const [kind, id] = about.split(':');
  return {
    title: title.trim(),
    ...(details.trim() === '' ? {} : { description: details.trim() }),
    ...(kind === 'service' && id ? { serviceId: id } : {}),
    ...(kind === 'device' && id ? { configurationItemIds: [id] } : {}),
    ...(urgency === null ? {} : { urgency }),
    ...(impact === null ? {} : { impact }),
    ...(attachmentIds.length > 0 ? { attachmentIds: [...attachmentIds] } : {}),
    ...(followUpOf === undefined ? {} : { followUpOf }),
  };
}

function About({ value, onChange, ...field }: { value: string; onChange: (about: string) => void; id: string; error: string | null; onBlur: () => void }): ReactNode {
  const t = useT();
  const { person } = useMe();
  const { data: services = [] } = useQuery(servicesQuery);
  const { data: devices = [] } = useQuery(devicesQuery(person.id));
  const options = [
    ...devices.map(({ id, name }) => ({ value: `device:${id}`, label: name, group: t('report.devices') })),
    ...services.map(({ id, name }) => ({ value: `service:${id}`, label: name, group: t('report.services') })),
  ];
  const known = value === '' || options.some((option) => option.value === value);
  return <SelectField {...field} label={t('report.about')} hint={t('report.aboutHint')} placeholder={t('report.unknown')} value={known ? value : ''} onChange={({ currentTarget }) => onChange(currentTarget.value)} options={options} />;
}

/** What is known and what helps until it is fixed. */
function Known({ title }: { title: string }): ReactNode {
  const t = useT();
  const known = useKnownErrors(title);
  if (known.length === 0) return null;
  return (
    <Notice role="status">
      <div className={css.similar}>
        <strong>{t('report.known')}</strong>
        <ul>
          {known.map((one) => (
            <li key={one.id}>
              {one.title}: {one.workaround}
            </li>
          ))}
        </ul>
      </div>
    </Notice>
  );
}

function Similar({ title }: { title: string }): ReactNode {
  const t = useT();
  const hits = useSimilar(title);
  if (hits.length === 0) return null;
  return (
    <Notice role="status">
      <div className={css.similar}>
        <strong>{t('report.similar')}</strong>
        <ul>
          {hits.map((hit) => (
            <li key={hit.id}>
              <Link to="/portal/tickets/$ref" params={{ ref: hit.reference }}>
                {hit.reference} {hit.title}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Notice>
  );
}
