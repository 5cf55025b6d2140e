import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure';

export interface ChildOptions {
  name: string;
  script: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
}

/* Generous: a first start loads the demonstration data, and a loaded machine starts slowly. */
const READY_TIMEOUT = 180_000;
const STOP_TIMEOUT = 35_000;
const STEADY = 60_000;
const LARGEST_LOG = 20 * 1024 * 1024;
const PAUSES = [200, 500, 1_000, 2_000, 5_000];

/** A process of ours that is started again when it dies. Its log is a file; it has a process group of its own, so that Ctrl-C reaches the launcher alone. */
export class Child {
  private process: ChildProcess | undefined;
  private stopping = false;
  private failures = 0;
  private startedAt = 0;
  private logStart = 0;
  private readonly patience = READY_TIMEOUT;

  constructor(
    private readonly options: ChildOptions,
    private readonly gaveUp: (sentence: string) => void,
  ) {}

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Settles with the child's first message when it serves. */
  async start<Ready = unknown>(): Promise<Ready> {
    const child = this.launch();
    const ready = await this.heard<Ready>(child);
    child.on('exit', () => this.stopping || void this.revive());
    return ready;
  }

  /** Tells a child that has started something, and settles with its answer. */
  async ask<Answer>(question: object): Promise<Answer> {
    const child = this.process;
    if (!child) throw new Error(`${this.options.name} does not run`);
    const answer = this.heard<Answer>(child);
    child.send(question);
    return answer;
  }

  private heard<Message>(child: ChildProcess): Promise<Message> {
    return new Promise<Message>((heard, fail) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        act();
      };
      const onMessage = (message: unknown): void => {
        const { failure } = message as { failure?: string };
        settle(() => (failure === undefined ? heard(message as Message) : fail(new Failure(failure))));
      };
      const onExit = (code: number | null, signal: string | null): void => settle(() => fail(new Failure(`${this.options.name} did not start (${signal ?? `exit ${code}`}): ${lastWords(this.options.logFile, this.logStart)}`)));
      const timer = setTimeout(() => {
        settle(() => fail(new Failure(`${this.options.name} did not become ready within ${this.patience / 1_000} s; its log is ${this.options.logFile}.`)));
        child.kill('SIGKILL');
      }, this.patience);
      child.on('message', onMessage).on('exit', onExit);
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
    await ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.stopping = true;
    this.process?.kill('SIGKILL');
  }

  private launch(): ChildProcess {
    rotate(this.options.logFile);
    const log = openSync(this.options.logFile, 'a', 0o600);
    this.startedAt = performance.now();
    this.logStart = statSync(this.options.logFile).size;
    this.process = fork(this.options.script, [], { env: this.options.env, stdio: ['ignore', log, log, 'ipc'], detached: true });
    closeSync(log);
    return this.process;
  }

  private async revive(): Promise<void> {
    this.failures = performance.now() - this.startedAt > STEADY ? 0 : this.failures + 1;
    if (this.failures > 10) return this.gaveUp(`${this.options.name} ended again and again; its log is ${this.options.logFile}: ${lastWords(this.options.logFile, this.logStart)}`);
    await delay(PAUSES[Math.min(this.failures, PAUSES.length) - 1] ?? PAUSES[0]);
    if (this.stopping) return;
    await this.start().catch(() => (this.stopping ? undefined : this.revive()));
  }
}

/** The reason that a dead process wrote: the last lines of its log since it began, JSON lines by their message. */
function lastWords(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').split('\n').filter((line) => line !== '');
  return lines.slice(-3).map(messageOf).join('\n');
}

function messageOf(line: string): string {
  try {
    const { msg, error } = JSON.parse(line) as { msg?: string; error?: { message?: string } };
    return [msg, error?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}

function rotate(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(file, `${file}.1`);
}
