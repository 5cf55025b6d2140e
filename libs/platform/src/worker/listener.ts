// eslint-disable-next-line no-restricted-imports -- it listens and asks nobody
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Config } from '../config/config';
import { MetricsPage } from '../health/metrics-page';
import { Readiness } from '../health/readiness';
import { TICKS_QUEUE } from '../queue/tick.processor';

const QUEUE_TIMEOUT_MS = 2_000;

/** What orchestrators and Prometheus ask a worker, where `WORKER_PORT` says so: alive, ready (database and queue store reached), metrics (`security.md` F.1, F.2). */
@Injectable()
export class WorkerListener implements OnApplicationBootstrap, OnModuleDestroy {
  private server: Server | null = null;

  constructor(
    private readonly config: Config,
    private readonly readiness: Readiness,
    private readonly page: MetricsPage,
    @InjectQueue(TICKS_QUEUE) private readonly queue: Queue,
  ) {}

  /** @throws where the port is in use: a worker that cannot be watched does not start */
  async onApplicationBootstrap(): Promise<void> {
    if (this.config.workerPort === 0) return;
    const server = createServer((request, response) => void this.answer(request, response).catch(() => response.destroy()));
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.config.workerPort, this.config.host, resolve);
    });
  }

  async onModuleDestroy(): Promise<void> {
    const { server } = this;
    if (server) await new Promise((resolve) => (server.close(resolve), server.closeIdleConnections()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const permitted = this.page.permits({ remoteAddress: request.socket.remoteAddress, headers: request.headers });
    const say = (status: number, body: object): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (request.url) {
      case '/health/live':
        return say(200, { status: 'ok' });
      case '/health/ready': {
        const reasons = [...(await this.readiness.reasons()), ...((await this.queueReached()) ? [] : ['queue'])];
        return reasons.length === 0 ? say(200, { status: 'ready' }) : say(503, { status: 'unavailable', ...(permitted ? { reasons } : {}) });
      }
      case '/metrics': {
        if (!permitted) return say(401, { status: 'unauthenticated' });
        const { contentType, body } = await this.page.text();
        return void response.writeHead(200, { 'content-type': contentType }).end(body);
      }
      default:
        return say(404, { status: 'not found' });
    }
  }

  private queueReached(): Promise<boolean> {
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), QUEUE_TIMEOUT_MS).unref());
    return Promise.race([this.queue.getJobCounts('waiting').then(() => true, () => false), late]);
  }
}
