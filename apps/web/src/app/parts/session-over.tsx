import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { api, body, meQuery, setCsrfToken, useMe } from '../../shared/api';
import { loadTexts, useI18n, useT } from '../../shared/i18n';
import { Button, Dialog, PasswordField, useForm } from '../../shared/ui';

/** The sign-in over the page that was open: nothing that was typed is lost (ux.md §1.4). */
export default function SessionOver({ onBack }: { onBack: () => void }): ReactNode {
  const t = useT();
  const { locale } = useI18n();
  const client = useQueryClient();
  const { person } = useMe();
  useEffect(() => void loadTexts(locale, ['auth']), [locale]);
  const form = useForm({
    initial: { password: '' },
    check: ({ password }): { password?: string } => (password === '' ? { password: t('auth.passwordNeeded') } : {}),
    submit: async ({ password }) => {
      const { csrfToken } = await body(api.POST('/auth/login', { body: { email: person.email ?? '', password } }));
      setCsrfToken(csrfToken);
      await client.invalidateQueries();
      onBack();
    },
  });
  return (
    <Dialog open onClose={() => undefined} title={t('session.over')} locked width={420}>
      <p>{t('session.overText')}</p>
      <form onSubmit={form.onSubmit} noValidate style={{ display: 'grid', gap: 16 }}>
        {form.summary}
        <div>
          <strong>{person.displayName}</strong>
          <br />
          {person.email}
        </div>
        <input type="email" name="email" autoComplete="username" value={person.email ?? ''} readOnly hidden />
        <PasswordField label={t('auth.password')} name="password" autoFocus value={form.values.password} onChange={({ currentTarget }) => form.set('password', currentTarget.value)} {...form.field('password')} />
        <Button type="submit" look="primary" busy={form.busy} wide>
          {t('auth.signIn')}
        </Button>
        <Button
          look="link"
          onClick={() => {
            client.setQueryData(meQuery.queryKey, null);
            location.assign('/sign-in');
          }}
        >
          {t('session.other')}
        </Button>
      </form>
    </Dialog>
  );
}
