import type { EventStatus, NormalEvent, Severity } from '../event';
import { bodyOf, fieldsAt, instantOf, isFields, itemsOf, keyOf, labelsOf, linkOf, nameOf, optionalFields, serviceOf, titleOf, wrong } from '../values';
import { LooseFields } from './loose';

interface Check {
  status: EventStatus;
  severity: Severity;
}

const bad = (severity: Severity): Check => ({ status: 'firing', severity });
const GOOD: Check = { status: 'resolved', severity: 'exception' };
const STATES: Readonly<Record<string, Check>> = { ok: GOOD, up: GOOD, warning: bad('warning'), unknown: bad('warning'), critical: bad('exception'), down: bad('exception'), unreachable: bad('exception') };
const NUMBERED = { service: ['ok', 'warning', 'critical', 'unknown'], host: ['up', 'down', 'unreachable'] };
const NOTIFICATIONS: Readonly<Record<string, Check>> = { problem: bad('exception'), recovery: GOOD };

/** Nagios and Icinga: what a notification command sends, or an event of Icinga 2's stream. */
export function nagios(body: unknown): NormalEvent[] {
  if (!Array.isArray(body)) return [notification(body, '')];
  if (body.length === 0) throw wrong('', 'required');
  return body.map((value, index) => notification(value, `/${index}`));
}

function notification(value: unknown, pointer: string): NormalEvent {
  const fields = new LooseFields(fieldsAt(value, pointer));
  const host = nameOf(fields.text('hostname', 'host', 'hostdisplayname', 'hostalias'));
  if (host === null) throw wrong(`${pointer}/host`, 'required');
  const service = nameOf(fields.text('servicedescription', 'servicedesc', 'servicename', 'service', 'servicedisplayname'));
  const check = checkOf(fields, service !== null);
  if (check === null) throw wrong(`${pointer}/state`, 'required');
  const output = fields.text('serviceoutput', 'hostoutput', 'pluginoutput', 'checkresultoutput', 'servicecheckoutput', 'output', 'message', 'longserviceoutput');
  const vars = optionalFields(fields.body['vars']);
  return {
    senderId: null,
    dedupKey: keyOf(host, service),
    status: check.status,
    severity: check.severity,
    title: titleOf(service === null ? host : `${host}: ${service}`) ?? host,
    text: bodyOf(output),
    link: linkOf(fields.text('url', 'link', 'actionurl', 'notesurl', 'serviceactionurl', 'hostactionurl')),
    service: serviceOf(vars, fields.text('businessservice')),
    items: itemsOf(vars, host, fields.text('hostaddress', 'address')),
    labels: labelsOf({ host, ...(service === null ? {} : { check: service }) }, vars, Object.fromEntries(Object.entries(fields.body).filter(([, field]) => !isFields(field) && !Array.isArray(field)))),
    at: instantOf(fields.text('timestamp', 'timet', 'executionend', 'lastcheck', 'checkresultexecutionend')),
    raw: value,
  };
}

/** The state decides; the kind of notification serves where none is sent. */
function checkOf(fields: LooseFields, ofService: boolean): Check | null {
  const type = (fields.text('notificationtype', 'type') ?? '').toLowerCase();
  const state = fields.text(...(ofService ? ['servicestate', 'state', 'servicestateid'] : ['hoststate', 'state', 'hoststateid']), 'status')?.toLowerCase() ?? null;
  const named = state !== null && /^\d(\.0)?$/.test(state) ? NUMBERED[ofService ? 'service' : 'host'][Number(state)] : state;
  const check = STATES[named ?? ''] ?? NOTIFICATIONS[type] ?? null;
  return check !== null && check.status === 'firing' && type === 'acknowledgement' ? { ...check, status: 'acknowledged' } : check;
}
