import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, type Tx, emit, unavailability } from '@opora/platform';
import { type EventRule, type Gathered, correlate, flapsUntil, gatherKey, ruleFor } from '../domain';
import { RuleReader } from '../rules/rule.reader';
import { coverOf, windowsAt } from '../windows/cover';
import { changedEvent } from './alert.rows';
import { clearedGroups } from './clears';
import { DUE, type DueAlert, type Verdict, settled, writeVerdicts } from './due';
import { groupsFor } from './groups';
import { EventIncidents } from './incidents';
import { EventMeters } from './meters';
import { type Topology, topologyOf } from './topology';

const BATCH = 500;
const ROUNDS = 2;
/** A decision that failed is tried again after this long. */
const RETRY_SECONDS = 300;
/** Where the alert was attached by a person and no rule says how long. */
const REOPEN_SECONDS = 14_400;

const CLAIM = (wait: boolean): string => `
  select p.source_id as id from event_source_pulse p where exists (select 1 from alert a where a.source_id = p.source_id and a.decide_at <= $1) order by p.worked_at nulls first, p.source_id limit 1
  for no key update of p ${wait ? '' : 'skip locked'}`;

/** Decides about alerts when it is time: keeps quiet, gathers into outages, opens, reopens and resolves incidents. The decision and all that it does are one transaction. */
@Injectable()
export class AlertDecider {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly incidents: EventIncidents,
    private readonly rules: RuleReader,
    private readonly log: Log,
    private readonly meters: EventMeters,
  ) {}

  async sweep(): Promise<{ acted: number; nextDueAt: Date | null }> {
    let acted = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const done = await this.next(BATCH);
      acted += done;
      if (done === 0) break;
    }
    return { acted, nextDueAt: (await this.database.sql.one<{ at: Date | null }>('select min(decide_at) as at from alert where decide_at is not null'))?.at ?? null };
  }

  private async next(limit: number): Promise<number> {
    let source: string | null = null;
    try {
      return await this.database.tx(async (tx) => {
        source = (await tx.one<{ id: string }>(CLAIM(this.meters.wait), [tx.now]))?.id ?? null;
        return source === null ? 0 : this.batch(tx, source, limit);
      });
    } catch (error) {
      if (source === null || unavailability(error) !== null) throw error;
      this.log.failure('alerts could not be decided', error, { sourceId: source, limit });
      if (limit > 1) return this.next(1);
      const now = this.clock.now();
      await this.database.sql.run(
        `update alert set decide_at = $3 where id = (select id from alert where source_id = $1 and decide_at <= $2 order by decide_at, id limit 1)`,
        [source, now, new Date(now.getTime() + RETRY_SECONDS * 1000)],
      );
      return 1;
    }
  }

  private async batch(tx: Tx, sourceId: string, limit: number): Promise<number> {
    const due = await tx.rows<DueAlert>(DUE, [sourceId, tx.now, limit]);
    if (due.length === 0) return 0;
    await tx.run('update event_source_pulse set worked_at = clock_timestamp() where source_id = $1', [sourceId]);
    const cleared = due.filter(({ state }) => state === 'cleared');
    const verdicts = [...(await clearedGroups(tx, this.incidents, cleared)), ...(await this.opened(tx, sourceId, due.filter(({ state }) => state !== 'cleared')))];
    for (const { suppressed } of verdicts) if (suppressed) this.meters.suppressed.inc({ reason: suppressed });
    await this.incidents.callCleared(tx, cleared);
    await writeVerdicts(tx, verdicts);
    await emit(tx, changedEvent(sourceId, verdicts));
    return due.length;
  }

  private async opened(tx: Tx, sourceId: string, alerts: readonly DueAlert[]): Promise<Verdict[]> {
    if (alerts.length === 0) return [];
    const [rules, windows, topology] = [await this.rules.active(tx), await windowsAt(tx, tx.now), await topologyOf(tx, alerts.flatMap(({ itemId }) => (itemId === null ? [] : [itemId])), tx.now)];
    const verdicts: Verdict[] = [];
    const rest: Wanting[] = [];
    for (const alert of alerts) {
      const quiet = flapping(alert, tx.now) ?? underWindow(alert, coverOf(windows, alert, alert.itemId === null ? undefined : topology.above.get(alert.itemId)));
      if (quiet) verdicts.push(quiet);
      else if (alert.incidentPhase !== null && !ended(alert)) verdicts.push(settled(alert));
      else if (await this.reopened(tx, alert)) verdicts.push(settled(alert));
      else rest.push({ ...alert, rule: ruleFor(rules, alert) });
    }
    return [...verdicts, ...(await this.gathered(tx, sourceId, rest, topology))];
  }

  /** Fires again soon after it was resolved: the same incident goes on (`domain.md` §8, action). */
  private async reopened(tx: Tx, alert: DueAlert): Promise<boolean> {
    const { incidentId, incidentState, incidentEndedAt, merged } = alert;
    if (incidentId === null || merged || incidentState !== 'resolved' || incidentEndedAt === null) return false;
    if (tx.now.getTime() - incidentEndedAt.getTime() > (alert.reopenSeconds ?? REOPEN_SECONDS) * 1000) return false;
    return this.incidents.reopen(tx, incidentId, alert.title);
  }

  private async gathered(tx: Tx, sourceId: string, alerts: readonly Wanting[], topology: Topology): Promise<Verdict[]> {
    const [heard, kept] = [alerts.filter((alert) => alert.rule?.action.kind === 'incident'), alerts.filter((alert) => alert.rule?.action.kind !== 'incident')];
    await this.incidents.callOpened(tx, kept);
    const verdicts = kept.map((alert) => settled(alert, { ruleId: alert.rule?.id ?? null, ...detached }));
    const dependent = heard.filter((alert) => alert.itemId !== null && topology.down.has(alert.itemId) && topology.down.get(alert.itemId)?.alertId !== alert.id);
    const own = heard.filter((alert) => !dependent.includes(alert)).map((alert): Gathered & Wanting => ({ ...alert, rule: alert.rule as EventRule }));
    const places = await this.place(tx, sourceId, own, topology);
    verdicts.push(...own.map((alert) => settled(alert, { ruleId: alert.rule.id, ...(places.get(alert.id) ?? detached) })));
    if (dependent.length > 0) verdicts.push(...(await this.dependents(tx, dependent, topology, places)));
    return verdicts;
  }

  /** Puts alerts into outages: they join those that live, open new ones, and wake what was resolved lately. */
  private async place(tx: Tx, sourceId: string, alerts: readonly (Gathered & DueAlert)[], topology: Topology): Promise<Map<string, Place>> {
    const places = new Map<string, Place>();
    if (alerts.length === 0) return places;
    const keys = alerts.map((alert) => ({ ruleId: alert.rule.id, key: gatherKey(alert.rule, alert) }));
    const { rows, facts } = await groupsFor(tx, sourceId, keys, [...new Set(topology.groups.values())]);
    const byTopology = new Map([...topology.groups].filter(([, groupId]) => rows.has(groupId)));
    const byId = new Map(alerts.map((alert) => [alert.id, alert]));
    const { joined, opened } = correlate(alerts, { ...facts, byTopology });
    for (const [groupId, more] of joined) {
      const group = rows.get(groupId);
      if (!group) continue;
      if (group.incidentState === 'resolved' && group.incidentId !== null && !group.merged) await this.incidents.reopen(tx, group.incidentId, more[0]?.title ?? '');
      await this.incidents.joined(tx, group, more);
      for (const { id } of more) places.set(id, { groupId, incidentId: group.incidentId });
    }
    for (const { rule, key, storm, alerts: members } of opened) {
      const own = members.map(({ id }) => byId.get(id)).filter((alert): alert is Gathered & DueAlert => alert !== undefined);
      const followUpOf = own.find(({ incidentId }) => incidentId !== null)?.incidentId ?? null;
      const place = await this.incidents.open(tx, sourceId, { rule, key, storm, alerts: own, followUpOf });
      for (const { id } of own) places.set(id, place);
    }
    return places;
  }

  /** What depends on something that is down says nothing of its own: it is shown with the outage of that. */
  private async dependents(tx: Tx, alerts: readonly Wanting[], topology: Topology, places: ReadonlyMap<string, Place>): Promise<Verdict[]> {
    const parents = [...new Set(alerts.map((alert) => topology.down.get(alert.itemId as string)?.alertId as string))];
    const known = new Map((await tx.rows<Place & { id: string }>('select id, group_id as "groupId", incident_id as "incidentId" from alert where id = any($1::uuid[])', [parents])).map((row) => [row.id, row]));
    return alerts.map((alert) => {
      const parentId = topology.down.get(alert.itemId as string)?.alertId as string;
      const place = places.get(parentId) ?? known.get(parentId);
      return settled(alert, { ruleId: alert.rule?.id ?? null, suppressed: 'dependency', suppressedBy: parentId, groupId: place?.groupId ?? null, incidentId: place?.incidentId ?? null });
    });
  }
}

type Wanting = DueAlert & { rule: EventRule | null };

interface Place {
  groupId: string | null;
  incidentId: string | null;
}

const detached: Place = { groupId: null, incidentId: null };

const ended = (alert: DueAlert): boolean => alert.incidentPhase === 'resolved' || alert.incidentPhase === 'closed';

/** It changes too often to be believed: whatever it says, nothing is done until it has kept still. */
function flapping(alert: DueAlert, now: Date): Verdict | null {
  const until = flapsUntil(alert.flips, now);
  return until === null ? null : settled(alert, { suppressed: 'flapping', decideAt: until });
}

function underWindow(alert: DueAlert, window: { id: string; toAt: Date } | null): Verdict | null {
  if (window === null || (alert.incidentPhase !== null && !ended(alert))) return null;
  return settled(alert, { suppressed: 'maintenance', suppressedBy: window.id, decideAt: window.toAt });
}
