import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Config, PlatformModule } from '@opora/platform';
import { testDatabase, type TestDatabase } from '@opora/testing';
import { Module } from '@nestjs/common';
import { organisationEntities } from '@opora/organisation';
import { Identity } from '../identity';
import { IdentityModule } from '../identity.module';

let test: TestDatabase;
let app: INestApplicationContext;

beforeAll(async () => {
  test = await testDatabase();
  const config = new Config({ DATABASE_URL: test.url, OPORA_SECRET_KEY: 'k'.repeat(32), LOG_LEVEL: 'silent' });
  @Module({ imports: [PlatformModule.forRoot({ config, entities: [...organisationEntities] }), IdentityModule] })
  class IdentityAlone {}
  app = await NestFactory.createApplicationContext(IdentityAlone, { logger: ['error'], abortOnError: false });
  await app.get(Identity).prepare();
});
afterAll(async () => {
  await app?.close();
  await test?.drop();
});

const scopesOf = (role: string, permission: string) => test.sql.rows<{ scope: string }>('select rp.scope from role_permission rp join role r on r.id = rp.role_id where r.key = $1 and rp.permission = $2 order by 1', [role, permission]);

it('a release that brings a permission gives it to the shipped roles, and gives nothing back that was taken from them', async () => {
  expect(await scopesOf('specialist', 'task.write')).toEqual([{ scope: 'asg' }, { scope: 'gw' }]);
  // As before a release that knew nothing of tasks, in an installation whose administrator took incident.accept from dispatchers.
  await test.sql.run(`delete from role_permission where permission = 'task.write' or (permission = 'incident.accept' and role_id = (select id from role where key = 'dispatcher'))`);
  await test.sql.run(`delete from permission_given where permission = 'task.write'`);
  await app.get(Identity).prepare();
  expect(await scopesOf('specialist', 'task.write')).toEqual([{ scope: 'asg' }, { scope: 'gw' }]);
  expect(await scopesOf('dispatcher', 'incident.accept')).toEqual([]);
});
