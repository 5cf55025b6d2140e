import { IconAlertTriangle, IconBan, IconCircleCheck, IconClockExclamation, IconEqual, IconHourglass, IconPlayerPause, IconTriangleFilled, IconChevronDown, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { serverNow, useI18n, useT } from '../../shared/i18n';
import { Chip, type Hue } from '../../shared/ui/chips';
import css from './access.module.css';
import type { Grant } from './data';

const RISKS: Readonly<Record<string, readonly [TablerIcon, Hue]>> = { high: [IconTriangleFilled, 'red'], medium: [IconEqual, 'ochre'], low: [IconChevronDown, 'grey'] };

export function Risk({ risk }: { risk: 'high' | 'medium' | 'low' }): ReactNode {
  const t = useT();
  const [icon, hue] = RISKS[risk] ?? [IconEqual, 'grey' as const];
  return <Chip icon={icon} hue={hue} tinted={false}>{t(`access.risk.${risk}`)}</Chip>;
}

const STATES: Readonly<Record<string, readonly [TablerIcon, Hue]>> = { active: [IconCircleCheck, 'green'], suspended: [IconPlayerPause, 'violet'], revoked: [IconBan, 'grey'], expired: [IconHourglass, 'grey'] };

/** What is decided and not done yet stands before what the target was last told: a right that is being revoked is never shown as revoked. */
export function GrantState({ grant }: { grant: Pick<Grant, 'state' | 'pending' | 'overdue'> }): ReactNode {
  const t = useT();
  if (grant.overdue) return <Chip icon={IconClockExclamation} hue="red">{t('access.pending.overdue')}</Chip>;
  if (grant.pending !== null) return <Chip icon={IconAlertTriangle} hue="amber">{t(`access.pending.${grant.pending}`)}</Chip>;
  const [icon, hue] = STATES[grant.state] ?? [IconEqual, 'grey' as const];
  return <Chip icon={icon} hue={hue}>{t(`access.state.${grant.state}`)}</Chip>;
}

const DAY = 86_400_000;
const SOON_DAYS = 30;

/** A date as people say it: the day alone. */
export function Day({ at }: { at: string }): ReactNode {
  const { format, locale } = useI18n();
  const date = new Date(at);
  return <time dateTime={at} title={format.absolute(date)} className={css.nowrap}>{date.toLocaleDateString(locale === 'en' ? 'en-GB' : 'uk-UA', { day: 'numeric', month: 'short', year: 'numeric' })}</time>;
}

/** The end, and how long that is where it is near. */
export function Until({ until, held = true }: { until: string | null; held?: boolean }): ReactNode {
  const t = useT();
  if (until === null) return <span>{t('access.endless')}</span>;
  const days = Math.ceil((Date.parse(until) - serverNow().getTime()) / DAY);
  return (
    <span>
      <Day at={until} />
      {held && days >= 0 && days <= SOON_DAYS ? <span className={css.soon}>{` · ${t('access.left', { days })}`}</span> : null}
    </span>
  );
}
