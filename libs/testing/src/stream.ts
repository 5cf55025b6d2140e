export interface StreamEvent {
  id: string | null;
  event: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads events freely; each of its expectations states what it reads
  data: any;
}

/** Reads server-sent events and keeps them, so that a test can wait for one that may have come already. */
export class TestStream {
  readonly events: StreamEvent[] = [];
  private readonly waiting = new Set<() => void>();
  private ended = false;

  private constructor(private readonly control: AbortController) {}

  static async open(url: string, headers: Record<string, string>, seen: (bytes: string) => void): Promise<TestStream> {
    const control = new AbortController();
    const answer = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' }, signal: control.signal });
    if (answer.status !== 200 || !answer.body) throw new Error(`GET ${url} → ${answer.status} ${await answer.text()}`);
    const stream = new TestStream(control);
    void stream.read(answer.body, seen);
    return stream;
  }

  /** The first event that fits, whether it came already or comes within the time (milliseconds). */
  async next(fits: (event: StreamEvent) => boolean, within = 10_000): Promise<StreamEvent> {
    const until = performance.now() + within;
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      const left = until - performance.now();
      if (left <= 0 || this.ended) throw new Error(`No such event came; there were: ${JSON.stringify(this.events.map(({ event, data }) => ({ event, data })))}`);
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, left);
        this.waiting.add(() => {
          clearTimeout(timer);
          wake();
        });
      });
    }
  }

  get closed(): boolean {
    return this.ended;
  }

  close(): void {
    this.control.abort();
  }

  private async read(body: ReadableStream<Uint8Array>, seen: (bytes: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        const text = decoder.decode(chunk, { stream: true });
        rest += text;
        const blocks = rest.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          seen(block);
          this.take(block);
        }
      }
    } catch {
      // The connection ended: by close(), or by the server, which a test may be waiting for.
    }
    this.ended = true;
    this.wake();
  }

  private take(block: string): void {
    const fields = block.split('\n').filter((line) => !line.startsWith(':')).map((line) => /^([a-z]+): ?(.*)$/.exec(line));
    const of = (name: string): string[] => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
    const data = of('data').join('\n');
    if (data === '' && of('event').length === 0) return;
    let parsed: unknown = data;
    try {
      parsed = JSON.parse(data);
    } catch {
      // Not JSON: the test sees the text.
    }
    this.events.push({ id: of('id')[0] ?? null, event: of('event')[0] ?? 'message', data: parsed });
    this.wake();
  }

  private wake(): void {
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}
