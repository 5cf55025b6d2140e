import type { Schemas } from '../../shared/api';

export type SourceKind = Schemas['EventSourceReply']['kind'];
export const SOURCE_KINDS = ['alertmanager', 'grafana', 'zabbix', 'nagios', 'pagerduty', 'cloudevents', 'opora'] as const satisfies readonly SourceKind[];

/** What an administrator copies into the sender: its own settings where it has a format for that, else one request that can be tried at once. */
export function sampleOf(kind: SourceKind, address: string, token: string): string {
  const curl = (body: object, type = 'application/json'): string => [`curl -X POST '${address}' \\`, `  -H 'Authorization: Bearer ${token}' \\`, `  -H 'Content-Type: ${type}' \\`, `  -d '${JSON.stringify(body)}'`].join('\n');
  switch (kind) {
    case 'alertmanager':
      return ['receivers:', '  - name: opora', '    webhook_configs:', `      - url: '${address}'`, '        send_resolved: true', '        http_config:', '          authorization:', '            type: Bearer', `            credentials: '${token}'`].join('\n');
    case 'grafana':
      return ['apiVersion: 1', 'contactPoints:', '  - orgId: 1', '    name: opora', '    receivers:', '      - uid: opora', '        type: webhook', '        settings:', `          url: '${address}'`, '          httpMethod: POST', '          authorization_scheme: Bearer', `          authorization_credentials: '${token}'`].join('\n');
    case 'zabbix':
      return curl({ event_id: '{EVENT.ID}', event_value: '{EVENT.VALUE}', event_name: '{EVENT.NAME}', event_severity: '{EVENT.SEVERITY}', host_name: '{HOST.NAME}', trigger_id: '{TRIGGER.ID}' });
    case 'nagios':
      return curl({ notification_type: '$NOTIFICATIONTYPE$', host_name: '$HOSTNAME$', service_description: '$SERVICEDESC$', service_state: '$SERVICESTATE$', service_output: '$SERVICEOUTPUT$' });
    case 'pagerduty':
      return [`curl -X POST '${address}' \\`, `  -H 'Content-Type: application/json' \\`, `  -d '${JSON.stringify({ routing_key: token, event_action: 'trigger', dedup_key: 'disk:srv-1', payload: { summary: 'Disk is full on srv-1', source: 'srv-1', severity: 'critical' } })}'`].join('\n');
    case 'cloudevents':
      return curl({ specversion: '1.0', id: '42', source: '/disk/srv-1', type: 'disk.full', data: { severity: 'critical', title: 'Disk is full on srv-1' } }, 'application/cloudevents+json');
    case 'opora':
      return curl({ dedupKey: 'disk:srv-1', status: 'firing', severity: 'exception', title: 'Disk is full on srv-1', labels: { host: 'srv-1' } });
  }
}
