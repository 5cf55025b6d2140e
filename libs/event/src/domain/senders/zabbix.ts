import type { NormalEvent } from '../event';
import { bodyOf, cut, fieldsAt, instantOf, isFields, itemsOf, keyAt, keyOf, labelsOf, linkOf, serviceOf, severityOf, statusOf, textOf, titleOf, wrong } from '../values';
import { LooseFields } from './loose';

const NUMBERED: Readonly<Record<string, string>> = { '0': 'not classified', '1': 'info', '2': 'warning', '3': 'average', '4': 'high', '5': 'disaster' };

/** Zabbix sends what the script of a media type writes; the names of its macros are known, in any spelling. */
export function zabbix(body: unknown): NormalEvent[] {
  if (!Array.isArray(body)) return [problem(body, '')];
  if (body.length === 0) throw wrong('', 'required');
  return body.map((value, index) => problem(value, `/${index}`));
}

function problem(value: unknown, pointer: string): NormalEvent {
  const fields = new LooseFields(fieldsAt(value, pointer));
  const status = statusIn(fields);
  if (status === null) throw wrong(`${pointer}/status`, 'required');
  const title = titleOf(fields.text('title', 'subject', 'alertsubject', 'eventname', 'problemname', 'triggername', 'problem', 'name'));
  if (title === null) throw wrong(`${pointer}/title`, 'required');
  const host = fields.text('host', 'hostname', 'hosthost', 'hostvisiblename', 'hostname1');
  const trigger = fields.text('triggerid', 'trigger');
  const id = fields.text('dedupkey', 'alertuid', 'eventid', 'problemid', 'problemeventid');
  const severity = fields.text('severity', 'eventseverity', 'triggerseverity', 'eventnseverity', 'triggernseverity', 'nseverity', 'priority');
  const tags = tagsOf(fields);
  return {
    senderId: null,
    /* A trigger's problem and its recovery share the trigger; the event's number serves where the script sends no trigger. */
    dedupKey: keyAt(trigger !== null ? keyOf('trigger', trigger, host) : id !== null ? keyOf('event', id) : host !== null ? keyOf(host, plainTitle(title)) : undefined, `${pointer}/eventId`),
    status,
    severity: severityOf(NUMBERED[severity ?? ''] ?? severity, 'exception'),
    title,
    text: bodyOf(fields.text('message', 'alertmessage', 'eventopdata', 'opdata', 'description', 'triggerdescription')),
    link: linkOf(fields.text('url', 'link', 'triggerurl', 'linktoupstreamdetails', 'eventurl')),
    service: serviceOf(tags, fields.text('service', 'servicename')),
    items: itemsOf(tags, host),
    labels: labelsOf(tags, Object.fromEntries(Object.entries(fields.body).filter(([name, field]) => !isFields(field) && !Array.isArray(field) && !/message|subject|title/i.test(name)))),
    at: instantOf(fields.text('timestamp', 'eventtimestamp', 'clock')),
    raw: value,
  };
}

/** `PROBLEM` … `RESOLVED`, 1 and 0 of EVENT.VALUE. */
function statusIn(fields: LooseFields): 'firing' | 'resolved' | null {
  const word = fields.text('status', 'eventstatus', 'triggerstatus', 'state', 'eventupdatestatus');
  const value = fields.text('eventvalue', 'value', 'triggervalue');
  if (word !== null && statusOf(word) !== null) return statusOf(word);
  const bit = value ?? word;
  return bit === '1' ? 'firing' : bit === '0' ? 'resolved' : null;
}

const plainTitle = (title: string): string => cut(title.replace(/^\W*(problem|resolved|ok|recovery)\W*/i, ''), 250);

/** `[{tag, value}]` of the newer versions, or `name:value, …` of EVENT.TAGS. */
function tagsOf(fields: LooseFields): Record<string, string> {
  const given = fields.get('tags') ?? fields.get('eventtags') ?? fields.get('eventtagsjson');
  if (Array.isArray(given)) return Object.fromEntries(given.filter(isFields).map((tag) => [textOf(tag['tag'] ?? tag['name']) ?? '', textOf(tag['value']) ?? '']).filter(([name]) => name !== ''));
  if (typeof given !== 'string') return {};
  return Object.fromEntries(given.split(',').map((pair) => pair.trim().split(':', 2)).filter(([name]) => (name ?? '') !== '').map(([name = '', value = '']) => [name.trim(), value.trim()]));
}
