import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { IconButton } from '../../shared/ui';

const SHOWN_MS = 2_000;

export function CopyReference({ reference }: { reference: string }): ReactNode {
  const t = useT();
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      label={copied ? t('act.copied') : t('follow.copy', { reference })}
      size="small"
      onClick={() =>
        void navigator.clipboard.writeText(reference).then(() => {
          setCopied(true);
          setTimeout(() => setCopied(false), SHOWN_MS);
        })
      }
    >
      {copied ? <IconCheck size={16} stroke={2} /> : <IconCopy size={16} stroke={1.75} />}
    </IconButton>
  );
}
