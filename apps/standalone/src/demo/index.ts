import type { INestApplicationContext } from '@nestjs/common';
import { Identity } from '@opora/identity';
import { Database, systemActor } from '@opora/platform';
import { DemoAccess } from './access';
import { loadAgreements, loadOrganisation, onDatabase } from './organisation';
import { loadOfferings, publishOfferings } from './offerings';
import { loadEvents } from './events';
import { DemoTickets } from './tickets';

/** Loads the demonstration organisation through the modules of an application; false where anybody is there already. */
export async function loadDemo(app: INestApplicationContext, options: { tickets?: boolean } = {}): Promise<boolean> {
  const taken = await app.get(Database, { strict: false }).sql.one(`select 1 from person where id <> '00000000-0000-7000-8000-000000000000' limit 1`);
  if (taken) return false;
  await app.get(Identity, { strict: false }).prepare();
  const actor = systemActor('demonstration data', 'demo');
  await onDatabase(app, (tx) => loadOrganisation(app, tx, actor));
  await onDatabase(app, (tx) => loadAgreements(app, tx, actor));
  await onDatabase(app, (tx) => loadOfferings(app, tx, actor));
  await publishOfferings(app, actor);
  if (options.tickets !== false) {
    await new DemoTickets(app).play();
    await new DemoAccess(app).play();
    await loadEvents(app, actor);
  }
  return true;
}
