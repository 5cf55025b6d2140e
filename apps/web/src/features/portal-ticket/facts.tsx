import type { ReactNode } from 'react';
import { useMe } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Card, Facts, Moment } from '../../shared/ui';
import type { Incident } from './data';

const CHANNELS = new Set(['portal', 'email', 'phone', 'walk_in', 'chat', 'event', 'api']);

export function TicketFacts({ incident }: { incident: Incident }): ReactNode {
  const { t, tOr } = useI18n();
  const me = useMe();
  const names = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join(', ');
  return (
    <Card title={t('follow.facts')} id="facts">
      <Facts
        items={[
          [t('follow.fact.requester'), incident.requester.id === me.person.id ? null : incident.requester.displayName],
          [t('follow.fact.service'), incident.service?.name],
          [t('follow.fact.devices'), names(incident.configurationItems)],
          [t('follow.fact.location'), incident.location?.name],
          [t('follow.fact.contact'), incident.contact],
          [t('follow.fact.created'), <Moment key="at" at={incident.createdAt} />],
          [t('follow.fact.channel'), CHANNELS.has(incident.channel) ? tOr(`follow.channel.${incident.channel}`, incident.channel) : incident.channel],
          [t('follow.fact.watchers'), incident.watchers.map(({ displayName }) => displayName).join(', ')],
          [t('follow.fact.parent'), incident.parent?.reference],
        ]}
      />
    </Card>
  );
}
