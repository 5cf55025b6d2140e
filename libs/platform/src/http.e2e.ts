import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { testDatabase, type TestDatabase } from '@opora/testing';
import { IsOptional } from 'class-validator';
import supertest from 'supertest';
import { Actor, AuthenticatorSlot, Config, IfMatch, IsText, Permit, PlatformHttp, PlatformJobs, PlatformModule, Public, createApi } from './index';

class SampleBody {
  @IsText({ max: 5 })
  title!: string;

  @IsOptional()
  @IsText({ max: 5, each: true })
  tags?: string[];
}

@Controller('sample')
class SampleController {
  @Post()
  @Public()
  create(@Body() body: SampleBody): SampleBody {
    return body;
  }

  @Post('command')
  @Public()
  command(@IfMatch() version: number | '*'): { version: number | '*' } {
    return { version };
  }

  @Get('secret')
  @Permit('me')
  secret(): object {
    return {};
  }

  @Get('broken')
  @Public()
  broken(): object {
    throw new Error('a secret of ours');
  }
}

let test: TestDatabase;
let app: NestFastifyApplication;
let http: ReturnType<typeof supertest>;

beforeAll(async () => {
  test = await testDatabase();
  const config = new Config({ DATABASE_URL: test.url, OPORA_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' });
  @Module({ imports: [PlatformModule.forRoot({ config, entities: [] }), PlatformHttp, PlatformJobs.forRoot(config)], controllers: [SampleController] })
  class SampleModule {}
  app = await createApi(SampleModule, config, { webFolder: '/nowhere' });
  app.get(AuthenticatorSlot).fill({ authenticate: async () => null, refresh: async (actor: Actor) => actor });
  await app.listen(0, '127.0.0.1');
  http = supertest(await app.getUrl());
});
afterAll(async () => {
  await app?.close();
  await test?.drop();
});

const post = (body: string | Buffer, type = 'application/json') => http.post('/api/v1/sample').set('content-type', type).set('accept-language', 'en').serialize((raw: string) => raw).send(body as string);

describe('the edge', () => {
  it('takes good JSON', async () => {
    expect((await post('{"title":"ok"}').expect(201)).body).toEqual({ title: 'ok' });
  });

  it.each([
    ['a field too much', '{"title":"ok","id":1}', '/id', 'unknown_field'],
    ['a missing field', '{}', '/title', 'required'],
    ['a wrong type', '{"title":{"$ne":""}}', '/title', 'wrong_type'],
    ['a text too long', '{"title":"too long"}', '/title', 'too_long'],
    ['an array item of a wrong type', '{"title":"ok","tags":[1]}', '/tags', 'wrong_type'],
    ['NUL', '{"title":"a\\u0000"}', '/title', 'malformed_text'],
    ['a lone surrogate', '{"title":"\\ud800"}', '/title', 'malformed_text'],
    ['an array for an object', '[]', '', 'wrong_type'],
  ])('names the field of %s (IN-15, MA-04)', async (_what, body, pointer, code) => {
    const answer = await post(body).expect(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer, code, message: expect.stringMatching(/\w/) })]));
  });

  it.each([
    ['broken JSON', '{"title":'],
    ['a poisoned prototype', '{"__proto__":{"x":1},"title":"a"}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['five thousand brackets', '['.repeat(5000) + ']'.repeat(5000)],
  ])('answers 400 to %s (IN-18, MA-09)', async (_what, body) => {
    const answer = await post(body).expect(400);
    expect(answer.body).toMatchObject({ status: 400, type: '/problems/malformed-json', instance: expect.stringMatching(/.+/) });
  });

  it('answers 413, 415, 428, 401, 404 and 500 as problems, and tells nothing of itself (OP-01, OP-02)', async () => {
    await post(`{"title":"${'x'.repeat(2 * 1024 * 1024)}"}`).expect(413);
    await post('title=a', 'application/x-www-form-urlencoded').expect(415);
    await http.post('/api/v1/sample/command').expect(428);
    expect((await http.post('/api/v1/sample/command').set('if-match', '"7"')).body).toEqual({ version: 7 });
    await http.post('/api/v1/sample/command').set('if-match', 'nonsense').expect(412);
    const unknown = await http.get('/api/v1/sample/secret').expect(401);
    expect(unknown.headers['www-authenticate']).toBe('Bearer');
    await http.get('/api/v1/nowhere').expect(404).expect('content-type', /problem/);
    const broken = await http.get('/api/v1/sample/broken').expect(500);
    expect(JSON.stringify(broken.body)).not.toContain('a secret of ours');
    expect(broken.headers['x-powered-by']).toBeUndefined();
  });

  it('refuses what a page of another origin sends (SE-10)', async () => {
    await post('{"title":"ok"}').set('origin', 'https://evil.test').expect(403);
    await post('{"title":"ok"}').set('sec-fetch-site', 'cross-site').expect(403);
  });

  it('says no to a start with a route that names no permission', async () => {
    const config = new Config({ DATABASE_URL: test.url, OPORA_SECRET_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' });
    @Controller('forgotten')
    class Forgotten {
      @Get()
      read(): object {
        return {};
      }
    }
    @Module({ imports: [PlatformModule.forRoot({ config, entities: [] }), PlatformHttp, PlatformJobs.forRoot(config)], controllers: [Forgotten] })
    class ForgetfulModule {}
    const forgetful = await createApi(ForgetfulModule, config, { webFolder: '/nowhere' });
    await expect(forgetful.init()).rejects.toThrow('GET /forgotten (Forgotten.read: no permission)');
    await forgetful.close();
  });

  it('shows its OpenAPI 3.1 document', async () => {
    const { body } = await http.get('/api/openapi.json').expect(200);
    expect(body.openapi).toMatch(/^3\.1/);
    expect(body.paths['/api/v1/sample'].post.responses['422']).toBeDefined();
  });
});
