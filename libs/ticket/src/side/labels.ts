import { Injectable } from '@nestjs/common';
import type { FieldChange } from '@opora/journal';
import type { Locale } from '@opora/kit';
import { Database } from '@opora/platform';
import type { Projection } from '../scopes';

export interface Labels {
  of(change: FieldChange): { fromLabel?: string; toLabel?: string };
}

/** Fields whose values are identifiers, and where their names stand. */
const NAMED: Readonly<Record<string, 'group' | 'person' | 'service' | 'category' | 'location' | 'ticket'>> = {
  groupId: 'group', assigneeId: 'person', requesterId: 'person', serviceId: 'service', categoryId: 'category', locationId: 'location', parentId: 'ticket', mergedIntoId: 'ticket',
};

/** Names for the identifiers in changes, in the reader's language, in one statement. */
@Injectable()
export class LabelReader {
  constructor(private readonly database: Database) {}

  async of(changes: readonly FieldChange[], projection: Projection, locale: Locale): Promise<Labels> {
    const ids = [...new Set(changes.filter((change) => change.field in NAMED).flatMap((change) => [change.from, change.to]).filter((id): id is string => typeof id === 'string'))];
    const names = new Map<string, string>();
    if (ids.length > 0) {
      const group = projection === 'requester' ? `coalesce(public_label_${locale}, name_${locale})` : `name_${locale}`;
      const rows = await this.database.sql.rows<{ id: string; name: string }>(
        `select id, ${group} as name from support_group where id = any($1::uuid[]) union all select id, display_name from person where id = any($1::uuid[])
         union all select id, name_${locale} from service where id = any($1::uuid[]) union all select id, name_${locale} from category where id = any($1::uuid[])
         union all select id, name_${locale} from location where id = any($1::uuid[]) union all select id, reference from ticket where id = any($1::uuid[])`,
        [ids],
      );
      for (const { id, name } of rows) names.set(id, name);
    }
    const label = (value: unknown): string | undefined => (typeof value === 'string' ? names.get(value) : undefined);
    return {
      of: ({ field, from, to }) => {
        if (!(field in NAMED)) return {};
        const [fromLabel, toLabel] = [label(from), label(to)];
        return { ...(fromLabel === undefined ? {} : { fromLabel }), ...(toLabel === undefined ? {} : { toLabel }) };
      },
    };
  }
}
