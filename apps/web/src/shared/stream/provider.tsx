import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { serverNow } from '../i18n';
import { Stream, type StreamEvents, type StreamName } from './stream';

interface Line {
  up: boolean;
  /** When the shown state was last known to be right. */
  since: Date | null;
}

const Context = createContext<Stream | null>(null);
const LineContext = createContext<Line>({ up: true, since: null });

const online = {
  subscribe: (listener: () => void) => {
    addEventListener('online', listener);
    addEventListener('offline', listener);
    return () => {
      removeEventListener('online', listener);
      removeEventListener('offline', listener);
    };
  },
  now: () => navigator.onLine,
};

const GATHER_MS = 250;

/** Many events in a moment ask for each thing once. */
function gather(act: (key: string[]) => void): { add: (keys: string[][]) => void; stop: () => void } {
  const waiting = new Map<string, string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add: (keys) => {
      for (const key of keys) waiting.set(key.join(' '), key);
      timer ??= setTimeout(() => {
        timer = undefined;
        const now = [...waiting.values()];
        waiting.clear();
        for (const key of now) act(key);
      }, GATHER_MS);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Keeps what is on the screen fresh while somebody is signed in. A new `session` begins a new stream; what is under it stays. */
export function StreamProvider({ session = 0, children }: { session?: number; children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [{ stream, of }, setStream] = useState(() => ({ stream: new Stream(), of: session }));
  if (of !== session) setStream({ stream: new Stream(), of: session });
  const [line, setLine] = useState<Line>({ up: true, since: null });
  const isOnline = useSyncExternalStore(online.subscribe, online.now);

  useEffect(() => {
    const stale = gather((queryKey) => void client.invalidateQueries({ queryKey }));
    const ends = [
      stream.on('ticket', (event) => {
        const known = client.getQueryData<{ version?: number }>(['ticket', event.reference, 'card'])?.version ?? -1;
        // Our own command brought this version already; only what was said is not in its answer.
        if (known < event.version || event.changed.includes('messages')) stale.add([['ticket', event.id], ['ticket', event.reference]]);
        stale.add([['tickets'], ...(event.kind === 'incident' && event.changed.includes('major') ? [['announcements']] : [])]);
      }),
      stream.on('notification', () => stale.add([['notifications']])),
      stream.on('reset', () => void client.invalidateQueries()),
      stream.on('line', ({ up }) => setLine((before) => (before.up === up ? before : { up, since: serverNow() }))),
    ];
    stream.start();
    return () => {
      for (const end of ends) end();
      stale.stop();
      stream.stop();
    };
  }, [client, stream]);

  return (
    <Context value={stream}>
      <LineContext value={isOnline ? line : { up: false, since: line.since ?? serverNow() }}>{children}</LineContext>
    </Context>
  );
}

/** Calls `act` for each event of that name while the component is on the screen. */
export function useStream<N extends StreamName>(name: N, act: (data: StreamEvents[N]) => void): void {
  const stream = useContext(Context);
  const listener = useEffectEvent(act);
  useEffect(() => stream?.on(name, (data) => listener(data)), [stream, name]);
}

export const useLine = (): Line => useContext(LineContext);
