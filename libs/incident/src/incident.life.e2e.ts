import { type Json, type TestApp, testApp } from '@opora/testing';
import { incidentChecks } from './incident.checks';
import { Desk } from './test/desk';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await testApp();
  desk = new Desk(app);
  await app.clock.set('2027-03-01T08:00:00Z');
});
afterAll(() => app?.close());

const timeline = async (by: string, incident: Json): Promise<Json[]> => (await app.as(by).must('GET', `/tickets/${incident.id}/timeline`)).items;

describe('by itself', () => {
  it('a scheduled hold ends when its time comes, not a minute earlier', async () => {
    const incident = await desk.bring('in_progress');
    const until = new Date(new Date((await desk.get('dispatcher', incident)).updatedAt).getTime() + 2 * HOUR * 1000).toISOString();
    expect(await desk.command('specialist', incident, 'hold', { reason: 'scheduled', until })).toMatchObject({ state: 'on_hold', holdReason: 'scheduled', holdUntil: until });
    await app.clock.advance(2 * HOUR - MINUTE);
    expect((await desk.get('dispatcher', incident)).state).toBe('on_hold');
    await app.clock.advance(2 * MINUTE);
    expect(await desk.get('dispatcher', incident)).toMatchObject({ state: 'in_progress', holdReason: null, holdUntil: null });
  });

  it('a hold that was ended earlier does not end again', async () => {
    const incident = await desk.bring('in_progress');
    const until = new Date(new Date((await desk.get('dispatcher', incident)).updatedAt).getTime() + HOUR * 1000).toISOString();
    await desk.command('specialist', incident, 'hold', { reason: 'scheduled', until });
    await desk.command('specialist', incident, 'resume');
    await desk.command('specialist', incident, 'hold', { reason: 'part' });
    await app.clock.advance(2 * HOUR);
    expect((await desk.get('dispatcher', incident)).state).toBe('on_hold');
  });

  it('a resolved incident closes after three working days without an answer', async () => {
    await app.clock.set('2027-03-11T10:00:00Z'); // Thursday
    const incident = await desk.bring('resolved');
    await app.clock.set('2027-03-14T20:00:00Z'); // Sunday
    expect((await desk.get('dispatcher', incident)).state).toBe('resolved');
    await app.clock.set('2027-03-16T09:55:00Z'); // Tuesday
    expect((await desk.get('dispatcher', incident)).state).toBe('resolved');
    await app.clock.advance(10 * MINUTE);
    const closed = await desk.get('dispatcher', incident);
    expect(closed.state).toBe('closed');
    expect(closed.allowedCommands).toEqual([]);
  });

  it('an incident that was rejected in time does not close', async () => {
    const incident = await desk.bring('resolved');
    await desk.command('employee', incident, 'reject', { reason: 'Знову' });
    await app.clock.advance(14 * DAY);
    expect((await desk.get('dispatcher', incident)).state).toBe('in_progress');
  });
});

describe('the requester’s answer', () => {
  const say = (incident: Json, body: string) => app.as('employee').must('POST', `/tickets/${incident.id}/messages`, { visibility: 'public', body });

  it('resumes what waits for it, in the same act', async () => {
    const incident = await desk.bring('on_hold');
    expect((await say(incident, 'Версія сьома')).outcome).toBe('resumed');
    expect(await desk.get('dispatcher', incident)).toMatchObject({ state: 'in_progress', holdReason: null });
  });
  it('that is a mere thanks wakes nothing, says so, and can be meant as an answer', async () => {
    const incident = await desk.bring('on_hold');
    expect((await say(incident, 'Дякую!')).outcome).toBe('thanks_only');
    expect((await desk.get('dispatcher', incident)).state).toBe('on_hold');
    await app.as('employee').must('POST', `/incidents/${incident.id}/answered`, {});
    expect((await desk.get('dispatcher', incident)).state).toBe('in_progress');
  });
  it('reopens what is resolved, unless it only thanks', async () => {
    const incident = await desk.bring('resolved');
    expect((await say(incident, 'Дякую, все працює')).outcome).toBe('thanks_only');
    expect((await desk.get('dispatcher', incident)).state).toBe('resolved');
    expect((await say(incident, 'На жаль, знову блимає')).outcome).toBe('reopened');
    expect(await desk.get('dispatcher', incident)).toMatchObject({ state: 'in_progress', reopenCount: 1, resolution: null });
  });
  it('of somebody else wakes nothing', async () => {
    const incident = await desk.bring('on_hold');
    await app.as('specialist').must('POST', `/tickets/${incident.id}/messages`, { visibility: 'public', body: 'Нагадую про запитання' });
    expect((await desk.get('dispatcher', incident)).state).toBe('on_hold');
  });
});

describe('parent and children', () => {
  const under = (parent: Json, child: Json) => app.as('dispatcher').must('POST', `/tickets/${parent.id}/links`, { type: 'parent_of', ticketId: child.reference });
  async function family(): Promise<{ parent: Json; child: Json; waiting: Json }> {
    const [parent, child, waiting] = [await desk.bring('in_progress'), await desk.bring('assigned'), await desk.bring('on_hold')];
    for (const one of [child, waiting]) await under(parent, one);
    return { parent, child, waiting };
  }
  it('a child follows into resolution with the text, unless it waits for its own requester; closing never spreads (AP-14)', async () => {
    const { parent, child, waiting } = await family();
    await desk.command('specialist', parent, 'resolve', { code: 'workaround', text: 'Користуйтеся принтером на 2 поверсі.', cause: 'Вигорів блок живлення' });
    const followed = await desk.get('employee', child);
    expect(followed).toMatchObject({ state: 'resolved', resolution: { code: 'workaround', text: 'Користуйтеся принтером на 2 поверсі.' } });
    expect(JSON.stringify(followed)).not.toContain('Вигорів');
    expect((await desk.get('dispatcher', waiting)).state).toBe('on_hold');
    await desk.command('employee', parent, 'confirm');
    expect((await desk.get('dispatcher', child)).state).toBe('resolved');
  });
  it('a private message of the parent stays there (PN-07)', async () => {
    const { parent, child } = await family();
    await app.as('specialist').must('POST', `/tickets/${parent.id}/messages`, { visibility: 'private', body: 'Постачальник винен, канарка-7714' });
    await desk.command('specialist', parent, 'resolve', { code: 'solved', text: 'Готово.' });
    expect(JSON.stringify(await timeline('employee', child))).not.toContain('7714');
    expect(JSON.stringify(await app.as('employee').get(`/tickets/${child.id}/messages`))).not.toContain('7714');
  });
  it('nobody stands above themselves', async () => {
    const { parent, child } = await family();
    const reply = await app.as('dispatcher').post(`/tickets/${child.id}/links`, { type: 'parent_of', ticketId: parent.reference });
    expect(reply.body).toMatchObject({ status: 422, errors: [{ code: 'link.cycle' }] });
  });
  it('more children than fit in one act follow by a job (AP-14)', async () => {
    const parent = await desk.bring('in_progress');
    const children: Json[] = [];
    for (let n = 0; n < 23; n++) {
      const child = await desk.register('dispatcher', { title: `Так само ${n}` });
      await under(parent, child);
      children.push(child);
    }
    await desk.command('specialist', parent, 'resolve', { code: 'solved', text: 'Готово.' });
    await app.settle();
    for (const child of children) expect((await desk.get('dispatcher', child)).state).toBe('resolved');
  });
});

describe('merge', () => {
  it('leads to the survivor and can be undone', async () => {
    const [duplicate, survivor] = [await desk.bring('assigned'), await desk.bring('in_progress')];
    await app.as('dispatcher').must('POST', `/tickets/${duplicate.id}/merge`, { intoId: survivor.reference });
    expect((await desk.get('dispatcher', { id: duplicate.reference })).reference).toBe(survivor.reference);
    await app.as('dispatcher').must('POST', `/tickets/${duplicate.id}/unmerge`, {});
    expect(await desk.get('dispatcher', { id: duplicate.reference })).toMatchObject({ reference: duplicate.reference, state: 'assigned' });
  });
  it('a hold that ended while it was merged ends when it is back', async () => {
    const [duplicate, survivor] = [await desk.bring('in_progress'), await desk.bring('in_progress')];
    const until = new Date(new Date((await desk.get('dispatcher', duplicate)).updatedAt).getTime() + HOUR * 1000).toISOString();
    await desk.command('specialist', duplicate, 'hold', { reason: 'scheduled', until });
    await app.as('dispatcher').must('POST', `/tickets/${duplicate.id}/merge`, { intoId: survivor.reference });
    await app.clock.advance(2 * HOUR);
    await app.as('dispatcher').must('POST', `/tickets/${duplicate.id}/unmerge`, {});
    await app.settle();
    await app.clock.advance(MINUTE);
    expect((await desk.get('dispatcher', { id: duplicate.reference })).state).toBe('in_progress');
  });
});

describe('a major incident', () => {
  const banners = async (by: string): Promise<Json[]> => (await app.as(by).must('GET', '/announcements')).items;

  it('puts up a banner, reminds its manager, and takes it down when solved', async () => {
    const incident = await desk.bring('in_progress');
    const declared = await desk.command('dispatcher', incident, 'major', { declared: true, managerId: await desk.id('manager'), updateEverySeconds: 600 });
    expect(declared).toMatchObject({ major: true, majorIncident: { manager: { id: await desk.id('manager') }, updateEverySeconds: 600 } });
    const [banner] = await banners('employee2');
    expect(banner).toMatchObject({ kind: 'major_incident', incident: null, nextUpdateAt: declared.majorIncident.nextUpdateAt });

    const reminders = async (): Promise<number> => (await timeline('manager', incident)).filter((entry) => entry.kind === 'incident.update_due').length;
    await app.clock.advance(11 * MINUTE);
    await app.settle();
    expect(await reminders()).toBe(1);
    await app.as('dispatcher').must('PATCH', `/announcements/${banner.id}`, { uk: 'Замінюємо блок живлення.' });
    expect((await banners('employee2'))[0].text.uk).toBe('Замінюємо блок живлення.');
    await app.clock.advance(9 * MINUTE);
    await app.settle();
    expect(await reminders()).toBe(1);

    await desk.command('specialist', incident, 'resolve', { code: 'solved', text: 'Готово.' });
    expect(await banners('employee2')).toEqual([]);
    await app.clock.advance(HOUR);
    await app.settle();
    expect(await reminders()).toBe(1);
  });
  it('has no banner while it is merged into another, and has it again after', async () => {
    const [duplicate, survivor] = [await desk.bring('in_progress'), await desk.bring('in_progress')];
    await desk.command('dispatcher', duplicate, 'major', { declared: true });
    await app.as('dispatcher').must('POST', `/tickets/${duplicate.id}/merge`, { intoId: survivor.reference });
    expect(await banners('employee2')).toEqual([]);
    await app.as('dispatcher').must('POST', `/tickets/${duplicate.id}/unmerge`, {});
    expect(await banners('employee2')).toHaveLength(1);
    await desk.command('dispatcher', duplicate, 'cancel', { reason: 'Дублікат' });
    expect(await banners('employee2')).toEqual([]);
  });
  it('asks for a problem record when it is stood down', async () => {
    const incident = await desk.bring('in_progress');
    await desk.command('dispatcher', incident, 'major', { declared: true });
    expect(await desk.command('dispatcher', incident, 'major', { declared: false })).toMatchObject({ major: false, majorIncident: null, problemWanted: true });
    const again = await app.as('dispatcher').post(`/incidents/${incident.id}/major`, { declared: false });
    expect(again.status).toBe(409);
    expect(await banners('employee2')).toEqual([]);
  });
});

describe('the promises about incidents', () => {
  const broken = async (): Promise<string[]> => {
    const found = await Promise.all(incidentChecks.map(async (check) => ((await check.run(app.db.sql)).length > 0 ? [check.id] : [])));
    return found.flat().sort();
  };
  it.each([
    ['a resolution without words', 'update incident set resolution_code = null, resolution_text = null, resolved_by_id = null, resolution_at = null where ticket_id = $1', 'resolved', ['I28.incident-facts', 'I8.incident-resolution']],
    ['a hold without a reason', 'update ticket set state_reason = null where id = $1', 'on_hold', ['I8.incident-hold']],
    ['a lost timer', `delete from timer where kind = 'incident.auto_close' and key = $1`, 'resolved', ['I14.incident-timers']],
  ] as const)('tell %s', async (_, damage, state, ids) => {
    const incident = await desk.bring(state);
    expect(await broken()).toEqual([]);
    const keep = await app.db.sql.one<Json>('select t.state_reason, i.resolution_code, i.resolution_text, i.resolved_by_id, i.resolution_at from ticket t join incident i on i.ticket_id = t.id where t.id = $1', [incident.id]);
    const timer = await app.db.sql.one<Json>(`select due_at from timer where kind = 'incident.auto_close' and key = $1`, [incident.id]);
    await app.db.sql.run(damage, [incident.id]);
    expect(await broken()).toEqual([...ids].sort());
    await app.db.sql.run('update ticket set state_reason = $2 where id = $1', [incident.id, keep.state_reason]);
    await app.db.sql.run('update incident set resolution_code = $2, resolution_text = $3, resolved_by_id = $4, resolution_at = $5 where ticket_id = $1', [incident.id, keep.resolution_code, keep.resolution_text, keep.resolved_by_id, keep.resolution_at]);
    if (timer) await app.db.sql.run(`insert into timer (kind, key, due_at) values ('incident.auto_close', $1, $2) on conflict do nothing`, [incident.id, timer.due_at]);
    expect(await broken()).toEqual([]);
  });
});
