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

/** Keeps what is on the screen fresh while somebody is signed in. A new `session` begins a new stream; what is under it stays. */
export function StreamProvider({ session = 0, children }: { session?: number; children: ReactNode }): ReactNode {
  const client = useQueryClient();
  const [{ stream, of }, setStream] = useState(() => ({ stream: new Stream(), of: session }));
  if (of !== session) setStream({ stream: new Stream(), of: session });
  const [line, setLine] = useState<Line>({ up: true, since: null });
  const isOnline = useSyncExternalStore(online.subscribe, online.now);

  useEffect(() => {
    const ends = [
      stream.on('ticket', (event) => {
        // A newer version than the one shown: what hangs on this ticket is asked again, and the lists that may hold it.
        void client.invalidateQueries({ queryKey: ['ticket', event.id] });
        void client.invalidateQueries({ queryKey: ['ticket', event.reference] });
        void client.invalidateQueries({ queryKey: ['tickets'] });
        if (event.kind === 'incident' && event.changed.includes('major')) void client.invalidateQueries({ queryKey: ['announcements'] });
      }),
      stream.on('notification', () => void client.invalidateQueries({ queryKey: ['notifications'] })),
      stream.on('reset', () => void client.invalidateQueries()),
      stream.on('line', ({ up }) => setLine((before) => (before.up === up ? before : { up, since: serverNow() }))),
    ];
    stream.start();
    return () => {
      for (const end of ends) end();
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
