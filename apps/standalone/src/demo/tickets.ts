import type { INestApplicationContext } from '@nestjs/common';
import { Identity } from '@opora/identity';
import { type RegisterIncident, IncidentRegistration, IncidentService } from '@opora/incident';
import { demoId } from '@opora/organisation';
import { type Actor, Clock, Database } from '@opora/platform';
import { MessageService } from '@opora/ticket';
import { personId } from './organisation';
import { DemoProblems } from './problems';
import { DemoRequests } from './requests';
import { STORIES, type Story } from './tickets.data';

const UUID = /^[0-9a-f]{8}-/;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const OLD = 110;
const OPEN = 26;
const REQUESTERS = ['employee', 'employee2', ...Array.from({ length: 44 }, (_unused, n) => `p${n + 1}`)];
const CHANNELS = ['portal', 'phone', 'portal', 'phone', 'email', 'walk_in'] as const;

/** A small seeded generator: the demonstration is the same wherever it is loaded. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a * 1_103_515_245 + 12_345) % 2_147_483_648;
    return a / 2_147_483_648;
  };
}

/** Plays eight weeks of a service desk through the modules themselves, with the clock set back. */
export class DemoTickets {
  private readonly clock: Clock;
  private readonly roll = random(20_261);
  private readonly actors = new Map<string, Actor>();

  constructor(private readonly app: INestApplicationContext) {
    this.clock = app.get(Clock, { strict: false });
  }

  async play(): Promise<void> {
    const real = this.clock.now().getTime();
    const at = (ms: number): void => this.clock.shift(Math.round(ms - (this.clock.now().getTime() - this.clock.offset)));
    try {
      for (let n = 0; n < OLD; n++) await this.past(n, workingHour(real - (56 - (n * 50) / OLD) * DAY_MS, this.roll), at);
      await new DemoRequests(this.app, (key) => this.actor(key), at).play(real);
      for (let n = 0; n < OPEN; n++) await this.present(n, real - (OPEN - n) * 130 * MINUTE_MS, at);
      await new DemoProblems(this.app, (key) => this.actor(key), at).play(real);
    } finally {
      this.clock.shift(0);
    }
    await this.settlePast(new Date(real));
  }

  private async past(n: number, start: number, at: (ms: number) => void): Promise<void> {
    const story = STORIES[n % STORIES.length] as Story;
    const requester = REQUESTERS[(n * 7) % REQUESTERS.length] as string;
    let now = start;
    at(now);
    const id = await this.register(story, requester, CHANNELS[n % CHANNELS.length] as string, n % 3 === 0);
    at((now += (8 + this.roll() * 70) * MINUTE_MS));
    if (n % 3 !== 0) await this.command('dispatcher', id, 'assign', { groupId: demoId(`group:${story.group}`), reason: 'Первинна класифікація' });
    at((now += (5 + this.roll() * 90) * MINUTE_MS));
    await this.command('dispatcher', id, 'assign', { groupId: demoId(`group:${story.group}`), assigneeId: personId(story.solver) });
    await this.command(story.solver, id, 'accept', {});
    await this.say(story.solver, id, story.answer);
    if (n % 4 === 1) {
      await this.command(story.solver, id, 'hold', { reason: 'requester', message: 'Чи повторюється це зараз? Напишіть, будь ласка.' });
      at((now += (30 + this.roll() * 200) * MINUTE_MS));
      await this.say(requester, id, 'Так, щойно знову.');
    }
    at((now += (40 + this.roll() * (n % 6 === 0 ? 3_000 : 500)) * MINUTE_MS));
    await this.command(story.solver, id, 'resolve', { code: n % 5 === 0 ? 'workaround' : 'solved', text: story.resolution });
    at((now += (30 + this.roll() * 600) * MINUTE_MS));
    if (n % 17 === 3) {
      await this.command(requester, id, 'reject', { reason: 'Знову те саме.' });
      at((now += 120 * MINUTE_MS));
      await this.command(story.solver, id, 'resolve', { code: 'solved', text: 'Цього разу замінено вузол повністю.' });
      at((now += 60 * MINUTE_MS));
    }
    await this.command(requester, id, 'confirm', n % 2 === 0 ? { rating: n % 9 === 0 ? 2 : 5, comment: n % 9 === 0 ? 'Довго чекала.' : 'Дякую!' } : {});
  }

  /** What lies on the desk now: in every state, some late, some waiting. */
  private async present(n: number, start: number, at: (ms: number) => void): Promise<void> {
    const story = STORIES[(n * 3) % STORIES.length] as Story;
    const requester = n % 5 === 0 ? 'employee' : n % 7 === 0 ? 'employee2' : (REQUESTERS[(n * 11) % REQUESTERS.length] as string);
    at(start);
    const id = await this.register(story, requester, CHANNELS[n % CHANNELS.length] as string, n % 4 !== 0, n % 4 !== 0);
    // Nobody knows yet where it belongs: it waits in triage.
    if (n % 4 === 0) return;
    at(start + 20 * MINUTE_MS);
    await this.command('dispatcher', id, 'assign', { groupId: demoId(`group:${story.group}`), assigneeId: personId(story.solver) });
    if (n % 4 === 1) return;
    await this.command(story.solver, id, 'accept', {});
    await this.say(story.solver, id, story.answer);
    at(start + 60 * MINUTE_MS);
    if (n % 8 === 2) await this.command(story.solver, id, 'hold', { reason: 'requester', message: 'Коли вам зручно, щоб я підключився?' });
    if (n % 8 === 6) await this.command(story.solver, id, 'resolve', { code: 'solved', text: story.resolution });
    if (n % 8 === 3) await this.note(story.solver, id, 'Схоже на той самий збій, що минулого тижня. Перевіряю журнал.');
  }

  private async register(story: Story, requester: string, channel: string, classified: boolean, placed = true): Promise<string> {
    const by = channel === 'portal' ? requester : 'dispatcher';
    const body: RegisterIncident = {
      title: story.title, description: story.description,
      ...(placed ? { serviceId: demoId(`service:${story.service}`) } : {}),
      ...(placed && classified && story.category ? { categoryId: demoId(`category:${story.category}`) } : {}),
      ...(by === 'dispatcher' ? { requesterId: personId(requester), channel: channel as 'phone' } : {}),
    };
    return (await this.app.get(IncidentRegistration, { strict: false }).register(await this.actor(by), body)).id;
  }

  private async command(who: string, id: string, command: string, input: object): Promise<void> {
    await this.app.get(IncidentService, { strict: false }).command(await this.actor(who), id, '*', command as 'accept', input as never);
  }

  private async say(who: string, id: string, body: string): Promise<void> {
    await this.app.get(MessageService, { strict: false }).say(await this.actor(who), id, { visibility: 'public', body });
  }

  private async note(who: string, id: string, body: string): Promise<void> {
    await this.app.get(MessageService, { strict: false }).say(await this.actor(who), id, { visibility: 'private', body });
  }

  private async actor(key: string): Promise<Actor> {
    const known = this.actors.get(key);
    if (known) return known;
    const actor = await this.app.get(Identity, { strict: false }).actorFor(UUID.test(key) ? key : personId(key), 'demo');
    if (!actor) throw new Error(`the demonstration has no ${key}`);
    this.actors.set(key, actor);
    return actor;
  }

  /** What fell due in the played past has had its day: nobody is notified of it now. */
  private async settlePast(now: Date): Promise<void> {
    const { sql } = this.app.get(Database, { strict: false });
    await sql.run(`update clock c set state = 'breached', breached_at = coalesce(breached_at, due_at) where stopped_at is null and state = 'running' and due_at < $1`, [now]);
    await sql.run(`update ticket set next_due_state = 'breached' where next_due_state = 'running' and next_due_at < $1`, [now]);
    await sql.run('update clock_level set fired_at = due_at where fired_at is null and due_at <= $1', [now]);
  }
}

/** The same day between nine and half past five in Kyiv, never on a week-end. */
function workingHour(ms: number, roll: () => number): number {
  const day = new Date(Math.floor(ms / DAY_MS) * DAY_MS);
  if (day.getUTCDay() === 0) day.setUTCDate(day.getUTCDate() + 1);
  if (day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() - 1);
  return day.getTime() + (7 * 60 + roll() * 8.5 * 60) * MINUTE_MS;
}
