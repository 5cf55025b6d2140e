import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, isApiError } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, ButtonLink, PasswordField, TextField, useForm } from '../../shared/ui';
import { AuthFrame } from './frame';
import css from './auth.module.css';

const MIN_CHARACTERS = 10;

/** The answer is the same for every address: it does not tell who has an account. */
export function AskResetPage(): ReactNode {
  const t = useT();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    initial: { email: '' },
    check: ({ email }): { email?: string } => (email.includes('@') ? {} : { email: t('auth.emailNeeded') }),
    submit: async ({ email }) => {
      await api.POST('/auth/password-reset', { body: { email: email.trim() } });
      setSentTo(email.trim());
    },
  });
  const title = sentTo === null ? t('auth.reset.title') : t('auth.reset.sent.title');
  return (
    <AuthFrame title={title}>
      <form className={css.form} onSubmit={form.onSubmit} noValidate>
        <h1>{title}</h1>
        {sentTo === null ? (
          <>
            <p>{t('auth.reset.text')}</p>
            {form.summary}
            <TextField label={t('auth.email')} type="email" name="email" autoComplete="username" inputMode="email" value={form.values.email} onChange={({ currentTarget }) => form.set('email', currentTarget.value)} {...form.field('email')} />
            <Button type="submit" look="primary" size="large" wide busy={form.busy}>
              {t('auth.reset.ask')}
            </Button>
          </>
        ) : (
          <>
            <p role="status">{t('auth.reset.sent.text', { email: sentTo })}</p>
            <p className={css.lead}>{t('auth.reset.again')}</p>
            <Button onClick={() => setSentTo(null)}>{t('act.retry')}</Button>
          </>
        )}
        <Link to="/sign-in">{t('auth.reset.back')}</Link>
      </form>
    </AuthFrame>
  );
}

export const NewPasswordPage = (): ReactNode => <SetPassword titleKey="auth.new.title" />;
export const WelcomePage = (): ReactNode => <SetPassword titleKey="auth.welcome.title" lead />;

function SetPassword({ titleKey, lead = false }: { titleKey: 'auth.new.title' | 'auth.welcome.title'; lead?: boolean }): ReactNode {
  const t = useT();
  const { token = '' } = useParams({ strict: false });
  const [end, setEnd] = useState<'done' | 'expired' | null>(null);
  const form = useForm({
    initial: { password: '' },
    check: ({ password }): { password?: string } => ([...password].length < MIN_CHARACTERS ? { password: t('auth.new.short') } : {}),
    submit: async ({ password }) => {
      try {
        await api.POST('/auth/password-reset/finish', { body: { token, password } });
        setEnd('done');
      } catch (error) {
        // What is wrong with the password belongs to the field; anything else that is refused means that the link is spent.
        const fields = isApiError(error) ? error.fields() : {};
        if (isApiError(error) && [400, 401, 404, 410, 422].includes(error.status) && fields['password'] === undefined) setEnd('expired');
        else throw error;
      }
    },
  });
  const title = end === 'done' ? t('auth.new.done.title') : end === 'expired' ? t('auth.new.expired.title') : t(titleKey);
  return (
    <AuthFrame title={title}>
      {end === null ? (
        <form className={css.form} onSubmit={form.onSubmit} noValidate>
          <h1>{title}</h1>
          {lead ? <p>{t('auth.welcome.text')}</p> : null}
          {form.summary}
          <PasswordField label={t('auth.new.password')} hint={t('auth.new.hint')} name="password" autoComplete="new-password" value={form.values.password} onChange={({ currentTarget }) => form.set('password', currentTarget.value)} {...form.field('password')} />
          <Button type="submit" look="primary" size="large" wide busy={form.busy}>
            {t('auth.new.save')}
          </Button>
        </form>
      ) : (
        <div className={css.form} role="status">
          <h1>{title}</h1>
          <p>{t(end === 'done' ? 'auth.new.done.text' : 'auth.new.expired.text')}</p>
          <ButtonLink to={end === 'done' ? '/sign-in' : '/reset-password'} look="primary" size="large" wide>
            {t(end === 'done' ? 'auth.signIn' : 'auth.reset.title')}
          </ButtonLink>
        </div>
      )}
    </AuthFrame>
  );
}
