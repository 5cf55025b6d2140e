import { Injectable } from '@nestjs/common';
import type { Sql } from '@opora/platform';
import type { EventRule } from '../domain';

/** The rules in force, in their order. */
@Injectable()
export class RuleReader {
  active(sql: Sql): Promise<EventRule[]> {
    return sql.rows<EventRule>(`select id, name, conditions, gather_by as "gatherBy", window_seconds as "windowSeconds", action from event_rule where active order by built_in, position, id`);
  }
}
