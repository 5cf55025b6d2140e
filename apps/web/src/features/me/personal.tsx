import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Me, meQuery, type Schemas, useMe } from '../../shared/api';
import { browserTimeZone, type Locale, useI18n, useNow } from '../../shared/i18n';
import { Button, Card, ChoiceField, Facts, Notice, TextField, useRefusal } from '../../shared/ui';
import { Combo, type Option } from '../../shared/ui/combo';
import css from './me.module.css';

/** Each choice saves by itself and says so; there is no Save for the page. */
function useSaveMe(): { save: (change: Schemas['UpdateMe']) => void; state: ReactNode } {
  const client = useQueryClient();
  const { t } = useI18n();
  const refusal = useRefusal();
  const mutation = useMutation({
    mutationFn: (change: Schemas['UpdateMe']) => body<Me>(api.PATCH('/me', { headers: ifMatch('*'), body: change })),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
  const state = mutation.isError ? (
    <Notice tone="bad" role="alert">
      {refusal(mutation.error)}
    </Notice>
  ) : (
    <p className={css.saved} role="status">
      {mutation.isSuccess ? (
        <>
          <IconCheck size={16} stroke={2} aria-hidden />
          {t('form.saved')}
        </>
      ) : null}
    </p>
  );
  return { save: mutation.mutate, state };
}

export function Personal(): ReactNode {
  return (
    <div className={css.sections}>
      <Contacts />
      <LanguageAndTime />
    </div>
  );
}

function Contacts(): ReactNode {
  const { t } = useI18n();
  const { person } = useMe();
  const { save, state } = useSaveMe();
  const [phone, setPhone] = useState(person.phone ?? '');
  const changed = phone.trim() !== (person.phone ?? '');
  return (
    <Card title={t('me.contacts')} id="contacts">
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (changed) save({ phone: phone.trim() === '' ? null : phone.trim() });
        }}
      >
        <Facts
          items={[
            [t('me.name'), person.displayName],
            [t('me.email'), person.email],
            [t('me.position'), person.jobTitle],
            [t('me.department'), person.departmentName],
          ]}
        />
        <p className={css.hint}>{t('me.contactsHint')}</p>
        <TextField id="phone" label={t('me.phone')} hint={t('me.phoneHint')} optional type="tel" autoComplete="tel" maxLength={50} value={phone} onChange={({ currentTarget }) => setPhone(currentTarget.value)} />
        {changed ? <Button type="submit">{t('act.save')}</Button> : state}
      </form>
    </Card>
  );
}

const ZONES: readonly Option[] = [...new Set(['Europe/Kyiv', ...Intl.supportedValuesOf('timeZone').map((zone) => (zone === 'Europe/Kiev' ? 'Europe/Kyiv' : zone)), 'UTC'])].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));

function LanguageAndTime(): ReactNode {
  const { t, locale, setLocale, setTimeZone, format } = useI18n();
  const me = useMe();
  const now = useNow();
  const { save, state } = useSaveMe();
  const browser = browserTimeZone();
  // Marked at once; the page speaks it as soon as its texts are here.
  const [chosen, setChosen] = useState<Locale | null>(null);
  const chooseLocale = (next: Locale): void => {
    setChosen(next);
    setLocale(next);
    save({ locale: next });
  };
  const chooseZone = (zone: string): void => {
    setTimeZone(zone);
    save({ timeZone: zone });
  };
  return (
    <Card title={t('me.localeAndTime')} id="language">
      <div className={css.form}>
        <ChoiceField
          id="locale"
          name="locale"
          label={t('me.locale')}
          hint={t('me.localeHint')}
          options={[
            { value: 'uk', label: <span lang="uk">{t('app.language.uk')}</span> },
            { value: 'en', label: <span lang="en">{t('app.language.en')}</span> },
          ]}
          value={chosen ?? locale}
          onChange={chooseLocale}
        />
        <Combo
          id="time-zone"
          label={t('me.timeZone')}
          hint={me.timeZone === browser ? t('me.timeZoneSame') : t('me.timeZoneBrowser', { zone: browser })}
          options={ZONES}
          value={{ value: me.timeZone, label: me.timeZone.replaceAll('_', ' ') }}
          onChange={(zone) => zone && chooseZone(zone.value)}
          clearable={false}
        />
        {me.timeZone === browser ? null : <Button onClick={() => chooseZone(browser)}>{t('me.timeZoneTake')}</Button>}
        <p className={css.hint}>{t('me.example', { at: format.absolute(now) })}</p>
        {state}
      </div>
    </Card>
  );
}
