import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { Metrics } from './metrics';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export interface Asker {
  remoteAddress: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Who may see figures about the installation: whoever has `METRICS_TOKEN`; where none is set, this machine alone and nobody that came through a proxy. */
@Injectable()
export class MetricsPage {
  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  permits({ remoteAddress, headers }: Asker): boolean {
    const token = this.config.metricsToken;
    if (token === null) return LOOPBACK.has(remoteAddress ?? '') && headers['x-forwarded-for'] === undefined;
    const given = Buffer.from(String(headers['authorization'] ?? ''));
    const wanted = Buffer.from(`Bearer ${token}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  async text(): Promise<{ contentType: string; body: string }> {
    const { registry } = this.metrics;
    return { contentType: registry.contentType, body: await registry.metrics() };
  }
}
