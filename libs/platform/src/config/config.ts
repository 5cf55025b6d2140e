import { networks } from '../egress/address';
import { SETTINGS, type Setting, type SettingName } from './settings';

/** Says in one sentence which setting is wrong; the start prints it and ends with 1. */
export class SettingError extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>;

const parts = (text: string): string[] => text.split(',').map((part) => part.trim()).filter(Boolean);

function areNetworks(list: readonly string[]): boolean {
  try {
    networks(list);
    return true;
  } catch {
    return false;
  }
}

function check(setting: Setting, given: string | undefined): string {
  const value = given === undefined || given === '' ? setting.fallback : given;
  if (value === '') return value;
  const wrong = (expected: string): never => {
    throw new SettingError(`${setting.name} must be ${expected}${setting.kind === 'secret' ? '' : `, not "${value}"`}.`);
  };
  if (setting.kind === 'integer') {
    const number = Number(value);
    if (!Number.isInteger(number) || number < (setting.min ?? 0) || number > (setting.max ?? Number.MAX_SAFE_INTEGER))
      return wrong(`a whole number from ${setting.min ?? 0} to ${setting.max ?? Number.MAX_SAFE_INTEGER}`);
  }
  if (setting.kind === 'flag' && value !== '0' && value !== '1') return wrong('0 or 1');
  if (setting.kind === 'choice' && !setting.choices?.includes(value)) return wrong(`one of ${setting.choices?.join(', ')}`);
  if (setting.kind === 'networks' && !areNetworks(parts(value))) return wrong('networks as 10.1.0.0/16, apart by commas');
  if (setting.kind === 'ports' && !parts(value).every((port) => /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) return wrong('ports from 1 to 65535, apart by commas');
  if (setting.kind === 'url' && !URL.canParse(value)) return wrong('an address (URL)');
  return value;
}

/** The one place that reads the environment; validated as a whole before anything else starts. */
export class Config {
  private readonly values: ReadonlyMap<SettingName, string>;

  /** @throws SettingError naming the setting and what is expected */
  constructor(environment: Environment) {
    this.values = new Map(SETTINGS.map((setting) => [setting.name, check(setting, environment[setting.name])]));
    if (this.text('OPORA_LIMITS') === 'off' && !this.testClock && !this.flag('OPORA_BENCH'))
      throw new SettingError('OPORA_LIMITS=off is allowed only beside OPORA_TEST_CLOCK=1 or OPORA_BENCH=1.');
    if (this.testClock && environment['NODE_ENV'] === 'production')
      throw new SettingError('OPORA_TEST_CLOCK=1 is refused where NODE_ENV=production.');
    if (this.databaseUrl === '') throw new SettingError('DATABASE_URL is missing: start with "npm start", which brings an embedded PostgreSQL, or set it.');
    if (this.secretKey.length < 32) throw new SettingError('OPORA_SECRET_KEY must have 32 characters or more.');
  }

  private text(name: SettingName): string {
    return this.values.get(name) ?? '';
  }
  private number(name: SettingName): number {
    return Number(this.text(name));
  }
  private flag(name: SettingName): boolean {
    return this.text(name) === '1';
  }

  get port(): number { return this.number('PORT'); }
  get host(): string { return this.text('HOST'); }
  get dataDir(): string { return this.text('OPORA_DATA'); }
  /** Without a trailing slash. */
  get publicUrl(): string { return (this.text('PUBLIC_URL') || `http://localhost:${this.port}`).replace(/\/+$/, ''); }
  get databaseUrl(): string { return this.text('DATABASE_URL'); }
  get databasePool(): number { return this.number('DATABASE_POOL'); }
  get redisUrl(): string | null { return this.text('REDIS_URL') || null; }
  get secretKey(): string { return this.text('OPORA_SECRET_KEY'); }
  get demo(): boolean { return this.flag('OPORA_DEMO'); }
  get limits(): 'default' | 'off' { return this.text('OPORA_LIMITS') === 'off' ? 'off' : 'default'; }
  get testClock(): boolean { return this.flag('OPORA_TEST_CLOCK'); }
  get trustedProxies(): readonly string[] { return parts(this.text('TRUSTED_PROXIES')); }
  get logLevel(): string { return this.text('LOG_LEVEL'); }
  get metricsToken(): string | null { return this.text('METRICS_TOKEN') || null; }
  get smtpUrl(): string | null { return this.text('SMTP_URL') || null; }
  get mailFrom(): string { return this.text('MAIL_FROM'); }
  /** Bytes. */
  get attachmentMaxBytes(): number { return this.number('ATTACHMENT_MAX_BYTES'); }
  get s3(): { bucket: string; endpoint: string | null; region: string } | null {
    const bucket = this.text('S3_BUCKET');
    return bucket === '' ? null : { bucket, endpoint: this.text('S3_ENDPOINT') || null, region: this.text('S3_REGION') };
  }
  /** 0: a worker listens nowhere. */
  get workerPort(): number { return this.number('WORKER_PORT'); }
  get workerConcurrency(): number { return this.number('WORKER_CONCURRENCY'); }
  get outboundAllow(): readonly string[] { return parts(this.text('OUTBOUND_ALLOW')); }
  get outboundPorts(): readonly number[] { return parts(this.text('OUTBOUND_PORTS')).map(Number); }
  get secure(): boolean { return this.publicUrl.startsWith('https:'); }
}
