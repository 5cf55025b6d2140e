import { IconAlertTriangle, IconBellOff, IconCircleCheck, IconInfoCircle, IconUrgent, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useI18n } from '../../shared/i18n';
import { Moment } from '../../shared/ui';
import { Chip, type Hue } from '../../shared/ui/chips';
import type { Alert, Severity } from './data';

const SEVERITY: Readonly<Record<Severity, readonly [TablerIcon, Hue]>> = { exception: [IconUrgent, 'red'], warning: [IconAlertTriangle, 'amber'], informational: [IconInfoCircle, 'grey'] };

export function SeverityMark({ severity }: { severity: Severity }): ReactNode {
  const { t } = useI18n();
  const [icon, hue] = SEVERITY[severity];
  return <Chip icon={icon} hue={hue}>{t(`events.severity.${severity}`)}</Chip>;
}

export function AlertState({ alert }: { alert: Alert }): ReactNode {
  const { t } = useI18n();
  if (alert.suppressed !== null && alert.state !== 'cleared')
    return (
      <Chip icon={IconBellOff} hue="violet" title={alert.suppressed.because ?? undefined}>
        {t(`events.quiet.${alert.suppressed.reason}`)}
        {alert.suppressed.until === null ? null : <> · {t('events.until')} <Moment at={alert.suppressed.until} /></>}
      </Chip>
    );
  return <Chip icon={alert.state === 'open' ? undefined : IconCircleCheck} hue={alert.state === 'open' ? 'blue' : alert.state === 'cleared' ? 'green' : 'teal'}>{t(`events.state.${alert.state}`)}</Chip>;
}
