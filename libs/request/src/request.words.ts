import type { OfferingDefinition } from '@opora/catalogue';
import type { answerLines } from '@opora/form';
import type { CardLine } from '@opora/work';

const money = (cents: number, locale: 'uk' | 'en'): string => new Intl.NumberFormat(locale === 'uk' ? 'uk-UA' : 'en-GB', { style: 'currency', currency: 'USD', currencyDisplay: 'code' }).format(cents / 100);

/** What approvers read (`security.md` D.5): the answers marked for them, and the cost. */
export function cardOf({ cost }: Pick<OfferingDefinition, 'cost'>, lines: ReturnType<typeof answerLines>): CardLine[] {
  const per = (locale: 'uk' | 'en'): string => (cost?.per === 'month' ? (locale === 'uk' ? ' на місяць' : ' a month') : '');
  return [
    ...lines.filter(({ forApprovers }) => forApprovers).map(({ label, value }) => ({ label, value })),
    ...(cost && cost.amountCents > 0 ? [{ label: { uk: 'Вартість', en: 'Cost' }, value: { uk: `${money(cost.amountCents, 'uk')}${per('uk')}`, en: `${money(cost.amountCents, 'en')}${per('en')}` } }] : []),
  ];
}
