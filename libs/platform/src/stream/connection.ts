import type { ServerResponse } from 'node:http';
import type { Actor } from '../authz/actor';
import type { StreamMessage } from './topics';

export const MAX_STREAMS_PER_PERSON = 10;
const HEARTBEAT_MS = 20_000;
/** A reader that leaves this much unread is let go; it resumes by `Last-Event-ID`. Bytes. */
const MAX_BUFFER = 256 * 1024;

/** One open event stream. */
export class Connection {
  private readonly heartbeat: NodeJS.Timeout;
  private closed = false;

  constructor(
    public actor: Actor,
    private readonly response: ServerResponse,
  ) {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'keep-alive', 'x-content-type-options': 'nosniff' });
    response.write('retry: 2000\n\n');
    this.heartbeat = setInterval(() => this.write(': \n\n'), HEARTBEAT_MS);
    response.on('close', () => {
      this.closed = true;
      clearInterval(this.heartbeat);
    });
  }

  onClose(act: () => void): void {
    this.response.on('close', act);
  }

  send(message: StreamMessage, id: number): void {
    this.write(`id: ${id}\nevent: ${message.event}\ndata: ${JSON.stringify(message.data)}\n\n`);
  }

  close(retryMs?: number): void {
    if (this.closed) return;
    if (retryMs !== undefined) this.write(`retry: ${retryMs}\n\n`);
    this.response.end();
    /* From now on nobody is told anything here, though the socket closes a moment later (`security.md` SS-04). */
    this.closed = true;
  }

  private write(text: string): void {
    if (this.closed) return;
    if (this.response.writableLength > MAX_BUFFER) this.response.destroy();
    else this.response.write(text);
  }
}
