import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonTiesRegistry } from '@opora/identity';

/** What hangs on a person here: shown before they are deactivated (`ux.md` §1.5.20). */
@Injectable()
export class AccessTies implements OnModuleInit {
  constructor(private readonly registry: PersonTiesRegistry) {}

  onModuleInit(): void {
    this.registry.register({
      met: async () => [],
      hanging: async (sql, personId) => {
        const row = await sql.one<{ grants: number; resources: number }>(
          `select (select count(*) from access_grant where person_id = $1 and state in ('active', 'suspended')) as grants, (select count(*) from access_resource where owner_id = $1 and active) as resources`,
          [personId],
        );
        return [{ what: 'grants', count: row?.grants ?? 0 }, { what: 'ownedResources', count: row?.resources ?? 0 }];
      },
    });
  }
}
