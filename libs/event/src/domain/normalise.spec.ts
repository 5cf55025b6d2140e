import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@opora/kit';
import { type NormalEvent, type SourceKind, normalise } from '.';

const read = (kind: SourceKind, body: unknown, headers: Record<string, string> = {}, mediaType = 'application/json'): NormalEvent[] => normalise(kind, { mediaType, headers, body });
const only = (...given: Parameters<typeof read>): NormalEvent => {
  const events = read(...given);
  expect(events).toHaveLength(1);
  return events[0] as NormalEvent;
};
function refusal(kind: SourceKind, body: unknown, mediaType = 'application/json', headers: Record<string, string> = {}): string {
  try {
    read(kind, body, headers, mediaType);
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.errors?.[0]?.pointer ?? ''} ${error.errors?.[0]?.code ?? error.code}`;
    throw error;
  }
  return 'taken';
}

const FOLDER = join('..', 'shared', 'data', 'monitoring');
const real = existsSync(join(FOLDER, 'index.json'));
const payload = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, 'payloads', `${name}.json`), 'utf8'));

/* Bodies of real senders; absent on machines without the data, where the bodies below serve. */
(real ? describe : describe.skip)('bodies of real senders', () => {
  it.each([
    ['alertmanager-v3', 'alertmanager', { status: 'firing', severity: 'exception', title: 'Connect fail', service: 'System', items: ['host2'] }],
    ['alertmanager-v4', 'alertmanager', { status: 'firing', severity: 'exception', title: 'No things for over 10 minutes', dedupKey: 'alertname=thing_dead severity=critical' }],
    ['oncall-alertmanager-single-test', 'alertmanager', { status: 'firing', severity: 'warning', items: ['10.143.139.7:8443', '10.143.139.7'] }],
    ['grafana-12-unified', 'grafana', { status: 'firing', severity: 'exception', title: 'TEST', dedupKey: 'c4edaaf9f9f839b0', link: 'https://grafana.example.com/d/dashboard_uid?viewPanel=1' }],
    ['grafana-legacy-alerting', 'grafana', { status: 'firing', title: 'Zeta CPU alert', text: 'boom!', dedupKey: 'rule 7', items: ['zeta.domain'] }],
    ['goalert-grafana-minimal', 'grafana', { status: 'firing', title: 'bob', link: null }],
    ['oncall-zabbix', 'zabbix', { status: 'firing', title: 'TestAlert: The whole system is down', dedupKey: 'event 08d6891a-835c-e661-39fa-96b6a9e26552', link: 'https://en.wikipedia.org/wiki/Downtime' }],
  ] as const)('%s', (name, kind, expected) => expect(only(kind, payload(name))).toMatchObject(expected));

  it('each alert and its recovery have one key', () => {
    for (const [name, kind] of [['alertmanager-v3', 'alertmanager'], ['alertmanager-v4', 'alertmanager'], ['oncall-alertmanager-single-test', 'alertmanager'], ['grafana-12-unified', 'grafana']] as const) {
      const firing = payload(name) as { status: string; alerts?: { status: string; endsAt: string }[] };
      const over = JSON.parse(JSON.stringify(firing).replaceAll('"firing"', '"resolved"').replaceAll('0001-01-01T00:00:00Z', '2030-01-01T00:00:00Z')) as unknown;
      expect([name, only(kind, over).dedupKey, only(kind, over).status]).toEqual([name, only(kind, firing).dedupKey, 'resolved']);
    }
    expect(only('grafana', { ...(payload('grafana-legacy-alerting') as object), state: 'ok' })).toMatchObject({ status: 'resolved', dedupKey: 'rule 7' });
    expect(only('zabbix', { ...(payload('oncall-zabbix') as object), state: 'ok' })).toMatchObject({ status: 'resolved', dedupKey: only('zabbix', payload('oncall-zabbix')).dedupKey });
  });

  const index = real ? (JSON.parse(readFileSync(join(FOLDER, 'index.json'), 'utf8')) as { file: string }[]) : [];
  it.each(index.map(({ file }) => file.replace(/\.json$/, '')))('%s is taken or refused with a reason by every kind, and never an error of ours', (name) => {
    for (const kind of ['alertmanager', 'grafana', 'zabbix', 'nagios', 'pagerduty', 'cloudevents', 'opora'] as const) expect([kind, refusal(kind, payload(name))]).toEqual([kind, expect.stringMatching(/^(taken|4(00|22) )/)]);
  });

  it('CloudEvents cases of the conformance suite', () => {
    const { cases } = JSON.parse(readFileSync(join(FOLDER, 'cloudevents.json'), 'utf8')) as { cases: { headers: Record<string, string>; body: string; expect_attributes: Record<string, string> }[] };
    for (const { headers, body, expect_attributes: attributes } of cases) {
      const mediaType = (headers['content-type'] ?? '').split(';')[0] ?? '';
      let parsed: unknown = body;
      if (/json/.test(mediaType)) parsed = JSON.parse(body);
      expect(only('cloudevents', parsed, headers, mediaType)).toMatchObject({ senderId: `${attributes['source']} ${attributes['id']}`, status: 'firing', at: attributes['time'] === undefined ? null : new Date(attributes['time']).toISOString() });
    }
  });
});

describe('Alertmanager', () => {
  const alert = (labels: object, more: object = {}) => ({ status: 'firing', labels, annotations: { summary: 'Диск повний' }, startsAt: '2026-11-20T10:00:00Z', endsAt: '0001-01-01T00:00:00Z', ...more });
  it('gives one event for each alert of a group', () =>
    expect(read('alertmanager', { version: '4', status: 'firing', alerts: [alert({ alertname: 'DiskFull', instance: 'srv-1:9100' }), alert({ alertname: 'DiskFull', instance: 'srv-2:9100' }, { status: 'resolved', endsAt: '2026-11-20T11:00:00Z' })] })).toMatchObject([
      { dedupKey: 'alertname=DiskFull instance=srv-1:9100', status: 'firing', at: '2026-11-20T10:00:00.000Z', items: ['srv-1:9100', 'srv-1'] },
      { dedupKey: 'alertname=DiskFull instance=srv-2:9100', status: 'resolved', at: '2026-11-20T11:00:00.000Z' },
    ]));
  it('does not read the year 1 as an end', () => expect(only('alertmanager', alert({ alertname: 'x' }, { status: 'resolved' })).at).toBeNull());
  it('keys do not hang on the order of labels, and long ones get a short name', () => {
    expect(only('alertmanager', alert({ b: '2', a: '1' })).dedupKey).toBe(only('alertmanager', alert({ a: '1', b: '2' })).dedupKey);
    expect(only('alertmanager', alert({ alertname: 'x'.repeat(2_000) })).dedupKey).toMatch(/^#[0-9a-f]{32}$/);
    expect(only('alertmanager', alert({ alertname: 'x'.repeat(2_000) })).dedupKey).not.toBe(only('alertmanager', alert({ alertname: 'x'.repeat(2_001) })).dedupKey);
  });
  it('keeps labels up to a limit, whatever their number', () =>
    expect(Object.keys(only('alertmanager', alert(Object.fromEntries(Array.from({ length: 1_000 }, (_unused, n) => [`l${n}`, 'v'])))).labels)).toHaveLength(64));
  it.each([
    [{}, '422 /labels required'], [[], '422  required'], [null, '422  wrong_type'], ['x', '422  wrong_type'], [{ alerts: [] }, '422 /alerts required'], [{ alerts: {} }, '422 /alerts wrong_type'],
    [{ alerts: [null] }, '422 /alerts/0 wrong_type'], [{ alerts: [{ labels: {} , status: 'firing' }] }, '422 /alerts/0/labels required'], [{ alerts: [{ labels: { a: 'b' } }] }, '422 /alerts/0/status required'],
    [{ alerts: [{ labels: { a: 'b' }, status: 'odd' }] }, '422 /alerts/0/status not_one_of'],
  ])('refuses %j: %s', (body, expected) => expect(refusal('alertmanager', body)).toBe(expected));
});

describe('Zabbix', () => {
  it('knows the macros in any spelling, and the recovery of a trigger', () => {
    const problem = only('zabbix', { EVENT: { ID: '815', VALUE: '1', SEVERITY: 'High' }, 'TRIGGER.ID': '13491', 'HOST.NAME': 'SRV-DB-01', subject: 'Problem: No space left', message: 'C: 1 %', tags: [{ tag: 'service', value: 'ERP' }] });
    expect(problem).toMatchObject({ dedupKey: 'trigger 13491 SRV-DB-01', status: 'firing', severity: 'exception', service: 'ERP', items: ['SRV-DB-01'] });
    expect(only('zabbix', { event_id: '900', event_value: '0', event_nseverity: '4', trigger_id: '13491', host_name: 'SRV-DB-01', subject: 'Resolved: No space left' })).toMatchObject({ dedupKey: problem.dedupKey, status: 'resolved' });
  });
  it('takes what a script left unfilled for nothing', () => expect(only('zabbix', { event_id: '7', trigger_id: '{TRIGGER.ID}', status: 'PROBLEM', severity: '2', subject: 'x' })).toMatchObject({ dedupKey: 'event 7', severity: 'warning' }));
  it.each([[{}, '422 /status required'], [{ status: 'PROBLEM' }, '422 /title required'], [{ status: 'PROBLEM', subject: 'x' }, '422 /eventId required'], [[], '422  required']])('refuses %j: %s', (body, expected) => expect(refusal('zabbix', body)).toBe(expected));
});

describe('Nagios and Icinga', () => {
  it.each([
    [{ NOTIFICATIONTYPE: 'PROBLEM', HOSTNAME: 'sw-1', SERVICEDESC: 'PING', SERVICESTATE: 'CRITICAL', SERVICEOUTPUT: 'loss 100%' }, { dedupKey: 'sw-1 PING', status: 'firing', severity: 'exception', title: 'sw-1: PING', text: 'loss 100%' }],
    [{ NOTIFICATIONTYPE: 'RECOVERY', HOSTNAME: 'sw-1', SERVICEDESC: 'PING', SERVICESTATE: 'OK' }, { dedupKey: 'sw-1 PING', status: 'resolved' }],
    [{ host_name: 'sw-1', host_state: 'DOWN', output: 'x' }, { dedupKey: 'sw-1', status: 'firing', severity: 'exception' }],
    [{ type: 'StateChange', host: 'sw-1', service: 'disk', state: 1, check_result: { output: '91 %' } }, { dedupKey: 'sw-1 disk', severity: 'warning', text: '91 %' }],
    [{ notification_type: 'ACKNOWLEDGEMENT', host: { name: 'sw-1' }, service: { name: 'disk' }, service_state: 'WARNING' }, { dedupKey: 'sw-1 disk', status: 'acknowledged' }],
    [{ host: 'sw-1', state: 0 }, { status: 'resolved' }],
  ])('%j', (body, expected) => expect(only('nagios', body)).toMatchObject(expected));
  it.each([[{}, '422 /host required'], [{ host: 'a' }, '422 /state required'], [{ host: 'a', state: 9 }, '422 /state required']])('refuses %j: %s', (body, expected) => expect(refusal('nagios', body)).toBe(expected));
});

describe('PagerDuty Events v2', () => {
  const trigger = { routing_key: 'SECRET', event_action: 'trigger', dedup_key: 'srv01/HTTP', payload: { summary: 'HTTP is down', source: 'srv01', severity: 'critical', timestamp: '2026-07-17T08:42:58.315+0000', custom_details: { load: 3 } }, links: [{ href: 'javascript:alert(1)' }, { href: 'https://example.com/' }] };
  it('trigger, acknowledge, resolve', () => {
    expect(only('pagerduty', trigger)).toMatchObject({ dedupKey: 'srv01/HTTP', status: 'firing', severity: 'exception', title: 'HTTP is down', items: ['srv01'], link: 'https://example.com/', at: '2026-07-17T08:42:58.315Z' });
    expect(only('pagerduty', { routing_key: 'x', event_action: 'acknowledge', dedup_key: 'srv01/HTTP' }).status).toBe('acknowledged');
    expect(only('pagerduty', { routing_key: 'x', event_action: 'resolve', dedup_key: 'srv01/HTTP' })).toMatchObject({ status: 'resolved', dedupKey: 'srv01/HTTP' });
  });
  it('keeps no key of the sender', () => expect(JSON.stringify(only('pagerduty', trigger))).not.toContain('SECRET'));
  it.each([
    [{}, '422 /event_action required'], [{ event_action: 'explode' }, '422 /event_action not_one_of'], [{ event_action: 'trigger' }, '422 /payload required'], [{ event_action: 'resolve' }, '422 /dedup_key required'],
    [{ event_action: 'trigger', payload: { summary: 'x', source: 'y', severity: 'awful' } }, '422 /payload/severity not_one_of'], [{ event_action: 'trigger', payload: { source: 'y', severity: 'info' } }, '422 /payload/summary required'],
    [{ event_action: 'trigger', dedup_key: 'k'.repeat(10_000), payload: { summary: 'x', source: 'y', severity: 'info' } }, '422 /dedup_key too_long'],
  ])('refuses wrong body %#', (body, expected) => expect(refusal('pagerduty', body)).toBe(expected));
});

describe('CloudEvents', () => {
  const event = { specversion: '1.0', id: '1', source: '/disk', type: 'com.example.disk.full', data: { severity: 'critical', host: 'srv-1', status: 'firing' } };
  it('structured, batched, and a type that ends what another began', () => {
    expect(only('cloudevents', event, {}, 'application/cloudevents+json')).toMatchObject({ senderId: '/disk 1', severity: 'exception', items: ['srv-1'] });
    expect(read('cloudevents', [event, { ...event, id: '2' }], {}, 'application/cloudevents-batch+json').map(({ senderId }) => senderId)).toEqual(['/disk 1', '/disk 2']);
    expect(only('cloudevents', { ...event, id: '3', type: 'com.example.disk.full.resolved', data: {} })).toMatchObject({ status: 'resolved', dedupKey: only('cloudevents', event).dedupKey });
  });
  it.each([
    [{ ...event, specversion: '0.3' }, '400  event.cloudevent'], [{ ...event, id: '' }, '400  event.cloudevent'], [{ ...event, source: undefined }, '400  event.cloudevent'], [{ ...event, type: 7 }, '400  event.cloudevent'],
    [{ ...event, time: 'yesterday' }, '400  event.cloudevent'], [{ hello: 'world' }, '422 /specversion required'], [[], '422  required'], ['text', '422  wrong_type'],
  ])('refuses %j: %s', (body, expected) => expect(refusal('cloudevents', body)).toBe(expected));
});

describe('the plain format', () => {
  const plain = { dedupKey: 'k', status: 'firing', severity: 'exception', title: 'Немає зв’язку', configurationItem: 'SW-CORE-01', service: 'Зв’язок', labels: { site: 'Львів' }, at: '2026-11-20T12:00:00+02:00' };
  it('one or many', () => {
    expect(only('opora', plain)).toMatchObject({ dedupKey: 'k', status: 'firing', severity: 'exception', title: 'Немає зв’язку', service: 'Зв’язок', items: ['SW-CORE-01'], labels: { site: 'Львів' }, at: '2026-11-20T10:00:00.000Z' });
    expect(read('opora', [plain, { ...plain, dedupKey: 'l' }])).toHaveLength(2);
    expect(only('opora', { dedupKey: 'k', status: 'resolved' })).toMatchObject({ status: 'resolved', title: 'k' });
  });
  it.each([
    [{ ...plain, dedupKey: '' }, '422 /dedupKey required'], [{ ...plain, dedupKey: undefined }, '422 /dedupKey required'], [{ ...plain, dedupKey: { a: 1 } }, '422 /dedupKey wrong_type'], [{ ...plain, dedupKey: 'x'.repeat(10_240) }, '422 /dedupKey too_long'],
    [{ ...plain, status: 'FIRING' }, '422 /status not_one_of'], [{ ...plain, severity: 'P1' }, '422 /severity not_one_of'], [{ ...plain, title: ' ' }, '422 /title wrong_type'], [{ ...plain, labels: [] }, '422 /labels wrong_type'],
    [{ ...plain, at: 'noon' }, '422 /at not_an_instant'], [[plain, { ...plain, title: undefined }], '422 /1/title required'], [7, '422  wrong_type'],
  ])('refuses wrong body %#', (body, expected) => expect(refusal('opora', body)).toBe(expected));
});
