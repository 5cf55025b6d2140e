import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Card, ConfirmAct, Facts, Moment, Notice, Stack, toast, useRefusal } from '../../shared/ui';
import css from './admin.module.css';
import { DirectoryPage } from './frame';
import { IssuedSecret } from './issued-secret';
import { useAfterSave, useStale } from './use-save';
import { WebhookForm } from './webhook-form';
import { type DeliveryState, WebhookLog } from './webhook-log';

type Webhook = Schemas['WebhookReply'];
const MOST = 200;

/** Other systems that are told what happens here. A secret is held for as long as the page is open, and shown once. */
export function Webhooks({ state }: { state: DeliveryState | undefined }): ReactNode {
  const t = useT();
  const may = useMay('webhook.write');
  const [issued, setIssued] = useState<{ id: string; secret: string } | null>(null);
  const query = useQuery({ queryKey: ['admin', 'webhooks'], queryFn: ({ signal }) => body<Schemas['WebhookPage']>(api.GET('/webhooks', { params: { query: { limit: MOST } }, signal })) });
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage title={t('integrations.hooks')} add={may ? t('integrations.add') : undefined} hint={t('integrations.hint')} lines={query.data?.items.map(({ id, name, url, active }) => ({ id, name, hint: active ? hostOf(url) : `${hostOf(url)} · ${t('integrations.isOff')}` }))}>
      {(id) => {
        if (id === 'new') return <NewWebhook onIssued={setIssued} />;
        const webhook = query.data?.items.find((one) => one.id === id);
        return webhook ? <Detail key={webhook.id} webhook={webhook} state={state} secret={issued?.id === id ? issued.secret : null} onIssued={setIssued} /> : null;
      }}
    </DirectoryPage>
  );
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

function NewWebhook({ onIssued }: { onIssued: (issued: { id: string; secret: string }) => void }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  return (
    <Card id="webhook" title={t('integrations.new')}>
      <WebhookForm
        webhook={null}
        act={t('integrations.create')}
        save={async (values) => {
          const made = await body<Schemas['IssuedWebhook']>(api.POST('/webhooks', { body: values as Schemas['CreateWebhook'] }));
          onIssued(made);
          await after(made);
        }}
      />
    </Card>
  );
}

interface DetailProps {
  webhook: Webhook;
  state: DeliveryState | undefined;
  secret: string | null;
  onIssued: (issued: { id: string; secret: string }) => void;
}

function Detail({ webhook, state, secret, onIssued }: DetailProps): ReactNode {
  const t = useT();
  const may = useMay('webhook.write');
  const after = useAfterSave();
  const why = webhook.disabledBecause;
  return (
    <>
      {secret === null ? null : <IssuedSecret title={t('integrations.secret')} about={t('integrations.secretOnce')} label={t('integrations.secret')} value={secret} />}
      {webhook.active ? null : <Notice tone="warn">{t(why === null ? 'integrations.offBy' : `integrations.off.${why}`)}</Notice>}
      {webhook.active && webhook.failingSince !== null ? <Notice tone="warn">{t('integrations.failing')} <Moment at={webhook.failingSince} /></Notice> : null}
      <Card id="webhook" title={webhook.name}>
        <Stack gap={24}>
          <Facts items={[[t('integrations.last'), webhook.deliveredAt === null ? t('integrations.never') : <Moment at={webhook.deliveredAt} />], [t('integrations.waiting'), webhook.waiting || null], [t('integrations.dead'), webhook.dead || null]]} />
          <WebhookForm
            key={webhook.version}
            webhook={webhook}
            readOnly={!may}
            act={t('act.save')}
            save={async (values) => {
              await api.PATCH('/webhooks/{id}', { params: { path: { id: webhook.id } }, headers: ifMatch(webhook.version), body: values });
              await after();
            }}
          />
          {may ? <Acts webhook={webhook} onIssued={onIssued} /> : null}
        </Stack>
      </Card>
      <WebhookLog id={webhook.id} state={state} />
    </>
  );
}

function Acts({ webhook, onIssued }: Pick<DetailProps, 'webhook' | 'onIssued'>): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const refusal = useRefusal();
  const stale = useStale();
  const [rotating, setRotating] = useState(false);
  const path = { id: webhook.id };
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: ['admin', 'webhooks'] });
  const fail = (error: unknown): void => void (stale(error) || toast.fail(refusal(error)));
  const test = (): void =>
    void body(api.POST('/webhooks/{id}/test', { params: { path }, body: {} as never })).then(() => {
      toast.say(t('integrations.tested'));
      return again();
    }, fail);
  const turn = (active: boolean): void => void body(api.PATCH('/webhooks/{id}', { params: { path }, headers: ifMatch(webhook.version), body: { active } })).then(again, fail);
  return (
    <div className={css.acts} style={{ marginTop: 0 }}>
      {webhook.active ? <Button onClick={test}>{t('integrations.test')}</Button> : null}
      <Button onClick={() => setRotating(true)}>{t('integrations.rotate')}</Button>
      <Button onClick={() => turn(!webhook.active)}>{t(webhook.active ? 'integrations.off' : 'integrations.on')}</Button>
      <ConfirmAct
        open={rotating}
        onClose={() => setRotating(false)}
        title={t('integrations.rotate')}
        act={t('integrations.rotate')}
        onConfirm={async () => {
          onIssued(await body<Schemas['IssuedWebhook']>(api.POST('/webhooks/{id}/rotate', { params: { path }, headers: ifMatch(webhook.version), body: {} as never })));
          await again();
        }}
      >
        {t('integrations.rotateText')}
      </ConfirmAct>
    </div>
  );
}
