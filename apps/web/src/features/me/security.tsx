import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, type Schemas } from '../../shared/api';
import { type Translate, useT } from '../../shared/i18n';
import { Button, Card, ConfirmAct, Loaded, Moment, PasswordField, RelativeTime, toast, useForm } from '../../shared/ui';
import { deviceOf } from './device';
import css from './me.module.css';

type Session = Schemas['SessionReply'];
const sessionsQuery = queryOptions({ queryKey: ['me', 'sessions'], queryFn: async () => (await body<Schemas['SessionList']>(api.GET('/me/sessions', {}))).items });

export function Security(): ReactNode {
  return (
    <div className={css.sections}>
      <Password />
      <Sessions />
    </div>
  );
}

function Password(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const form = useForm<{ presentPassword: string; newPassword: string }>({
    initial: { presentPassword: '', newPassword: '' },
    check: ({ presentPassword, newPassword }) => ({
      ...(presentPassword === '' ? { presentPassword: t('me.password.enterPresent') } : {}),
      ...(newPassword === '' ? { newPassword: t('me.password.enterNew') } : {}),
    }),
    submit: async (values) => {
      await api.POST('/me/password', { body: values });
      form.reset();
      toast.say(t('me.password.done'));
      void client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  return (
    <Card title={t('me.password')} id="password">
      <form className={css.form} onSubmit={form.onSubmit} noValidate>
        {form.summary}
        <PasswordField {...form.field('presentPassword')} label={t('me.password.present')} autoComplete="current-password" value={form.values.presentPassword} onChange={({ currentTarget }) => form.set('presentPassword', currentTarget.value)} />
        <PasswordField {...form.field('newPassword')} label={t('me.password.new')} hint={t('me.password.newHint')} autoComplete="new-password" value={form.values.newPassword} onChange={({ currentTarget }) => form.set('newPassword', currentTarget.value)} />
        <Button type="submit" look="primary" busy={form.busy}>
          {t('me.password.act')}
        </Button>
      </form>
    </Card>
  );
}

const nameOf = (session: Session, t: Translate): string => {
  const { browser, system } = deviceOf(session.userAgent ?? '');
  if (browser === null && system === null) return t('me.sessions.unknown');
  return browser !== null && system !== null ? t('me.device', { browser, system }) : (browser ?? system ?? '');
};

function Sessions(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const query = useQuery(sessionsQuery);
  const [ending, setEnding] = useState<Session | null>(null);
  return (
    <Card title={t('me.sessions')} id="sessions">
      <Loaded query={query} lines={2} line={48}>
        {(sessions) => (
          <ul className={css.list}>
            {sessions.map((session) => (
              <li key={session.id} className={css.row}>
                <div className={css.what}>
                  <strong>{nameOf(session, t)}</strong>
                  <span className={css.hint}>
                    {session.current ? <span className={css.here}>{t('me.sessions.this')}</span> : <>{t('me.sessions.seen')} <RelativeTime at={session.lastSeenAt} /></>}
                    {' · '}
                    {t('me.sessions.began')} <Moment at={session.createdAt} />
                    {session.ip === null ? null : ` · ${session.ip}`}
                  </span>
                </div>
                {session.current ? null : <Button size="small" onClick={() => setEnding(session)}>{t('me.sessions.end')}</Button>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <ConfirmAct
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={t('me.sessions.endTitle', { device: ending === null ? '' : nameOf(ending, t) })}
        act={t('me.sessions.endAct')}
        danger
        onConfirm={async () => {
          if (ending === null) return;
          await api.DELETE('/me/sessions/{id}', { params: { path: { id: ending.id } } });
          toast.say(t('me.sessions.ended'));
          await client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
        }}
      >
        {t('me.sessions.endText')}
      </ConfirmAct>
    </Card>
  );
}
