import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useRef, useState } from 'react';
import { isApiError, type Schemas, uploadTo, useMe } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Card, CheckField, ChoiceField, Field, TextArea, toast, useForm, useRefusal } from '../../shared/ui';
import { Combo } from '../../shared/ui/combo';
import css from './imports.module.css';

const FORMATS = ['servicenow', 'volvo', 'helpdesk', 'csv'] as const;
type Format = (typeof FORMATS)[number];
const ZONES = [...new Set(['Europe/Kyiv', 'UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'Europe/Kiev')])].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
const EXAMPLE = '{"columns": {"Number": "ticket"}, "values": {"state": {"Offen": "new"}}, "dateFormat": "dd.MM.yyyy HH:mm"}';

/** What the file is told by its name, where that says anything. */
const guess = (name: string): Format | null => (/service.?now|snow|uci/i.test(name) ? 'servicenow' : /volvo|bpi.?2013/i.test(name) ? 'volvo' : /help.?desk/i.test(name) ? 'helpdesk' : null);

/** Chooses the file and what it is; sends it with its progress and opens its report. */
export function ImportForm(): ReactNode {
  const { t, format } = useI18n();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const refusal = useRefusal();
  const [share, setShare] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const stop = useRef<AbortController | null>(null);
  const form = useForm({
    initial: { file: null as File | null, format: null as Format | null, zone: me.timeZone, mapping: '', check: false },
    check: ({ file, format: kind }) => ({ ...(file === null ? { file: t('imports.fileNeeded') } : {}), ...(kind === null ? { format: t('imports.formatNeeded') } : {}) }),
    pointers: { timeZone: 'zone', 'mapping/dateFormat': 'mapping' },
    submit: async ({ file, format: kind, zone, mapping, check }) => {
      if (file === null || kind === null) return;
      stop.current = new AbortController();
      setShare(0);
      /* What stands beside the file goes ahead of it in the address: a wrong mapping is told before two gigabytes are sent. */
      const query = new URLSearchParams({ format: kind, timeZone: zone, checkOnly: String(check), fileName: file.name, ...(mapping.trim() === '' ? {} : { mapping: mapping.trim() }) });
      try {
        const run = await uploadTo<Schemas['ImportReply']>(`/imports?${query}`, { file }, { onProgress: setShare, signal: stop.current.signal });
        await client.invalidateQueries({ queryKey: ['admin', 'imports'] });
        await navigate({ to: '/admin/imports', search: { id: run.id } });
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') return;
        if (isApiError(error) && error.status === 422) throw error;
        toast.fail(refusal(error));
      } finally {
        setShare(null);
      }
    },
  });
  const choose = (file: File | null): void => {
    form.set('file', file);
    const guessed = file === null ? null : guess(file.name);
    if (guessed !== null && form.values.format === null) form.set('format', guessed);
  };
  return (
    <Card id="new-import" title={t('imports.new')}>
      <form className={css.form} noValidate onSubmit={form.onSubmit}>
        {form.summary}
        <Field label={t('imports.file')} hint={t('imports.fileHint')} {...form.field('file')}>
          {(wired) => (
            <div className={css.file}>
              <input ref={input} type="file" hidden accept=".csv,.gz,text/csv,application/gzip" onChange={({ currentTarget }) => choose(currentTarget.files?.[0] ?? null)} />
              <Button {...wired} onClick={() => input.current?.click()}>{t('imports.choose')}</Button>
              <span role="status">{form.values.file === null ? '' : `${form.values.file.name}, ${format.fileSize(form.values.file.size)}`}</span>
            </div>
          )}
        </Field>
        <ChoiceField name="format" label={t('imports.format')} {...form.field('format')} value={form.values.format} onChange={(value) => form.set('format', value)} options={FORMATS.map((value) => ({ value, label: t(`imports.format.${value}`), hint: t(`imports.of.${value}`) }))} />
        <Combo id="zone" label={t('imports.zone')} options={ZONES} value={ZONES.find(({ value }) => value === form.values.zone) ?? { value: form.values.zone, label: form.values.zone }} onChange={(option) => option && form.set('zone', option.value)} error={form.errors.zone ?? null} />
        <details className={css.more}>
          <summary>{t('imports.mapping')}</summary>
          <TextArea label={t('imports.mapping')} hideLabel hint={t('imports.mappingHint', { example: EXAMPLE })} {...form.field('mapping')} rows={4} spellCheck={false} value={form.values.mapping} onChange={({ currentTarget }) => form.set('mapping', currentTarget.value)} />
        </details>
        <CheckField label={t('imports.check')} hint={t('imports.checkHint')} checked={form.values.check} onChange={({ currentTarget }) => form.set('check', currentTarget.checked)} />
        <div className={css.acts}>
          <Button type="submit" look="primary" busy={form.busy}>{t(form.values.check ? 'imports.startCheck' : 'imports.start')}</Button>
          {share === null ? null : (
            <>
              <progress className={css.bar} max={1} value={share} aria-label={t('imports.sending', { n: Math.floor(share * 100) })} />
              <span className="tabular" aria-hidden>{t('imports.sending', { n: Math.floor(share * 100) })}</span>
              <Button look="quiet" onClick={() => stop.current?.abort()}>{t('imports.cancel')}</Button>
            </>
          )}
        </div>
      </form>
    </Card>
  );
}
