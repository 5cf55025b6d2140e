import { openSync, readSync, statSync, closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Installation, type Person, ask, signIn } from './installation';
import type { Plan } from './report';
import type { Material } from './scenarios';

interface Node {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Subplan Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: Node[];
}

interface Logged {
  'Query Text': string;
  Plan: Node;
  ms: number;
}

/** Who asks for what: every list of tickets and every report, as the person whose view of it is the widest and as those whose scope decides what is read. */
const asked = (of: Material): readonly (readonly [as: string, what: string, path: string])[] => {
  const group = of.groups[0] ?? '';
  return [
    ['dispatcher', 'queue of a group by priority', `/incidents?groupId=${group}&phase=new&phase=active&phase=waiting&phase=resolved&sort=priority`],
    ['dispatcher', 'all open by priority', '/incidents?phase=new&phase=active&phase=waiting&sort=priority'],
    ['dispatcher', 'all open by what is due next', '/tickets?phase=new&phase=active&phase=waiting&sort=dueAt'],
    ['dispatcher', 'all, latest change first', '/tickets'],
    ['dispatcher', 'triage', '/incidents?triage=true&sort=priority'],
    ['dispatcher', 'one service, this month', `/incidents?serviceId=${of.categories[0]?.serviceId ?? ''}&createdFrom=${new Date(Date.now() - 30 * 86_400_000).toISOString()}&sort=-createdAt`],
    ['dispatcher', 'one tag, open', '/incidents?tag=vpn&phase=new&phase=active&phase=waiting&sort=priority'],
    ['dispatcher', 'one configuration item', `/incidents?configurationItemId=${of.item}&sort=-createdAt`],
    ['dispatcher', 'one department', `/incidents?departmentId=${of.department}&sort=-createdAt`],
    ['dispatcher', 'words in the queue', `/incidents?q=${encodeURIComponent(of.words[0]?.typed ?? '')}`],
    ['dispatcher', 'search of two words', `/search?q=${encodeURIComponent(of.words[0]?.typed ?? '')}`],
    ['dispatcher', 'search of one begun word', `/search?q=${encodeURIComponent((of.words[1]?.typed ?? '').split(' ')[0]?.slice(0, 4) ?? '')}&prefix=true`],
    ['dispatcher', 'counted exactly, all open', '/incidents?phase=new&phase=active&phase=waiting&sort=priority&limit=1&count=exact'],
    ['specialist', 'of my groups, open', '/incidents?groupId=@my_groups&phase=new&phase=active&phase=waiting&sort=priority'],
    ['specialist', 'assigned to me', '/incidents?assigneeId=@me&phase=new&phase=active&phase=waiting&sort=priority'],
    ['specialist', 'all that I see, latest change first', '/tickets'],
    ['specialist', 'search of two words', `/search?q=${encodeURIComponent(of.words[2]?.typed ?? '')}`],
    ['employee', 'mine', '/tickets'],
    ['employee', 'mine, open', '/tickets?phase=new&phase=active&phase=waiting'],
    ['employee', 'search of two words', `/search?q=${encodeURIComponent(of.words[3]?.typed ?? '')}`],
    ['supplier', 'of our groups', '/tickets?sort=-createdAt'],
    ['manager', 'all open by what is due next', '/tickets?phase=new&phase=active&phase=waiting&sort=dueAt'],
    ['auditor', 'all, newest first', '/tickets?sort=-createdAt'],
    ...of.reports.map((name) => ['manager', `report ${name}`, `/reports/${name}`] as const),
  ];
};

/** Asks an API whose connections tell the plan of each statement (`auto_explain`), and reads it back from the server's log. */
export async function explained(installation: Installation, of: Material): Promise<Plan[]> {
  const url = new URL(installation.url);
  const settings = ['auto_explain.log_min_duration=0', 'auto_explain.log_analyze=on', 'auto_explain.log_buffers=on', 'auto_explain.log_format=json', 'auto_explain.log_timing=on', 'auto_explain.log_nested_statements=off'];
  const client = await installation.client();
  await client.query(`alter role current_user set session_preload_libraries = 'auto_explain'`);
  for (const setting of settings) await client.query(`alter role current_user set ${setting.replace('=', " = '")}'`);
  await client.query(`alter role current_user set log_min_messages = 'log'`);
  const api = await installation.serve('api', { DATABASE_URL: url.toString() });
  try {
    const persons = new Map<string, Person>();
    const plans: Plan[] = [];
    for (const [by, what, path] of asked(of)) {
      const person = persons.get(by) ?? (await signIn(api.port, by));
      persons.set(by, person);
      await ask(api.port, person, { path: `/api/v1${path}` });
      const from = statSync(installation.databaseLog).size;
      const { status, body } = await ask(api.port, person, { path: `/api/v1${path}` });
      await delay(300);
      plans.push(status < 300 ? summed(what, by, logged(installation.databaseLog, from)) : { asked: what, by, plan: `${status}: ${body.slice(0, 60)}`, buffers: 0, milliseconds: Number.NaN });
    }
    return plans;
  } finally {
    await installation.stop(api);
    await client.query('alter role current_user reset all');
    await client.end();
  }
}

function logged(file: string, from: number): Logged[] {
  const descriptor = openSync(file, 'r');
  const bytes = Buffer.alloc(statSync(file).size - from);
  readSync(descriptor, bytes, 0, bytes.length, from);
  closeSync(descriptor);
  const found: Logged[] = [];
  for (const [, ms, json] of bytes.toString('utf8').matchAll(/duration: ([\d.]+) ms {2}plan:\s*\n((?:\t.*\n)+)/g)) {
    try {
      const plan = JSON.parse((json ?? '').replace(/^\t/gm, '')) as Omit<Logged, 'ms'>;
      found.push({ ...plan, ms: Number(ms) });
    } catch {
      // A line of somebody else's in between.
    }
  }
  return found.filter((one) => !/rights_epoch|policy_epoch|test_clock|^update session/.test(one['Query Text']));
}

function summed(what: string, by: string, statements: readonly Logged[]): Plan {
  /* Of a list the statement that finds the page; reading its rows by their keys is the same for all. */
  const finding = statements.filter((one) => /"place0"|ticket_search s|count\(\*\)/.test(one['Query Text']));
  const longest = [...(finding.length > 0 ? finding : statements)].sort((a, b) => b.ms - a.ms)[0];
  return {
    asked: what, by, plan: longest ? `${told(longest.Plan)} (${longest.ms.toFixed(1)} ms)` : 'no statement',
    buffers: statements.reduce((sum, { Plan: plan }) => sum + (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0), 0),
    milliseconds: statements.reduce((sum, { ms }) => sum + ms, 0),
  };
}

/** The scans of a plan that read most, in a few words. */
function told(plan: Node): string {
  const scans: { text: string; pages: number }[] = [];
  const walk = (node: Node): void => {
    const inner = (node.Plans ?? []).reduce((sum, one) => sum + (one['Shared Hit Blocks'] ?? 0) + (one['Shared Read Blocks'] ?? 0), 0);
    const over = node['Index Name'] ?? node['Relation Name'];
    if (over !== undefined) scans.push({ text: `${node['Node Type']} ${over}, ${Math.round((node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1))} rows`, pages: (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0) - inner });
    for (const one of node.Plans ?? []) walk(one);
  };
  walk(plan);
  return scans.sort((a, b) => b.pages - a.pages).slice(0, 2).map(({ text }) => text).join('; ') || plan['Node Type'];
}
