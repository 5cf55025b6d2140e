import { type ReactNode, useState } from 'react';
import { useT } from '../../shared/i18n';
import { Button, Notice } from '../../shared/ui';
import css from './integrations.module.css';

/** Shown once; a reload takes it away. */
export function IssuedSecret({ title, about, label, value }: { title: string; about: string; label: string; value: string }): ReactNode {
  const t = useT();
  const [copied, setCopied] = useState(false);
  return (
    <Notice tone="good" role="status">
      <strong>{title}</strong>
      <p>{about}</p>
      <div className={css.secret}>
        <code aria-label={label}>{value}</code>
        <Button onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}>{copied ? t('act.copied') : t('act.copy')}</Button>
      </div>
    </Notice>
  );
}
