import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Card, CheckField, Facts, Inline, Moment, Notice, SelectField, Stack, TextField, toast, useRefusal } from '../../shared/ui';
import css from './admin.module.css';
import { type Agreement, cellOf, cells, type Definition, fresh, METRICS, pausable, PRIORITIES, REASONS, targetsOf } from './agreement-draft';
import { Levels } from './agreement-levels';
import { Publish } from './agreement-publish';
import { calendarsAll, departmentsAll, groupsAll, servicesAll, suppliersAll, treeOptions } from './data';
import { useAfterSave, useStale } from './use-save';
import { allowanceOf } from './week';

const TYPES = ['SLA', 'OLA', 'UC'] as const;

/** An agreement as a draft that is tried and then published; what is published is never rewritten (ux.md §1.5.18). */
export function AgreementEditor({ agreement }: { agreement: Agreement | null }): ReactNode {
  const { t, locale } = useI18n();
  const { data: calendars } = useQuery(calendarsAll);
  const stored = (agreement?.draft ?? agreement?.published ?? null) as Definition | null;
  if (calendars === undefined) return null;
  const first = calendars.items[0];
  if (stored === null && first === undefined) return <Notice tone="warn">{t('admin.agreement.noCalendar')}</Notice>;
  return <Editor key={`${agreement?.version ?? 0}`} agreement={agreement} initial={stored ?? fresh(first?.id ?? '')} calendars={calendars.items} uk={locale === 'uk'} />;
}

function Editor({ agreement, initial, calendars, uk }: { agreement: Agreement | null; initial: Definition; calendars: readonly Schemas['CalendarReply'][]; uk: boolean }): ReactNode {
  const { t } = useI18n();
  const after = useAfterSave();
  const refusal = useRefusal();
  const stale = useStale();
  const may = useMay('agreement.write');
  const [type, setType] = useState<Agreement['type']>(agreement?.type ?? 'SLA');
  const [names, setNames] = useState({ nameUk: agreement?.nameUk ?? '', nameEn: agreement?.nameEn ?? '' });
  const [draft, setDraft] = useState(initial);
  const [grid, setGrid] = useState(() => cells(initial, type, uk));
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Definition>): void => setDraft((before) => ({ ...before, ...part }));
  const retype = (next: Agreement['type']): void => {
    setType(next);
    setGrid(cells(null, next, uk));
    change({ pauses: [] });
  };
  const targets = targetsOf(grid, type);
  const begun = JSON.stringify([initial, cells(initial, type, uk), { nameUk: agreement?.nameUk ?? '', nameEn: agreement?.nameEn ?? '' }]);
  const dirty = JSON.stringify([draft, grid, names]) !== begun;
  const ready = targets !== null && targets.length > 0 && names.nameUk.trim() !== '' && names.nameEn.trim() !== '';
  const save = (): void => {
    if (targets === null) return;
    setBusy(true);
    setFailed(null);
    const whole: Definition = { ...draft, targets };
    (agreement === null
      ? body<Agreement>(api.POST('/agreements', { body: { type, ...names, draft: whole } })).then((made) => after(made))
      : body(api.PATCH('/agreements/{id}', { params: { path: { id: agreement.id } }, headers: ifMatch(agreement.version), body: { ...names, draft: whole } })).then(() => after()).then(() => toast.say(t('admin.agreement.saved')))
    )
      .catch((error: unknown) => stale(error) || setFailed(refusal(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      {agreement === null ? null : <Standing agreement={agreement} />}
      <Card title={agreement === null ? t('admin.agreement.new') : t('admin.agreement.draft')} id="agreement">
        <Stack gap={24}>
          {failed === null ? null : <Notice tone="bad" role="alert">{failed}</Notice>}
          <fieldset disabled={!may} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
            <Stack gap={24}>
              <div className={css.form}>
                <TextField label={t('admin.nameUk')} value={names.nameUk} maxLength={200} onChange={({ currentTarget: { value } }) => setNames((before) => ({ ...before, nameUk: value }))} />
                <TextField label={t('admin.nameEn')} value={names.nameEn} maxLength={200} onChange={({ currentTarget: { value } }) => setNames((before) => ({ ...before, nameEn: value }))} />
                <SelectField label={t('admin.agreement.type')} value={type} disabled={agreement !== null} options={TYPES.map((value) => ({ value, label: t(`admin.agreement.type.${value}`) }))} onChange={({ currentTarget }) => retype(currentTarget.value as Agreement['type'])} />
                <SelectField label={t('admin.calendar')} value={draft.calendarId} options={calendars.map(({ id, name }) => ({ value: id, label: name }))} onChange={({ currentTarget }) => change({ calendarId: currentTarget.value })} />
              </div>
              <Match type={type} draft={draft} change={change} />
              <Grid type={type} grid={grid} set={(cell, text) => setGrid((before) => ({ ...before, [cell]: text }))} />
              <fieldset className={css.checks}>
                <legend>{t('admin.pauses.title')}</legend>
                <p className={css.quiet}>{t('admin.pauses.hint')}</p>
                {REASONS.map((reason) => {
                  const metric = pausable(type);
                  const pauses = draft.pauses ?? [];
                  const is = (pause: (typeof pauses)[number]): boolean => pause.metric === metric && pause.state === 'on_hold' && pause.reason === reason;
                  return <CheckField key={reason} label={t(`admin.reason.${reason}`)} checked={pauses.some(is)} onChange={({ currentTarget }) => change({ pauses: currentTarget.checked ? [...pauses, { metric, state: 'on_hold', reason }] : pauses.filter((pause) => !is(pause)) })} />;
                })}
              </fieldset>
              <Levels levels={draft.levels ?? []} change={(levels) => change({ levels })} />
            </Stack>
          </fieldset>
          {may ? (
            <Inline gap={12}>
              <Button look={agreement === null ? 'primary' : 'secondary'} busy={busy} disabled={!ready} onClick={save}>
                {agreement === null ? t('admin.agreement.create') : t('admin.agreement.saveDraft')}
              </Button>
              {targets === null ? <span role="status">{t('admin.targets.wrong')}</span> : null}
            </Inline>
          ) : null}
        </Stack>
      </Card>
      {agreement?.draft ? <Publish agreement={agreement} dirty={dirty} /> : null}
    </>
  );
}

function Standing({ agreement }: { agreement: Agreement }): ReactNode {
  const { t } = useI18n();
  return (
    <Card title={agreement.name} id="standing">
      <Stack gap={12}>
        <Facts items={[[t('admin.agreement.type'), t(`admin.agreement.type.${agreement.type}`)], [t('admin.agreement.published'), agreement.publishedAt === null ? t('admin.agreement.never') : <Moment key="at" at={agreement.publishedAt} />]]} />
        {agreement.draft === null ? null : <Notice>{t('admin.agreement.hasDraft')}</Notice>}
        {agreement.warnings.map(({ message }) => <Notice key={message} tone="warn">{message}</Notice>)}
      </Stack>
    </Card>
  );
}

function Match({ type, draft, change }: { type: Agreement['type']; draft: Definition; change: (part: Partial<Definition>) => void }): ReactNode {
  const { t } = useI18n();
  const { data: departments } = useQuery(departmentsAll);
  const { data: services } = useQuery(servicesAll);
  const { data: groups } = useQuery({ ...groupsAll, enabled: type === 'OLA' });
  const { data: suppliers } = useQuery({ ...suppliersAll, enabled: type === 'UC' });
  const set = (field: keyof Definition['match'], value: string): void => change({ match: { ...draft.match, [field]: value === '' ? null : value } });
  const select = (field: keyof Definition['match'], label: string, options: readonly { value: string; label: string }[]): ReactNode => (
    <SelectField key={field} label={label} placeholder={t('admin.match.any')} value={(draft.match[field] as string | null | undefined) ?? ''} options={options} onChange={({ currentTarget }) => set(field, currentTarget.value)} />
  );
  return (
    <Stack gap={8}>
      <h3>{t('admin.match.title')}</h3>
      <p className={css.quiet}>{t('admin.match.hint')}</p>
      <div className={css.form}>
        {select('departmentId', t('admin.person.department'), treeOptions(departments?.items ?? []))}
        {select('serviceId', t('admin.match.service'), treeOptions(services?.items ?? []))}
        {type === 'OLA' ? select('groupId', t('admin.match.group'), treeOptions(groups?.items ?? [])) : null}
        {type === 'UC' ? select('supplierId', t('admin.person.supplier'), (suppliers?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))) : null}
      </div>
    </Stack>
  );
}

function Grid({ type, grid, set }: { type: Agreement['type']; grid: Readonly<Record<string, string>>; set: (cell: string, text: string) => void }): ReactNode {
  const { t } = useI18n();
  return (
    <Stack gap={8}>
      <h3>{t('admin.targets.title')}</h3>
      <p className={css.quiet}>{t('admin.targets.hint')}</p>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t('admin.targets.title')}>
        <table className={css.grid}>
          <thead>
            <tr>
              <th scope="col">{t('admin.targets.metric')}</th>
              {PRIORITIES.map((priority) => <th key={priority} scope="col">P{priority}</th>)}
            </tr>
          </thead>
          <tbody>
            {METRICS[type].map((metric) => (
              <tr key={metric}>
                <th scope="row">{t(`admin.metric.${metric}`)}</th>
                {PRIORITIES.map((priority) => {
                  const cell = cellOf(metric, priority);
                  const text = grid[cell] ?? '';
                  return (
                    <td key={priority}>
                      <TextField label={`${t(`admin.metric.${metric}`)} P${priority}`} hideLabel value={text} maxLength={20} error={text.trim() !== '' && allowanceOf(text) === null ? t('admin.targets.notTime') : null} onChange={({ currentTarget }) => set(cell, currentTarget.value)} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}
