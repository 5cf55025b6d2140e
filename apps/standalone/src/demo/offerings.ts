import type { INestApplicationContext } from '@nestjs/common';
import { Catalogue, Offerings } from '@opora/catalogue';
import { Person, demoId } from '@opora/organisation';
import type { Actor, Tx } from '@opora/platform';
import { In, IsNull } from 'typeorm';
import { personId } from './organisation';
import { OFFERINGS } from './offerings.data';

/** People of the tour with somebody above them who can approve. */
const REPORTS = ['employee', 'employee2', 'dispatcher', 'dispatcher2', 'specialist', 'admin', 'auditor'];

/** The catalogue that can be ordered from, published. */
export async function loadOfferings(app: INestApplicationContext, tx: Tx, actor: Actor): Promise<void> {
  const catalogue = app.get(Catalogue, { strict: false });
  await tx.manager.update(Person, { id: In(REPORTS.map(personId)), managerId: IsNull() }, { managerId: personId('manager') });
  for (const { key, kind, service, definition } of OFFERINGS)
    await catalogue.offerings.create(tx, actor, { kind, serviceId: demoId(`service:${service}`), categoryId: null, status: 'draft', nameUk: definition.name.uk, nameEn: definition.name.en, draft: definition, publishedId: null } as never, demoId(`offering:${key}`));
}

export async function publishOfferings(app: INestApplicationContext, actor: Actor): Promise<void> {
  for (const { key } of OFFERINGS) await app.get(Offerings, { strict: false }).publish(actor, demoId(`offering:${key}`), '*', null);
}
