import { onInstallation } from './commands';
import { command } from './failure';
import { migrateDatabase } from './migrate';

/* npm run migrate: brings the schema up to this release; for installations whose processes are started one by one. */
command(() =>
  onInstallation(process.env, { existing: false }, async ({ url }) => {
    const { applied, schema } = await migrateDatabase(url);
    console.log(applied.length ? `Applied ${applied.length} migrations; the schema is ${schema} now.` : `The schema is ${schema}; nothing to do.`);
    return 0;
  }),
);
