import { testApp } from '@opora/testing';
import { demoId } from '@opora/organisation';
import { Client } from 'pg';
import { Desk } from './test/desk';
it('counts', async () => {
  const app = await testApp({ jobs: false });
  const desk = new Desk(app);
  const times = new Map<string, [number, number]>();
  for (let i = 0; i < 300; i++) await desk.register('employee', { serviceId: demoId('service:printing') });
  const proto = Client.prototype as any;
  const original = proto.query;
  proto.query = function (...args: any[]) {
    const t = (typeof args[0] === 'string' ? args[0] : args[0]?.text ?? '').replace(/\s+/g, ' ').slice(0, 60);
    const start = process.hrtime.bigint();
    const r = original.apply(this, args);
    if (r?.then) r.then(() => { const d = Number(process.hrtime.bigint() - start) / 1e6; const e = times.get(t) ?? [0, 0]; times.set(t, [e[0] + 1, e[1] + d]); }, () => 0);
    return r;
  };
  const start = Date.now();
  const N = 400;
  for (let i = 0; i < N; i++) await desk.register('employee', { serviceId: demoId('service:printing') });
  const total = Date.now() - start;
  console.log('per request ms', total / N, [...times].map(([t, [n, d]]) => `${n} ${(d / n).toFixed(3)} ${t}`).join('\n'));
  const s2 = Date.now();
  await Promise.all(Array.from({ length: 8 }, async () => { for (let i = 0; i < 100; i++) await desk.register('employee', { serviceId: demoId('service:printing') }); }));
  console.log('conc 8 per s', 800 / ((Date.now() - s2) / 1000));
  proto.query = original;
  await app.close({ checks: false });
});
