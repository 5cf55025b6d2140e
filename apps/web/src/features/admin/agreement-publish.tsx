import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Card, ChoiceField, ConfirmAct, Inline, Notice, Stack, toast, useRefusal } from '../../shared/ui';
import css from './admin.module.css';
import type { Agreement } from './agreement-draft';
import { Impact } from './impact';
import { useAfterSave } from './use-save';

/** Publishing says whom it will hold for, and how many due times move before it does. */
export function Publish({ agreement, dirty }: { agreement: Agreement; dirty: boolean }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const may = useMay('agreement.publish');
  const [whom, setWhom] = useState<'later' | 'open'>('later');
  const refusal = useRefusal();
  const [found, setFound] = useState<Schemas['ImpactReply'] | null>(null);
  if (!may) return null;
  const path = { params: { path: { id: agreement.id } } };
  const ask = (): Promise<Schemas['ImpactReply']> => body<Schemas['ImpactReply']>(api.POST('/agreements/{id}/impact', path));
  return (
    <Card title={t('admin.publish.title')} id="publish">
      <Stack gap={16}>
        <ChoiceField
          name="whom"
          label={t('admin.publish.whom')}
          value={whom}
          onChange={setWhom}
          options={[{ value: 'later', label: t('admin.publish.later'), hint: t('admin.publish.laterHint') }, { value: 'open', label: t('admin.publish.open'), hint: t('admin.publish.openHint') }]}
        />
        {dirty ? <Notice tone="warn">{t('admin.publish.dirty')}</Notice> : null}
        <Inline gap={12}>
          <Button look="primary" disabled={dirty} onClick={() => void ask().then(setFound, (error: unknown) => toast.fail(refusal(error)))}>{t('admin.publish.act')}</Button>
          {dirty ? null : <Impact ask={ask} />}
        </Inline>
        <ConfirmAct
          open={found !== null}
          onClose={() => setFound(null)}
          title={t('admin.publish.sure', { name: agreement.name })}
          act={t('admin.publish.act')}
          onConfirm={async () => {
            await body(api.POST('/agreements/{id}/publish', { ...path, headers: ifMatch(agreement.version), body: { openTickets: whom === 'open' } }));
            await after();
            toast.say(t('admin.publish.done'));
          }}
        >
          <p>{t(whom === 'open' ? 'admin.publish.openHint' : 'admin.publish.laterHint')}</p>
          {whom === 'open' && found !== null ? <p><strong>{t('admin.impact.sum', { clocks: found.clocks, moved: found.moved })}</strong> {found.breachedAtOnce > 0 ? t('admin.impact.breached', { n: found.breachedAtOnce }) : null}</p> : null}
          <p className={css.quiet}>{t('admin.publish.kept')}</p>
        </ConfirmAct>
      </Stack>
    </Card>
  );
}
