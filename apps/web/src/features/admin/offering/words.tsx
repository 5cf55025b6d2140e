import type { Words } from '@opora/form';
import type { ReactNode } from 'react';
import { useT } from '../../../shared/i18n';
import { TextArea, TextField } from '../../../shared/ui';
import css from './offering.module.css';

/** The same text in both languages, side by side. */
export function BothWords({ label, value, onChange, long = false, optional = false }: { label: string; value: Words; onChange: (value: Words) => void; long?: boolean; optional?: boolean }): ReactNode {
  const t = useT();
  const one = (locale: 'uk' | 'en'): ReactNode => {
    const common = { label: t('offer.in', { label, locale: t(`offer.${locale}`) }), optional, lang: locale, value: value[locale] };
    return long ? <TextArea {...common} rows={3} onChange={({ currentTarget }) => onChange({ ...value, [locale]: currentTarget.value })} /> : <TextField {...common} onChange={({ currentTarget }) => onChange({ ...value, [locale]: currentTarget.value })} />;
  };
  return (
    <div className={css.pair}>
      {one('uk')}
      {one('en')}
    </div>
  );
}
