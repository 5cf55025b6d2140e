import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body, type Schemas, useMay } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { Button, Card, cx, Loaded, Moment, TabLink, TabLinks, toast, useRefusal } from '../../shared/ui';
import admin from './admin.module.css';
import css from './integrations.module.css';
import { EVENTS } from './webhook-form';

type Delivery = Schemas['DeliveryReply'];
export type DeliveryState = 'waiting' | 'delivered' | 'dead' | 'cancelled';
const STATES = ['waiting', 'dead', 'delivered', 'cancelled'] as const;
const LIVE_MS = 3_000;

/** What went out to one endpoint and what its receiver said; what was given up can be sent again. */
export function WebhookLog({ id, state }: { id: string; state: DeliveryState | undefined }): ReactNode {
  const t = useT();
  const query = useInfiniteQuery({
    queryKey: ['admin', 'webhooks', id, 'deliveries', state ?? 'all'],
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: Schemas['DeliveryPage']) => nextCursor,
    queryFn: ({ signal, pageParam }) =>
      body<Schemas['DeliveryPage']>(api.GET('/webhooks/{id}/deliveries', { params: { path: { id }, query: { limit: 25, ...(state ? { state: [state] } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) } }, signal })),
    refetchInterval: LIVE_MS,
  });
  return (
    <Card id="deliveries" title={t('integrations.log')}>
      <TabLinks label={t('integrations.log')}>
        <TabLink to="/admin/integrations" search={{ id }} activeOptions={{ exact: true, includeSearch: true }}>{t('integrations.log.all')}</TabLink>
        {STATES.map((one) => <TabLink key={one} to="/admin/integrations" search={{ id, state: one }} activeOptions={{ exact: true, includeSearch: true }}>{t(`integrations.is.${one}`)}</TabLink>)}
      </TabLinks>
      <Loaded query={query} lines={3}>
        {({ pages }) => {
          const deliveries = pages.flatMap(({ items }) => items);
          if (deliveries.length === 0) return <p className={admin.quiet}>{t('integrations.log.none')}</p>;
          return (
            <>
              <div className={admin.scroll} tabIndex={0} role="group" aria-label={t('integrations.log')}>
                <table className={cx(admin.table, css.log)}>
                  <thead>
                    <tr><th scope="col">{t('integrations.what')}</th><th scope="col">{t('integrations.when')}</th><th scope="col">{t('integrations.state')}</th><th scope="col">{t('integrations.answer')}</th><th scope="col"><span className="visually-hidden">{t('integrations.again')}</span></th></tr>
                  </thead>
                  <tbody>{deliveries.map((delivery) => <Row key={delivery.id} webhookId={id} delivery={delivery} />)}</tbody>
                </table>
              </div>
              {query.hasNextPage ? <div className={admin.acts}><Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('admin.more')}</Button></div> : null}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Row({ webhookId, delivery }: { webhookId: string; delivery: Delivery }): ReactNode {
  const { t, tOr } = useI18n();
  const may = useMay('webhook.write');
  const client = useQueryClient();
  const refusal = useRefusal();
  const { id, type, state, attempts, nextAttemptAt, reason, createdAt } = delivery;
  const last = attempts[0];
  const known = (EVENTS as Readonly<Record<string, (typeof EVENTS)[keyof typeof EVENTS]>>)[type];
  const what = known === undefined ? tOr(`integrations.type.${type}`, type) : t(known);
  const again = (): void =>
    void body(api.POST('/webhooks/{id}/deliveries/{deliveryId}/resend', { params: { path: { id: webhookId, deliveryId: id } }, body: {} as never })).then(
      () => {
        toast.say(t('integrations.sent'));
        return client.invalidateQueries({ queryKey: ['admin', 'webhooks'] });
      },
      (error: unknown) => toast.fail(refusal(error)),
    );
  return (
    <tr>
      <td>{what}</td>
      <td><Moment at={createdAt} /></td>
      <td>
        {t(`integrations.is.${state}`)}
        {attempts.length > 1 ? <div className={admin.quiet}>{t('integrations.tries', { n: attempts.length })}</div> : null}
        {state === 'waiting' && nextAttemptAt !== null && attempts.length > 0 ? <div className={admin.quiet}>{t('integrations.next')} <Moment at={nextAttemptAt} /></div> : null}
        {reason === null ? null : <div className={admin.quiet}>{tOr(`integrations.because.${reason}`, reason)}</div>}
      </td>
      <td>
        {last === undefined ? null : <span className="tabular">{last.status ?? tOr(`integrations.error.${last.error ?? ''}`, last.error ?? '')} · {t('integrations.ms', { n: last.milliseconds })}</span>}
        {last?.answer ? <pre className={css.answer} tabIndex={0}>{last.answer}</pre> : null}
      </td>
      <td>{may && state === 'dead' ? <Button size="small" onClick={again} aria-label={t('integrations.againOf', { what })}>{t('integrations.again')}</Button> : null}</td>
    </tr>
  );
}
