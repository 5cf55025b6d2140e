import type { Json, TestApp } from '@opora/testing';
import type { IncidentState } from '../domain';

export type Path = 'specialist' | 'supplier';

interface Me {
  person: { id: string };
  groups: { id: string; line: number; right: string }[];
}

/** A desk of the demonstration organisation, and incidents brought into any state by the people whose work it is. */
export class Desk {
  private readonly people = new Map<string, Promise<Me>>();

  constructor(readonly app: TestApp) {}

  me(persona: string): Promise<Me> {
    const known = this.people.get(persona) ?? this.app.as(persona).must<Me>('GET', '/me');
    this.people.set(persona, known);
    return known;
  }

  async id(persona: string): Promise<string> {
    return (await this.me(persona)).person.id;
  }

  /** The group in which the persona works. */
  async group(persona: string): Promise<string> {
    const group = (await this.me(persona)).groups.find((one) => one.right !== 'view');
    if (!group) throw new Error(`${persona} works in no group`);
    return group.id;
  }

  async register(by: string, body: object = {}): Promise<Json> {
    return this.app.as(by).must('POST', '/incidents', { title: 'Не друкує принтер', ...body });
  }

  async command(by: string, incident: { id: string }, command: string, body: object = {}): Promise<Json> {
    return this.app.as(by).must('POST', `/incidents/${incident.id}/${command}`, body);
  }

  get(by: string, incident: { id: string }): Promise<Json> {
    return this.app.as(by).must('GET', `/incidents/${incident.id}`);
  }

  /** An incident of `employee` in this state, worked on by the specialist's or the supplier's group. */
  async bring(state: IncidentState, who: Path = 'specialist'): Promise<Json> {
    const incident = await this.register('dispatcher', { requesterId: await this.id('employee') });
    const order: IncidentState[] = ['new', 'assigned', 'in_progress', state === 'on_hold' ? 'on_hold' : 'resolved', 'closed'];
    if (state === 'cancelled') {
      await this.command('dispatcher', incident, 'assign', { groupId: await this.group(who) });
      return this.command('dispatcher', incident, 'cancel', { reason: 'By mistake' });
    }
    let reached: Json = incident;
    for (const next of order.slice(1, order.indexOf(state) + 1)) reached = await this.step(reached, next, who);
    return reached;
  }

  private async step(incident: Json, next: IncidentState, who: Path): Promise<Json> {
    if (next === 'assigned') return this.command('dispatcher', incident, 'assign', { groupId: await this.group(who) });
    if (next === 'in_progress') return this.command(who, incident, 'accept');
    if (next === 'on_hold') return this.command(who, incident, 'hold', { reason: 'requester', message: 'Яка версія?' });
    if (next === 'resolved') return this.command(who, incident, 'resolve', { code: 'solved', text: 'Замінено картридж.' });
    return this.command('employee', incident, 'confirm', { rating: 5 });
  }
}

/** A body that each command takes where it is allowed. */
export async function bodyOf(desk: Desk, command: string, state: IncidentState, persona: string): Promise<object> {
  switch (command) {
    case 'assign': return persona === 'supplier' ? {} : { groupId: await desk.group('specialist') };
    case 'hold': return { reason: 'requester', message: 'Яка версія?' };
    case 'resolve': return { code: 'solved', text: 'Замінено картридж.' };
    case 'reject': case 'reopen': case 'cancel': return { reason: 'Знову не друкує' };
    case 'major': return { declared: true };
    default: return {};
  }
}
