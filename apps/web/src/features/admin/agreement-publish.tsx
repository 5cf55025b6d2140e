import { type ReactNode, useState } from 'react';
import { api, body, ifMatch, type Schemas, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, Card, ChoiceField, ConfirmAct, Inline, Stack, toast } from '../../shared/ui';
import css from './admin.module.css';
import type { Agreement } from './agreement-draft';
import { Impact } from './impact';
import { useAfterSave } from './use-save';

/** Publishing says whom it will hold for, and how many due times move before it does. */
export function Publish({ agreement }: { agreement: Agreement }): ReactNode {
  const t = useT();
  const after = useAfterSave();
  const may = useMay('agreement.publish');
  const [whom, setWhom] = useState<'later' | 'open'>('later');
  const [asking, setAsking] = useState(false);
  if (!may) return null;
  const path = { params: { path: { id: agreement.id } } };
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
        <Inline gap={12}>
          <Button look="primary" onClick={() => setAsking(true)}>{t('admin.publish.act')}</Button>
          <Impact ask={() => body<Schemas['ImpactReply']>(api.POST('/agreements/{id}/impact', path))} />
        </Inline>
        <ConfirmAct
          open={asking}
          onClose={() => setAsking(false)}
          title={t('admin.publish.sure', { name: agreement.name })}
          act={t('admin.publish.act')}
          onConfirm={async () => {
            await body(api.POST('/agreements/{id}/publish', { ...path, headers: ifMatch(agreement.version), body: { openTickets: whom === 'open' } }));
            await after();
            toast.say(t('admin.publish.done'));
          }}
        >
          <p>{t(whom === 'open' ? 'admin.publish.openHint' : 'admin.publish.laterHint')}</p>
          <p className={css.quiet}>{t('admin.publish.kept')}</p>
        </ConfirmAct>
      </Stack>
    </Card>
  );
}
