import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type BadRowReply, HistoryImportModule, type ImportReply, ImportRunner, Imports } from '@opora/history-import';
import { Identity } from '@opora/identity';
import { Database, PlatformModule, Settle, systemActor } from '@opora/platform';
import { entities, jobModules } from '../../../api/src/modules';
import { onInstallation } from '../commands';
import { migrateDatabase } from '../migrate';
import type { Wish } from './arguments';
import type { Shown } from './terminal';

const LOOK_MS = 150;

/** Brings the file into the installation of this folder: in this process, beside Opora where it runs, else with the database started for it. */
export function importHere(wish: Wish, environment: NodeJS.ProcessEnv, shown: Shown): Promise<{ report: ImportReply; bad: BadRowReply[] }> {
  return onInstallation({ LOG_LEVEL: 'error', ...environment }, { existing: false }, async ({ config, url, running }) => {
    await migrateDatabase(url);
    @Module({ imports: [PlatformModule.forRoot({ config, entities }), HistoryImportModule, ...jobModules] })
    class ImportCommand {}
    const app = await NestFactory.createApplicationContext(ImportCommand, { abortOnError: false, logger: ['error', 'warn'] });
    try {
      await app.get(Identity, { strict: false }).prepare();
      const actor = systemActor('npm run import', 'import');
      const imports = app.get(Imports, { strict: false });
      const runner = app.get(ImportRunner, { strict: false });
      let report = await imports.start(actor, await imports.receive(createReadStream(wish.file)), wish.options);
      while (report.finishedAt === null) {
        /* A worker that runs beside may have taken it; where it dies, this process goes on. */
        runner.wake();
        await delay(LOOK_MS);
        report = await imports.read(actor, report.id);
        shown.at(report);
      }
      const { items } = await imports.badRows(actor, report.id, { limit: 200 });
      if (!running && report.tickets.created > 0 && !(await quarantined(app.get(Database)))) {
        shown.step('search words');
        await app.get(Settle).drain();
      }
      return { report, bad: items };
    } finally {
      await app.close();
    }
  });
}

const quarantined = async ({ sql }: Database): Promise<boolean> => (await sql.one('select 1 from quarantine')) !== null;
