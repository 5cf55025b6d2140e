import stringify from 'safe-stable-stringify';
import type { Actor } from '@opora/platform';

/** One computation for whoever asks the same at the same moment (`security.md` RL-09); by person, since what is counted depends on who asks. */
export class SingleFlight {
  private readonly flying = new Map<string, Promise<unknown>>();

  once<T>(actor: Actor, name: string, query: object, work: () => Promise<T>): Promise<T> {
    const key = [actor.personId, actor.tokenId, actor.locale, actor.timeZone, name, stringify(query)].join(' ');
    const known = this.flying.get(key);
    if (known) return known as Promise<T>;
    const started = work().finally(() => this.flying.delete(key));
    this.flying.set(key, started);
    return started;
  }
}
