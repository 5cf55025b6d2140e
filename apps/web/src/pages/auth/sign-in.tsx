import { IconBriefcase, IconChartBar, IconHeadset, IconSettings, IconUser, type TablerIcon } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, getRouteApi, useRouter } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, body, isApiError, meQuery, setCsrfToken } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, ErrorSummary, PasswordField, TextField, useForm } from '../../shared/ui';
import { AuthFrame } from './frame';
import css from './auth.module.css';

const route = getRouteApi('/sign-in');

function useSignIn(): (email: string, password: string) => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  const { next } = route.useSearch();
  return async (email, password) => {
    const { csrfToken } = await body(api.POST('/auth/login', { body: { email, password } }));
    setCsrfToken(csrfToken);
    client.clear();
    await client.fetchQuery(meQuery);
    await router.navigate({ href: next ?? '/', replace: true });
  };
}

export function SignInPage(): ReactNode {
  const t = useT();
  const signIn = useSignIn();
  const form = useForm({
    initial: { email: '', password: '' },
    check: ({ email, password }) => ({ ...(email.trim() === '' ? { email: t('auth.emailNeeded') } : {}), ...(password === '' ? { password: t('auth.passwordNeeded') } : {}) }),
    submit: ({ email, password }) => signIn(email.trim(), password),
  });
  return (
    <AuthFrame title={t('auth.title')}>
      <form className={css.form} onSubmit={form.onSubmit} noValidate>
        <h1>{t('auth.title')}</h1>
        {form.summary}
        <TextField label={t('auth.email')} type="email" name="email" autoComplete="username" inputMode="email" autoCapitalize="off" spellCheck={false} value={form.values.email} onChange={({ currentTarget }) => form.set('email', currentTarget.value)} {...form.field('email')} />
        <PasswordField label={t('auth.password')} name="password" value={form.values.password} onChange={({ currentTarget }) => form.set('password', currentTarget.value)} {...form.field('password')} />
        <Button type="submit" look="primary" size="large" wide busy={form.busy}>
          {t('auth.signIn')}
        </Button>
        <Link to="/reset-password">{t('auth.forgot')}</Link>
      </form>
      <Demo />
    </AuthFrame>
  );
}

const ROLES: readonly (readonly ['employee' | 'dispatcher' | 'specialist' | 'manager' | 'admin', TablerIcon])[] = [
  ['employee', IconUser], ['dispatcher', IconHeadset], ['specialist', IconBriefcase], ['manager', IconChartBar], ['admin', IconSettings],
];

/** Only on the machine itself: the server lets demonstration accounts in from there alone, as long as nothing else is configured. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function Demo(): ReactNode {
  const t = useT();
  const signIn = useSignIn();
  const [error, setError] = useState<string | null>(null);
  if (!LOOPBACK.test(location.hostname)) return null;
  const enter = (role: string): void => {
    signIn(`${role}@demo.opora.test`, 'opora-demo').catch((failure: unknown) => setError(isApiError(failure) && failure.message !== '' ? failure.message : t('error.unknown')));
  };
  return (
    <section className={css.demo} aria-labelledby="demo">
      <h2 id="demo">{t('auth.demo')}</h2>
      <p>{t('auth.demoText')}</p>
      <ErrorSummary errors={error === null ? [] : [{ text: error }]} />
      <div className={css.roles}>
        {ROLES.map(([role, Icon]) => (
          <button key={role} type="button" className={css.role} onClick={() => enter(role)}>
            <Icon size={20} stroke={1.75} aria-hidden />
            {t(`auth.demo.${role}`)}
          </button>
        ))}
      </div>
    </section>
  );
}
