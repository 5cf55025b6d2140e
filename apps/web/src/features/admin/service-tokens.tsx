import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, idempotencyKey, type Schemas } from '../../shared/api';
import { serverNow, useT } from '../../shared/i18n';
import { Button, Card, ConfirmAct, Loaded, Moment, RelativeTime, SelectField, Stack, TextField, toast, useForm, useTitle } from '../../shared/ui';
import type { Option } from '../../shared/ui/combo';
import { PersonPicker } from '../people/person-picker';
import admin from './admin.module.css';
import css from './integrations.module.css';
import { IssuedSecret } from './issued-secret';

type Token = Schemas['TokenReply'];
const tokensQuery = queryOptions({ queryKey: ['admin', 'service-tokens'], queryFn: async () => (await body<Schemas['TokenList']>(api.GET('/service-tokens', {}))).items });
const DAYS = [30, 90, 180, 365] as const;
const DAY_MS = 86_400_000;

/** Tokens by which other systems use the API. */
export function ServiceTokens(): ReactNode {
  const t = useT();
  const [made, setMade] = useState<Schemas['IssuedTokenReply'] | null>(null);
  useTitle(t('integrations.tokens'));
  return (
    <Stack gap={24}>
      <div>
        <h1>{t('integrations.tokens')}</h1>
        <p className={admin.quiet}>{t('integrations.tokens.about')}</p>
      </div>
      {made === null ? null : <IssuedSecret key={made.id} title={t('integrations.tokens')} about={t('integrations.tokens.made', { name: made.name })} label={t('integrations.tokens.value')} value={made.token} />}
      <List />
      <Create onMade={setMade} />
    </Stack>
  );
}

function List(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const query = useQuery(tokensQuery);
  const [revoking, setRevoking] = useState<Token | null>(null);
  return (
    <Card id="service-tokens">
      <Loaded query={query} lines={2} line={48}>
        {(tokens) =>
          tokens.length === 0 ? (
            <p className={admin.quiet}>{t('integrations.tokens.none')}</p>
          ) : (
            <ul className={css.tokens}>
              {tokens.map((token) => (
                <li key={token.id}>
                  <div>
                    <strong>{token.name}</strong>
                    <span className={admin.quiet}>
                      <code>{token.prefix}…</code> · {t('integrations.tokens.till')} <Moment at={token.expiresAt} /> · {token.lastUsedAt === null ? t('integrations.tokens.unused') : <>{t('integrations.tokens.used')} <RelativeTime at={token.lastUsedAt} /></>}
                    </span>
                  </div>
                  <Button size="small" onClick={() => setRevoking(token)} aria-label={t('integrations.tokens.revokeOf', { name: token.name })}>{t('integrations.tokens.revoke')}</Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <ConfirmAct
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={t('integrations.tokens.revokeOf', { name: revoking?.name ?? '' })}
        act={t('integrations.tokens.revoke')}
        danger
        onConfirm={async () => {
          if (revoking === null) return;
          await api.DELETE('/service-tokens/{id}', { params: { path: { id: revoking.id } } });
          toast.say(t('integrations.tokens.revoked'));
          await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
        }}
      >
        {t('integrations.tokens.revokeText')}
      </ConfirmAct>
    </Card>
  );
}

function Create({ onMade }: { onMade: (token: Schemas['IssuedTokenReply']) => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const form = useForm({
    initial: { name: '', ownerId: null as Option | null, scopes: '', days: '90' },
    check: ({ name, ownerId, scopes }) => ({
      ...(name.trim() === '' ? { name: t('integrations.enter') } : {}), ...(ownerId === null ? { ownerId: t('integrations.tokens.ownerNeeded') } : {}), ...(scopes.trim() === '' ? { scopes: t('integrations.tokens.scopesNeeded') } : {}),
    }),
    submit: async ({ name, ownerId, scopes, days }) => {
      const expiresAt = new Date(serverNow().getTime() + Number(days) * DAY_MS - 60_000).toISOString();
      const token = await body<Schemas['IssuedTokenReply']>(api.POST('/service-tokens', { headers: { 'Idempotency-Key': idempotencyKey() }, body: { name: name.trim(), ownerId: ownerId?.value ?? '', scopes: scopes.trim().split(/[\s,]+/), expiresAt } } as never));
      onMade(token);
      form.reset();
      await client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  const { values, set, field } = form;
  return (
    <Card id="new-token" title={t('integrations.tokens.new')}>
      <form className={css.form} noValidate onSubmit={form.onSubmit}>
        {form.summary}
        <TextField label={t('integrations.name')} {...field('name')} maxLength={100} value={values.name} onChange={({ currentTarget }) => set('name', currentTarget.value)} />
        <PersonPicker label={t('integrations.tokens.owner')} {...field('ownerId')} value={values.ownerId} onChange={(option) => set('ownerId', option)} />
        <TextField label={t('integrations.tokens.scopes')} hint={t('integrations.tokens.scopesHint')} placeholder="ticket.read incident.register" {...field('scopes')} spellCheck={false} value={values.scopes} onChange={({ currentTarget }) => set('scopes', currentTarget.value)} />
        <SelectField label={t('integrations.tokens.until')} {...field('days')} options={DAYS.map((n) => ({ value: String(n), label: t('integrations.tokens.days', { n }) }))} value={values.days} onChange={({ currentTarget }) => set('days', currentTarget.value)} />
        <div><Button type="submit" look="primary" busy={form.busy}>{t('integrations.tokens.create')}</Button></div>
      </form>
    </Card>
  );
}
