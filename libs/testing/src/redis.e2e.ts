import { describeWithRedis, testApp, type TestApp, TestRedis } from '.';

describeWithRedis('with Redis under the queues', () => {
  let redis: TestRedis;
  let app: TestApp;
  beforeAll(async () => {
    redis = await TestRedis.start();
    app = await testApp({ demo: false, redisUrl: redis.url });
  });
  afterAll(async () => {
    await app?.close();
    await redis?.stop();
  });

  it('is ready', async () => {
    expect((await app.anonymous().get('/health/ready')).status).toBe(200);
    expect(await redis.client((client) => client.dbsize())).toBeGreaterThan(0);
  });
});
