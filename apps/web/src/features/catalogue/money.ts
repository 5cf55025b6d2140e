import { useI18n } from '../../shared/i18n';

export type Cost = { amountCents: number; per: 'once' | 'month' } | null;

/** A cost in words: what it costs, how often, or that it is free. */
export function useMoney(): (cost: Cost) => string {
  const { t, locale } = useI18n();
  return (cost) => {
    if (!cost || cost.amountCents === 0) return t('order.free');
    const amount = new Intl.NumberFormat(locale === 'uk' ? 'uk-UA' : 'en-GB', { style: 'currency', currency: 'USD', currencyDisplay: 'code', maximumFractionDigits: cost.amountCents % 100 === 0 ? 0 : 2 }).format(cost.amountCents / 100);
    return cost.per === 'month' ? t('order.aMonth', { amount }) : amount;
  };
}
