import type { Json, Reply, TestApp } from '@opora/testing';
import type { SourceKind } from '../domain';

export interface Source {
  id: string;
  kind: SourceKind;
  token: string;
  version: number;
}

export interface Alert {
  id: string; dedupKey: string; state: string; severity: string; count: number; title: string; incident: { id: string; reference: string; state: string; phase: string } | null; suppressed: { reason: string; because: string | null } | null;
  firstSeenAt: string; lastSeenAt: string; version: number; allowedCommands: string[]; service: { id: string } | null; configurationItem: { id: string; name: string } | null;
}

let made = 0;

/** A monitoring system beside the application, and what people see of its events. */
export class Monitor {
  constructor(readonly app: TestApp) {}

  async source(kind: SourceKind = 'opora', more: object = {}): Promise<Source> {
    const source = await this.app.as('admin').must<Source>('POST', '/event-sources', { name: `${kind} ${++made}`, kind, ...more });
    this.app.canaries.secret(source.token, 'A token of events');
    return source;
  }

  /** As the sender sends it: no session, its own body. */
  send(source: { kind: string; token: string }, body: unknown, headers: Record<string, string> = {}): Promise<Reply<Json>> {
    return this.app.anonymous().post(`/events/intake/${source.kind}`, body, { headers: { authorization: `Bearer ${source.token}`, ...headers } });
  }

  async must(source: { kind: string; token: string }, body: unknown, headers: Record<string, string> = {}): Promise<number> {
    const reply = await this.send(source, body, headers);
    if (reply.status !== 202) throw new Error(`${source.kind} → ${reply.status} ${reply.text}`);
    return (reply.body as { accepted: number }).accepted;
  }

  fire(source: Source, dedupKey: string, more: object = {}): Promise<number> {
    return this.must(source, { dedupKey, status: 'firing', severity: 'exception', title: `${dedupKey} is down`, ...more });
  }

  clear(source: Source, dedupKey: string, more: object = {}): Promise<number> {
    return this.must(source, { dedupKey, status: 'resolved', ...more });
  }

  /** Everything that falls due within so many seconds has happened. */
  pass(seconds = 5): Promise<Date> {
    return this.app.clock.advance(seconds);
  }

  async alerts(source: { id: string }, query: Record<string, string> = {}): Promise<Alert[]> {
    return (await this.app.as('dispatcher').must<{ items: Alert[] }>('GET', '/alerts', undefined, { query: { sourceId: source.id, limit: '200', ...query } })).items;
  }

  async alert(source: { id: string }, dedupKey: string): Promise<Alert> {
    const [alert] = await this.alerts(source, { dedupKey });
    if (!alert) throw new Error(`there is no alert ${dedupKey}`);
    return alert;
  }

  incident(alert: Pick<Alert, 'incident'>): Promise<Json> {
    if (!alert.incident) throw new Error('the alert has no incident');
    return this.app.as('dispatcher').must('GET', `/incidents/${alert.incident.id}`);
  }
}
