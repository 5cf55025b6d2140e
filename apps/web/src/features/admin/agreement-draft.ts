import type { Schemas } from '../../shared/api';
import { allowanceOf, allowanceText } from './week';

export type Agreement = Schemas['AgreementReply'];
export type Definition = Schemas['AgreementDefinitionBody'];
export type Metric = Definition['targets'][number]['metric'];
export type Level = NonNullable<Definition['levels']>[number];

export const METRICS: Readonly<Record<Agreement['type'], readonly Metric[]>> = { SLA: ['response', 'resolution'], OLA: ['ownership', 'group_work'], UC: ['supplier_response', 'supplier_resolution'] };
export const PRIORITIES = [1, 2, 3, 4, 5] as const;
export const REASONS = ['requester', 'supplier', 'change', 'part', 'scheduled'] as const;

/** Metrics that a pause leaves out: the one that measures the work, never the response. */
export const pausable = (type: Agreement['type']): Metric => METRICS[type][1] as Metric;

export const cellOf = (metric: Metric, priority: number): string => `${metric}.${priority}`;

/** Targets as a grid of texts; one without a priority stands in each of its cells. */
export function cells(definition: Definition | null, type: Agreement['type'], uk: boolean): Record<string, string> {
  return Object.fromEntries(
    METRICS[type].flatMap((metric) =>
      PRIORITIES.map((priority) => {
        const own = definition?.targets.find((target) => target.metric === metric && target.priority === priority) ?? definition?.targets.find((target) => target.metric === metric && (target.priority === null || target.priority === undefined));
        return [cellOf(metric, priority), own ? allowanceText(own, uk) : ''];
      }),
    ),
  );
}

/** The grid as targets; null where a cell is no duration. Empty cells have no clock. */
export function targetsOf(grid: Readonly<Record<string, string>>, type: Agreement['type']): Definition['targets'] | null {
  const targets: Definition['targets'] = [];
  for (const metric of METRICS[type])
    for (const priority of PRIORITIES) {
      const text = grid[cellOf(metric, priority)]?.trim() ?? '';
      if (text === '') continue;
      const given = allowanceOf(text);
      if (given === null) return null;
      targets.push({ metric, priority, ...given });
    }
  return targets;
}

export const fresh = (calendarId: string): Definition => ({
  calendarId, match: { kind: 'incident' }, targets: [], pauses: [{ metric: 'resolution', state: 'on_hold', reason: 'requester' }, { metric: 'resolution', state: 'on_hold', reason: 'scheduled' }],
  levels: [{ percent: 50, notify: ['assignee'] }, { percent: 75, notify: ['assignee', 'group_lead'] }, { percent: 100, notify: ['group_lead', 'manager'] }],
});
