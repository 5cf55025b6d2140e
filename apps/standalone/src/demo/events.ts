import type { INestApplicationContext } from '@nestjs/common';
import { EventRules, EventSources, EventWriter, MaintenanceWindows, normalise, type SourceKind } from '@opora/event';
import { demoId } from '@opora/organisation';
import { type Actor, Clock, Ids } from '@opora/platform';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const SOURCES: readonly { key: string; name: string; kind: SourceKind; service?: string; silentMinutes?: number }[] = [
  { key: 'zabbix', name: 'Zabbix, головний офіс', kind: 'zabbix', silentMinutes: 1_440 },
  { key: 'prometheus', name: 'Prometheus, застосунки', kind: 'alertmanager', service: 'erp' },
  { key: 'print', name: 'Монітор друку', kind: 'opora', service: 'printing' },
];

interface Told {
  source: string;
  /** Minutes ago, the oldest first. */
  ago: readonly number[];
  key: string;
  title: string;
  severity: 'exception' | 'warning' | 'informational';
  text?: string;
  item?: string;
  labels?: Readonly<Record<string, string>>;
  /** Minutes ago it was over. */
  over?: number;
}

/** A morning of a small company: a database that fills its disk and takes the application with it, a printer, a link that comes and goes. */
const EVENTS: readonly Told[] = [
  { source: 'zabbix', key: 'disk:SRV-DB-01', title: 'SRV-DB-01: на диску /var/lib лишилося 3 %', severity: 'exception', text: 'Вільно 4,1 ГБ зі 136 ГБ, зростає на 900 МБ за годину.', item: 'SRV-DB-01', labels: { host: 'SRV-DB-01', mount: '/var/lib' }, ago: [95, 80, 65, 50, 35, 20, 5] },
  { source: 'prometheus', key: 'erp:latency', title: 'ERP: відповідь довша за 5 с', severity: 'exception', item: 'SRV-DB-01', labels: { job: 'erp', quantile: '0.95' }, ago: [88, 60, 30, 8] },
  { source: 'zabbix', key: 'cpu:SRV-APP-01', title: 'SRV-APP-01: процесор 95 % понад 15 хв', severity: 'warning', item: 'SRV-APP-01', labels: { host: 'SRV-APP-01' }, ago: [70, 40, 12] },
  { source: 'zabbix', key: 'port12:SW-CORE-01', title: 'SW-CORE-01: порт 12 піднявся', severity: 'informational', item: 'SW-CORE-01', labels: { host: 'SW-CORE-01', port: '12' }, ago: [130, 110, 100], over: 90 },
  { source: 'print', key: 'toner:MFP-3', title: 'MFP-3: тонера 5 %', severity: 'informational', labels: { floor: '3' }, ago: [240, 120] },
  { source: 'print', key: 'jam:MFP-Lviv', title: 'MFP-Львів: застряг папір', severity: 'warning', labels: { site: 'lviv' }, ago: [180], over: 150 },
  { source: 'zabbix', key: 'queue:SRV-MAIL-01', title: 'SRV-MAIL-01: черга листів 1 200', severity: 'warning', item: 'SRV-MAIL-01', labels: { host: 'SRV-MAIL-01' }, ago: [55, 45, 25] },
];

const NOBODY = { sourceIds: [], severities: [], serviceIds: [], itemIds: [], matchers: [] };
const ACTION = { impact: null, urgency: null, serviceId: null, groupId: null, resolve: true, quietSeconds: 300, reopenSeconds: 14_400 } as const;

/** Sources, rules, planned work and the events of a morning; the worker makes alerts and incidents of them as of any others. */
export async function loadEvents(app: INestApplicationContext, actor: Actor): Promise<void> {
  const sources = app.get(EventSources, { strict: false });
  for (const { key, name, kind, service, silentMinutes } of SOURCES)
    await sources.create(actor, { name, kind, serviceId: service === undefined ? null : demoId(`service:${service}`), silentAfterSeconds: silentMinutes === undefined ? null : silentMinutes * 60 }, demoId(`event-source:${key}`));
  const rules = app.get(EventRules, { strict: false });
  await rules.create(actor, { name: 'Витратні матеріали: лише записати', conditions: { ...NOBODY, severities: ['informational'] }, gatherBy: ['automatic'], windowSeconds: 3_600, action: { kind: 'record', ...ACTION } as never }, demoId('event-rule:record'));
  await rules.create(
    actor,
    { name: 'Диски серверів бази', conditions: { ...NOBODY, matchers: [{ field: 'key', way: 'like', value: 'disk:SRV-DB*' }] }, gatherBy: ['topology'], windowSeconds: 7_200, action: { kind: 'incident', ...ACTION, impact: 'high', urgency: 'medium', groupId: demoId('group:apps') } as never },
    demoId('event-rule:db-disks'),
  );
  const now = app.get(Clock, { strict: false }).now().getTime();
  await app.get(MaintenanceWindows, { strict: false }).create(
    actor, { title: 'Оновлення поштового сервера', from: new Date(now - HOUR_MS).toISOString(), to: new Date(now + 3 * HOUR_MS).toISOString(), configurationItemIds: [demoId('ci:mail-srv')] }, demoId('maintenance:mail'),
  );
  await app.get(MaintenanceWindows, { strict: false }).create(
    actor, { title: 'Заміна комутатора на 3 поверсі', from: new Date(now + 44 * HOUR_MS).toISOString(), to: new Date(now + 47 * HOUR_MS).toISOString(), serviceIds: [demoId('service:printing')] }, demoId('maintenance:switch'),
  );
  await tell(app, now);
}

async function tell(app: INestApplicationContext, now: number): Promise<void> {
  const ids = app.get(Ids, { strict: false });
  const told = EVENTS.flatMap((one) => [...one.ago.map((ago) => ({ one, ago, status: 'firing' })), ...(one.over === undefined ? [] : [{ one, ago: one.over, status: 'resolved' }])]).sort((a, b) => b.ago - a.ago);
  const rows = told.flatMap(({ one: { source, key, title, severity, text, item, labels }, ago, status }) => {
    const at = new Date(now - ago * MINUTE_MS).toISOString();
    const body = { dedupKey: key, status, severity, title, text, configurationItem: item, labels, at };
    return normalise('opora', { mediaType: 'application/json', headers: {}, body }).map((event) => ({ ...event, id: ids.next(), receivedAt: at, sourceId: demoId(`event-source:${source}`) }));
  });
  await app.get(EventWriter, { strict: false }).write(rows);
}
