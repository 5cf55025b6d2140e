import { Injectable, type LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { Config } from '../config/config';

/** JSON lines on stdout (`security.md` F.3): ids and codes, never bodies, queries, cookies or mail. */
@Injectable()
export class Log {
  readonly pino: Logger;

  constructor(config: Config) {
    this.pino = pino({ level: config.logLevel, base: null, redact: ['*.authorization', '*.cookie', '*.password', '*.token', '*.secret'], timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'msg' });
  }

  info(msg: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.pino.info(fields, msg);
  }

  warn(msg: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.pino.warn(fields, msg);
  }

  /** One error is one line. */
  failure(msg: string, error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
    const { name, message, stack, code } = (error instanceof Error ? error : new Error(String(error))) as Error & { code?: string };
    this.pino.error({ ...fields, error: { type: name, code, message, stack } }, msg);
  }

  /** What Nest itself says, in the same stream. */
  forNest(): LoggerService {
    const say = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown, ...rest: unknown[]) =>
      this.pino[level]({ context: typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined, ...(message instanceof Error ? { stack: message.stack } : {}) }, String(message));
    return { log: say('debug'), error: say('error'), warn: say('warn'), debug: say('debug'), verbose: say('debug') };
  }
}
