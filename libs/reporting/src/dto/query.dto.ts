import { ApiPropertyOptional } from '@nestjs/swagger';
import { CHANNELS } from '@opora/kit';
import { Omittable, ToArray } from '@opora/platform';
import { ArrayMaxSize, IsArray, IsIn, Matches } from 'class-validator';

const ID_OR_NONE = /^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|none)$/;
const METRICS = ['response', 'resolution', 'ownership', 'group_work', 'supplier_response', 'supplier_resolution', 'fulfilment', 'approval'];

function Some(values: RegExp | readonly string[], description: string): PropertyDecorator {
  return (target, key) => {
    ApiPropertyOptional({ type: [String], description, ...(values instanceof RegExp ? {} : { enum: [...values] }) })(target, key);
    Omittable()(target, key);
    ToArray()(target, key);
    IsArray()(target, key);
    ArrayMaxSize(50)(target, key);
    if (values instanceof RegExp) Matches(values, { each: true, message: 'not_an_id' })(target, key);
    else IsIn(values, { each: true })(target, key);
  };
}

function One(values: readonly string[], description: string): PropertyDecorator {
  return (target, key) => {
    ApiPropertyOptional({ enum: [...values], description })(target, key);
    Omittable()(target, key);
    IsIn(values)(target, key);
  };
}

/** Which tickets a report is about. */
export class CutQuery {
  @Some(ID_OR_NONE, 'Services') serviceId?: string[];
  @Some(ID_OR_NONE, 'Groups that have the ticket') groupId?: string[];
  @Some(ID_OR_NONE, 'Departments of requesters, as they were when the ticket was registered') departmentId?: string[];
  @Some(['1', '2', '3', '4', '5'], 'Priorities') priority?: string[];
  @Some(CHANNELS, 'Channels') channel?: string[];
  @One(['json', 'csv'], 'Instead of the `Accept` header, for links') format?: 'json' | 'csv';
}

export class PeriodQuery extends CutQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day, in the caller’s time zone', example: '2026-11-01' })
  @Omittable()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'not_a_day' })
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day', example: '2026-11-30' })
  @Omittable()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'not_a_day' })
  to?: string;
}

export const SLA_CUTS = ['service', 'group', 'priority', 'department', 'month'] as const;
export class SlaQuery extends PeriodQuery {
  @One(SLA_CUTS, 'What the rows are; `service` if left out') by?: (typeof SLA_CUTS)[number];
  @Some(METRICS, 'Metrics; response and resolution if left out (a supplier: those of the contract)') metric?: string[];
}

export class AgeingQuery extends CutQuery {
  @One(['service', 'group', 'priority', 'department'], 'What the rows are; `group` if left out') by?: 'service' | 'group' | 'priority' | 'department';
}

export class LoadQuery extends PeriodQuery {
  @One(['registered', 'resolved'], 'What is counted; `registered` if left out') of?: 'registered' | 'resolved';
}

export class ActivityQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day, in the caller’s time zone' })
  @Omittable()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'not_a_day' })
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day' })
  @Omittable()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'not_a_day' })
  to?: string;

  @Some(ID_OR_NONE, 'Members of these groups') groupId?: string[];
  @One(['json', 'csv'], 'Instead of the `Accept` header, for links') format?: 'json' | 'csv';
}
