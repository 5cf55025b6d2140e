import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config, Database, Log } from '@opora/platform';
import { MailRegister } from './register';
import { MailSender } from './sender';

const AT_ONCE = 10;
const IDLE_MS = 1_000;

/** Sends what is queued, in a loop of its own: a mail server that hangs holds up nothing else (`security.md` I45). */
@Injectable()
export class MailRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private wakeUp: (() => void) | null = null;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly register: MailRegister,
    private readonly sender: MailSender,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.smtpUrl === null) return;
    this.register.onQueued(() => this.wakeUp?.());
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wakeUp?.();
    await this.loop;
    this.sender.close();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let sent = 0;
      try {
        const rows = await this.database.tx((tx) => this.register.claim(tx, AT_ONCE));
        await Promise.all(rows.map((row) => this.sender.send(row, this.log)));
        sent = rows.length;
      } catch (error) {
        this.log.failure('the mail queue could not be read', error);
      }
      if (sent < AT_ONCE && !this.stopped) await this.pause();
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, IDLE_MS);
      this.wakeUp = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  }
}
