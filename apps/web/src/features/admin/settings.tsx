import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, isApiError, type Schemas, useMay } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { Button, Card, CheckField, Loaded, Stack, TextField, toast, useRefusal, useTitle } from '../../shared/ui';
import css from './admin.module.css';

type Settings = Schemas['SettingsReply'];
type Setting = Settings['items'][number];
type Value = string | number | boolean | null;

/** What may be set while the system runs; the form is made of what the server offers. */
export function SettingsForm(): ReactNode {
  const { t, tOr } = useI18n();
  useTitle(t('admin.settings.title'));
  const query = useQuery({ queryKey: ['admin', 'settings'], queryFn: ({ signal }) => body<Settings>(api.GET('/settings', { signal })) });
  if (query.error && query.data === undefined) throw query.error;
  // Whatever has no name of its own yet stands in one part.
  const titleOf = (group: string): string => tOr(`admin.settings.group.${group}`, t('admin.settings.group.other'));
  return (
    <Stack gap={16}>
      <h1>{t('admin.settings.title')}</h1>
      <Loaded query={query} lines={3}>
        {(settings) =>
          [...new Set(settings.items.map(({ group }) => titleOf(group)))].map((title, index) => (
            <Card key={title} id={`settings-${index}`} title={title}>
              <Stack gap={24}>
                {settings.items.filter(({ group }) => titleOf(group) === title).map((setting) => <One key={`${setting.key} ${settings.version}`} setting={setting} version={settings.version} />)}
              </Stack>
            </Card>
          ))
        }
      </Loaded>
      <p className={css.quiet}>{t('admin.settings.environment')}</p>
    </Stack>
  );
}

function One({ setting, version }: { setting: Setting; version: number }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const may = useMay('settings.write');
  const stored = setting.value as unknown as Value;
  const [value, setValue] = useState<Value>(stored);
  const [error, setError] = useState<string | null>(null);
  const save = (next: Value): void => {
    setError(null);
    void body<Settings>(api.PATCH('/settings', { headers: ifMatch(version), body: { values: { [setting.key]: next } } })).then(
      (after) => {
        client.setQueryData(['admin', 'settings'], after);
        toast.say(t('form.saved'));
      },
      (fault: unknown) => {
        setError(refusal(fault));
        if (!isApiError(fault, 412)) return;
        // Somebody else's change came first: what holds now is shown, and why this one was not taken stays on the screen.
        toast.fail(refusal(fault));
        void client.invalidateQueries({ queryKey: ['admin', 'settings'] });
      },
    );
  };
  if (setting.kind === 'flag') return <CheckField label={setting.name} hint={setting.hint} checked={value === true} disabled={!may} onChange={({ currentTarget }) => save(currentTarget.checked)} />;
  const typed = setting.kind === 'integer' ? (/^\d+$/.test(String(value).trim()) ? Number(value) : Number.NaN) : value;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (setting.kind === 'integer' && Number.isNaN(typed)) return setError(t('admin.between', { min: setting.min ?? 0, max: setting.max ?? 0 }));
        save(typed);
      }}
      noValidate
    >
      <Stack gap={8}>
        <TextField label={setting.name} hint={setting.hint} error={error} readOnly={!may} inputMode={setting.kind === 'integer' ? 'numeric' : undefined} value={String(value ?? '')} onChange={({ currentTarget }) => setValue(currentTarget.value)} />
        <div className={css.acts} style={{ marginTop: 0 }}>
          {may && String(value) !== String(stored) ? <Button type="submit" look="primary">{t('act.save')}</Button> : null}
          {may && stored !== (setting.fallback as unknown as Value) ? <Button look="quiet" onClick={() => save(null)}>{t('admin.settings.default', { value: String(setting.fallback) })}</Button> : <span className={css.quiet}>{t('admin.settings.isDefault', { value: String(setting.fallback) })}</span>}
        </div>
      </Stack>
    </form>
  );
}
