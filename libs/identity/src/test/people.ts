import type { TestApp } from '@opora/testing';
import { demoId } from '@opora/organisation';
import { Database, systemActor, type Tx } from '@opora/platform';
import { Identity } from '../identity';

export interface Extra {
  key: string;
  roles: readonly string[];
  department?: string;
  supplier?: string;
  grants?: readonly ('department_tickets' | 'on_behalf')[];
  groups?: readonly (readonly [groupId: string, right: 'view' | 'work' | 'manage'])[];
}

/** People beside the demonstration's, who sign in like its accounts (`security.md` D.2: `rd`, `rdg`, `s2`, `x2`, and roles taken alone). */
export async function addPeople(app: TestApp, people: readonly Extra[]): Promise<void> {
  const identity = app.api.get(Identity, { strict: false });
  await app.api.get(Database, { strict: false }).tx(async (tx: Tx) => {
    const actor = systemActor('test', 'test');
    for (const { key, roles, department, supplier, grants = [], groups = [] } of people) {
      const id = demoId(`person:${key}`);
      await identity.addPerson(tx, actor, { email: `${key}@demo.opora.test`, displayName: `Тест ${key}`, origin: 'demo', departmentId: department ? demoId(`department:${department}`) : null, supplierId: supplier ? demoId(`supplier:${supplier}`) : null }, id);
      await identity.assignRoles(tx, id, roles);
      for (const grant of grants) await tx.run('insert into person_grant (person_id, grant_) values ($1, $2)', [id, grant]);
      for (const [groupId, right] of groups) await tx.run('insert into group_member (group_id, person_id, right_) values ($1, $2, $3)', [groupId, id, right]);
    }
    await identity.setDemoPassword(tx, people.map(({ key }) => demoId(`person:${key}`)), 'opora-demo');
  });
}

/** Same department as `employee` without and with its grant, a member of the group that the specialist may look into, an engineer of another supplier. */
export const FIXTURE: readonly Extra[] = [
  { key: 'rd', roles: ['requester'], department: 'accounting' },
  { key: 'rdg', roles: ['requester'], department: 'accounting', grants: ['department_tickets'] },
  { key: 's2', roles: ['requester', 'specialist'], department: 'it', groups: [[demoId('group:network'), 'work']] },
  { key: 'x2', roles: ['supplier'], supplier: 'telecom' },
];
