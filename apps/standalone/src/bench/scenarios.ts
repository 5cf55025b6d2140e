import { tokens } from '@opora/ticket';
import type { Client } from 'pg';
import { v7 } from 'uuid';
import type { Operation } from './bare.sql';
import type { Person } from './installation';
import { wire } from './load';
import { chance } from './words';

/** What the load is made of, read from the seeded installation. */
export interface Material {
  titles: string[];
  groups: string[];
  references: string[];
  words: { typed: string; tsquery: string }[];
  /** Open and answered, for replies and for changes of state; each caller keeps to its own. */
  replies: string[];
  changes: { id: string; state: string }[];
  categories: { id: string; serviceId: string }[];
  desk: string;
  item: string;
  department: string;
  /** Names under `/reports`. */
  reports: readonly string[];
  employee: string;
  dispatcher: string;
}

const SAMPLE = 20_000;

export async function material(client: Client, reports: readonly string[]): Promise<Material> {
  const rows = async <R>(text: string): Promise<R[]> => (await client.query(text)).rows as R[];
  const chosen = await rows<{ reference: string; title: string; description: string }>(
    `select reference, title, description from ticket where reference = any(array(select 'INC-' || lpad(n::text, greatest(6, length(n::text)), '0') from (select 1001 + floor(random() * (select count(*) - 200 from ticket))::int as n from generate_series(1, ${SAMPLE})) x))`,
  );
  const open = await rows<{ id: string; state: string }>(`select id, state from ticket where state in ('in_progress', 'on_hold') and state_reason is distinct from 'requester' and kind = 'incident' and first_response_at is not null and assignee_id is not null and group_id is not null order by md5(id::text) limit ${SAMPLE * 2}`);
  const people = await rows<{ email: string; id: string }>(`select split_part(email, '@', 1) as email, id from person where email in ('employee@demo.opora.test', 'dispatcher@demo.opora.test')`);
  const random = chance(7);
  const pick = (text: string): string => {
    const words = text.split(/[ .]+/).filter((word) => tokens(word).length === 1);
    return words[Math.floor(random() * words.length)] as string;
  };
  const one = (key: string): string => people.find(({ email }) => email === key)?.id ?? '';
  return {
    titles: chosen.slice(0, 2_000).map(({ title }) => title),
    references: chosen.map(({ reference }) => reference),
    words: chosen.slice(0, 4_000).map(({ title, description }) => {
      const typed = `${pick(title)} ${pick(description)}`;
      return { typed, tsquery: tokens(typed).map((token) => `'${token}'`).join(' & ') };
    }),
    replies: open.slice(0, Math.floor(open.length / 2)).map(({ id }) => id),
    changes: open.slice(Math.floor(open.length / 2)),
    groups: (await rows<{ id: string }>(`select group_id as id from ticket where phase <> 'closed' and group_id is not null group by group_id having count(*) > 50`)).map(({ id }) => id),
    categories: await rows<{ id: string; serviceId: string }>('select c.id, c.service_id as "serviceId" from category c join service s on s.id = c.service_id where not c.restricted and not s.restricted'),
    desk: (await rows<{ id: string }>(`select id from support_group where name_en = 'Service desk'`))[0]?.id ?? '',
    item: (await rows<{ id: string }>('select id from configuration_item order by id limit 1'))[0]?.id ?? '',
    department: (await rows<{ id: string }>(`select id from department where name_en = 'Accounting'`))[0]?.id ?? '',
    reports,
    employee: one('employee'),
    dispatcher: one('dispatcher'),
  };
}

export interface Callers {
  employee: Person;
  dispatcher: Person;
}

/** One operation towards the three that are compared: the next request or the next parameters of a caller. */
export interface Scenario {
  operation: Operation;
  what: string;
  opora(caller: number): string;
  bare(caller: number): string;
  values(caller: number): unknown[];
}

export function scenarios(of: Material, callers: Callers, concurrency: number): Scenario[] {
  const random = chance(concurrency);
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  /* A ticket belongs to one caller, so that nobody waits for another's row lock. */
  const own = <T>(list: readonly T[], caller: number): T => list[(Math.floor((random() * list.length) / concurrency) * concurrency + caller) % list.length] as T;
  const api = (person: Person, method: 'GET' | 'POST', path: string, body?: unknown): string => wire({ method, path: `/api/v1${path}`, headers: { ...person.headers, ...(method === 'POST' ? { 'if-match': '*' } : {}) }, ...(body === undefined ? {} : { body }) });
  const posted = (operation: Operation, values: unknown[]): string => wire({ method: 'POST', path: `/${operation}`, body: values });
  const turned = (caller: number): { id: string; holds: boolean } => {
    const one = own(of.changes, caller);
    const holds = one.state === 'in_progress';
    one.state = holds ? 'on_hold' : 'in_progress';
    return { id: one.id, holds };
  };
  const scenario = (operation: Operation, what: string, opora: Scenario['opora'], values: Scenario['values'], bare?: Scenario['bare']): Scenario => ({ operation, what, opora, values, bare: bare ?? ((caller) => posted(operation, values(caller))) });
  return [
    scenario(
      'register', 'register an incident',
      () => {
        const { id, serviceId } = any(of.categories);
        return api(callers.employee, 'POST', '/incidents', { title: any(of.titles), description: `${any(of.titles)}. ${any(of.titles)}`, serviceId, categoryId: id });
      },
      () => {
        const { id, serviceId } = any(of.categories);
        return [v7(), any(of.titles), `${any(of.titles)}. ${any(of.titles)}`, of.employee, serviceId, id, of.desk];
      },
    ),
    scenario('read', 'read one', () => api(callers.dispatcher, 'GET', `/incidents/${any(of.references)}`), () => [any(of.references)], () => wire({ path: `/read/${any(of.references)}` })),
    scenario(
      'list', 'list 50 of a queue by priority',
      () => api(callers.dispatcher, 'GET', `/incidents?groupId=${any(of.groups)}&phase=new&phase=active&phase=waiting&phase=resolved&sort=priority&limit=50`),
      () => [any(of.groups)],
      () => wire({ path: `/list/${any(of.groups)}` }),
    ),
    scenario(
      'search', 'search of two words',
      () => api(callers.dispatcher, 'GET', `/search?q=${encodeURIComponent(any(of.words).typed)}&limit=50`),
      () => [any(of.words).tsquery],
      () => wire({ path: `/search?q=${encodeURIComponent(any(of.words).tsquery)}` }),
    ),
    scenario(
      'reply', 'public reply',
      (caller) => api(callers.dispatcher, 'POST', `/tickets/${own(of.replies, caller)}/messages`, { visibility: 'public', body: `${any(of.titles)}. ${any(of.titles)}` }),
      (caller) => [own(of.replies, caller), `${any(of.titles)}. ${any(of.titles)}`, of.dispatcher],
    ),
    scenario(
      'state', 'change of state (hold, resume)',
      (caller) => {
        const { id, holds } = turned(caller);
        return holds ? api(callers.dispatcher, 'POST', `/incidents/${id}/hold`, { reason: 'supplier' }) : api(callers.dispatcher, 'POST', `/incidents/${id}/resume`, {});
      },
      (caller) => {
        const { id, holds } = turned(caller);
        return [id, holds ? 'on_hold' : 'in_progress', holds ? 'supplier' : null, holds ? 'waiting' : 'active', of.dispatcher];
      },
    ),
  ];
}

