import { IconCheck, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useHotkey } from '../../shared/hotkeys';
import { useT } from '../../shared/i18n';
import { Button, Inline, Notice, Stack, TextArea, toast, useRefusal } from '../../shared/ui';

export type Give = (answer: 'approved' | 'refused', reason: string) => Promise<void>;

/** Approving takes one press; refusing asks for its reason first. `Y` and `N` where the card is on the screen alone. */
export function Answer({ give: answer }: { give: Give }): ReactNode {
  const t = useT();
  const refusal = useRefusal();
  const [refusing, setRefusing] = useState(false);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState<'approved' | 'refused' | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const give = (what: 'approved' | 'refused'): void => {
    setBusy(what);
    setFailed(null);
    answer(what, what === 'refused' ? reason : '').then(
      () => toast.say(t(`approvals.thanks.${what}`)),
      (error: unknown) => {
        setFailed(refusal(error));
        setBusy(null);
      },
    );
  };
  useHotkey('KeyY', t('approvals.approve'), () => give('approved'), { disabled: busy !== null });
  useHotkey('KeyN', t('approvals.refuse'), () => setRefusing(true), { disabled: busy !== null });
  return (
    <Stack gap={12}>
      {failed === null ? null : (
        <Notice tone="bad" role="alert">
          {failed}
        </Notice>
      )}
      {refusing ? (
        <>
          <TextArea label={t('approvals.reason')} hint={t('approvals.reasonHint')} rows={3} maxLength={2000} value={reason} autoFocus onChange={(event) => setReason(event.currentTarget.value)} />
          <Inline gap={12}>
            <Button look="danger" size="large" busy={busy === 'refused'} disabled={reason.trim() === ''} onClick={() => give('refused')}>
              {t('approvals.refuseNow')}
            </Button>
            <Button size="large" onClick={() => setRefusing(false)}>
              {t('approvals.keep')}
            </Button>
          </Inline>
        </>
      ) : (
        <Inline gap={12}>
          <Button look="primary" size="large" busy={busy === 'approved'} keys="KeyY" icon={<IconCheck size={20} stroke={2} aria-hidden />} onClick={() => give('approved')}>
            {t('approvals.approve')}
          </Button>
          <Button size="large" keys="KeyN" icon={<IconX size={20} stroke={2} aria-hidden />} onClick={() => setRefusing(true)}>
            {t('approvals.refuse')}
          </Button>
        </Inline>
      )}
    </Stack>
  );
}
