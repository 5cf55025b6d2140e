import { Refusal } from '@opora/kit';
import type { NormalEvent } from '../event';
import { type Fields, bodyOf, canonicalLabels, fieldsAt, instantOf, isFields, itemsOf, keyAt, keyOf, labelsOf, linkOf, optionalFields, serviceOf, severityOf, statusOf, textOf, titleOf, wrong } from '../values';

/** What came: the media type, the `ce-` headers and the parsed body (text where it is no JSON). */
export interface CloudMessage {
  mediaType: string;
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

const malformed = (): Refusal => new Refusal('event.cloudevent', { status: 400 });

/** CloudEvents 1.0 over HTTP in binary, structured and batched mode. What says that it is one and is none is refused with 400 (`security.md` EV-10). */
export function cloudevents({ mediaType, headers, body }: CloudMessage): NormalEvent[] {
  if (headers['ce-specversion'] !== undefined) return [event(binary(headers, body), '')];
  if (mediaType === 'application/cloudevents-batch+json' || (Array.isArray(body) && mediaType !== 'application/cloudevents+json')) {
    if (!Array.isArray(body) || body.length === 0) throw wrong('', Array.isArray(body) ? 'required' : 'wrong_type');
    return body.map((value, index) => event(fieldsAt(value, `/${index}`), `/${index}`));
  }
  const given = fieldsAt(body, '');
  if (mediaType !== 'application/cloudevents+json' && given['specversion'] === undefined) throw wrong('/specversion', 'required');
  return [event(given, '')];
}

/** Attributes travel in headers, percent-encoded; the body is the data. */
function binary(headers: Readonly<Record<string, string>>, data: unknown): Fields {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce-')).map(([name, value]) => [name.slice(3), decoded(value)]);
  return { ...Object.fromEntries(attributes), data };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const CORE = new Set(['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'data', 'data_base64']);

function event(given: Fields, pointer: string): NormalEvent {
  const [id, source, type] = ['id', 'source', 'type'].map((name) => (typeof given[name] === 'string' ? textOf(given[name]) : null));
  if (given['specversion'] !== '1.0' || !id || !source || !type) throw malformed();
  if (given['time'] !== undefined && instantOf(given['time']) === null) throw malformed();
  const data = optionalFields(given['data']);
  const extensions = Object.fromEntries(Object.entries(given).filter(([name]) => !CORE.has(name)));
  const subject = textOf(given['subject']);
  const labels = { ...optionalFields(data['labels']), ...extensions };
  const ending = /[._-](resolved|cleared|recovered|closed|ok|up)$/i.test(type) ? 'resolved' : null;
  return {
    senderId: keyOf(source, id),
    dedupKey: keyAt(data['dedupKey'] ?? data['dedup_key'] ?? given['dedupkey'] ?? keyOf(source, familyOf(type), subject), `${pointer}/data/dedupKey`),
    status: statusOf(data['status'] ?? data['state'] ?? given['status']) ?? ending ?? 'firing',
    severity: severityOf(data['severity'] ?? given['severity'], 'warning'),
    title: titleOf(data['title'], data['summary'], data['name'], data['message'], subject === null ? type : `${type}: ${subject}`) ?? type,
    text: bodyOf(data['text'], data['description'], data['message'], isFields(given['data']) ? undefined : given['data']),
    link: linkOf(data['link'], source) ?? linkOf(data['url'], source),
    service: serviceOf(labels, data['service']),
    items: itemsOf(labels, textOf(data['configurationItem']), textOf(data['host'])),
    labels: labelsOf(labels, { source, type, ...(subject === null ? {} : { subject }) }),
    at: instantOf(given['time']),
    raw: given,
  };
}

/** `com.example.disk.full.resolved` ends what `com.example.disk.full` began. */
const familyOf = (type: string): string => canonicalLabels({ type: type.replace(/[._-](resolved|cleared|recovered|closed|ok|up|firing|raised|opened|down)$/i, '') });
