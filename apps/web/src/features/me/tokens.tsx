import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, type Schemas } from '../../shared/api';
import { serverNow, useT } from '../../shared/i18n';
import { Button, Card, ChoiceField, ConfirmAct, Loaded, Moment, Notice, RelativeTime, SelectField, TextField, toast, useForm } from '../../shared/ui';
import css from './me.module.css';

type Token = Schemas['TokenReply'];
const tokensQuery = queryOptions({ queryKey: ['me', 'tokens'], queryFn: async () => (await body<Schemas['TokenList']>(api.GET('/me/tokens', {}))).items });
const READING = ['ticket.read', 'message.readPublic', 'timeline.read', 'attachment.read', 'clock.read', 'search'];
const DAYS = [30, 90, 180, 365] as const;
const DAY_MS = 86_400_000;

export function Tokens(): ReactNode {
  const t = useT();
  const [made, setMade] = useState<Schemas['IssuedTokenReply'] | null>(null);
  return (
    <div className={css.sections}>
      <p>{t('me.tokens.about')}</p>
      {made === null ? null : <Made token={made} />}
      <List />
      <Create onMade={setMade} />
    </div>
  );
}

/** Shown once; a reload takes it away. */
function Made({ token }: { token: Schemas['IssuedTokenReply'] }): ReactNode {
  const t = useT();
  const [copied, setCopied] = useState(false);
  return (
    <Notice tone="good" role="status">
      <strong>{t('me.tokens.made', { name: token.name })}</strong>
      <p>{t('me.tokens.once')}</p>
      <div className={css.token}>
        <code aria-label={t('me.tokens.value')}>{token.token}</code>
        <Button onClick={() => void navigator.clipboard.writeText(token.token).then(() => setCopied(true))}>{copied ? t('act.copied') : t('act.copy')}</Button>
      </div>
    </Notice>
  );
}

function List(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const query = useQuery(tokensQuery);
  const [revoking, setRevoking] = useState<Token | null>(null);
  return (
    <Card title={t('me.tokens')} id="tokens">
      <Loaded query={query} lines={2} line={48}>
        {(tokens) =>
          tokens.length === 0 ? (
            <p className={css.hint}>{t('me.tokens.none')}</p>
          ) : (
            <ul className={css.list}>
              {tokens.map((token) => (
                <li key={token.id} className={css.row}>
                  <div className={css.what}>
                    <strong>{token.name}</strong>
                    <span className={css.hint}>
                      <code>{token.prefix}…</code> · {token.scopes.includes('*') ? t('me.tokens.scope.all') : t('me.tokens.scopeCount', { n: token.scopes.length })} · {t('me.tokens.till')} <Moment at={token.expiresAt} /> ·{' '}
                      {token.lastUsedAt === null ? t('me.tokens.unused') : <>{t('me.tokens.used')} <RelativeTime at={token.lastUsedAt} /></>}
                    </span>
                  </div>
                  <Button size="small" onClick={() => setRevoking(token)}>
                    {t('me.tokens.revoke')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <ConfirmAct
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('me.tokens.revokeTitle', { name: revoking?.name ?? '' })}
        act={t('me.tokens.revokeAct')}
        danger
        onConfirm={async () => {
          if (revoking === null) return;
          await api.DELETE('/me/tokens/{id}', { params: { path: { id: revoking.id } } });
          toast.say(t('me.tokens.revoked'));
          await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
        }}
      >
        {t('me.tokens.revokeText')}
      </ConfirmAct>
    </Card>
  );
}

function Create({ onMade }: { onMade: (token: Schemas['IssuedTokenReply']) => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const form = useForm<{ name: string; scopes: 'read' | 'all'; expiresAt: string }>({
    initial: { name: '', scopes: 'read', expiresAt: '90' },
    check: ({ name }) => (name.trim() === '' ? { name: t('me.tokens.enterName') } : {}),
    submit: async ({ name, scopes, expiresAt }) => {
      const until = new Date(serverNow().getTime() + Number(expiresAt) * DAY_MS - 60_000).toISOString();
      const token = await body<Schemas['IssuedTokenReply']>(
        api.POST('/me/tokens', { headers: { 'Idempotency-Key': idempotencyKey() }, body: { name: name.trim(), scopes: scopes === 'all' ? ['*'] : READING, expiresAt: until } }),
      );
      onMade(token);
      form.reset();
      await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  return (
    <Card title={t('me.tokens.create')} id="create-token">
      <form className={css.form} onSubmit={form.onSubmit} noValidate>
        {form.summary}
        <TextField {...form.field('name')} label={t('me.tokens.name')} hint={t('me.tokens.nameHint')} maxLength={100} value={form.values.name} onChange={({ currentTarget }) => form.set('name', currentTarget.value)} />
        <ChoiceField
          {...form.field('scopes')}
          name="scopes"
          label={t('me.tokens.scope')}
          options={(['read', 'all'] as const).map((value) => ({ value, label: t(`me.tokens.scope.${value}`) }))}
          value={form.values.scopes}
          onChange={(scopes) => form.set('scopes', scopes)}
        />
        <SelectField {...form.field('expiresAt')} label={t('me.tokens.expires')} options={DAYS.map((n) => ({ value: String(n), label: t('me.tokens.days', { n }) }))} value={form.values.expiresAt} onChange={({ currentTarget }) => form.set('expiresAt', currentTarget.value)} />
        <Button type="submit" look="primary" busy={form.busy}>
          {t('me.tokens.create')}
        </Button>
      </form>
    </Card>
  );
}
