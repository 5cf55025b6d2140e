import { useEffect, useMemo, useRef, useState } from 'react';

interface Calm<T> {
  rows: T[];
  /** Rows that the server has and that wait behind the bar. */
  waiting: number;
  show: () => void;
}

/**
 * A list in which nothing moves under the hand (ux.md §2.9): rows change in place, keep their order, and new ones wait until they are asked for. `key` names the question: another filter is another list.
 * `grown` counts pages: what came by scrolling on is not new.
 */
export function useCalmRows<T extends { id: string }>(key: string, fresh: readonly T[] | undefined, grown: number): Calm<T> {
  const [held, setHeld] = useState<{ key: string; grown: number; ids: readonly string[] }>({ key, grown: 0, ids: [] });
  const last = useRef(new Map<string, T>());
  const ids = useMemo(() => fresh?.map(({ id }) => id), [fresh]);
  const isOther = held.key !== key || held.ids.length === 0;
  useEffect(() => {
    if (!ids) return;
    setHeld((before) => {
      if (before.key !== key || before.ids.length === 0) return { key, grown, ids };
      if (grown <= before.grown) return before;
      const have = new Set(before.ids);
      // What the further pages brought stands after what was there.
      const end = ids.findLastIndex((id) => have.has(id));
      return { key, grown, ids: [...before.ids, ...ids.slice(end + 1).filter((id) => !have.has(id))] };
    });
  }, [ids, key, grown]);
  const rows = useMemo(() => {
    const now = new Map((fresh ?? []).map((row) => [row.id, row]));
    const shown = isOther ? [...(fresh ?? [])] : held.ids.flatMap((id) => now.get(id) ?? last.current.get(id) ?? []);
    last.current = new Map(shown.map((row) => [row.id, row]));
    return shown;
  }, [fresh, held.ids, isOther]);
  const have = useMemo(() => new Set(held.ids), [held.ids]);
  const waiting = isOther ? 0 : (ids ?? []).filter((id) => !have.has(id)).length;
  return { rows, waiting, show: () => setHeld({ key, grown, ids: ids ?? [] }) };
}

/** The same list without rows that the person's own act took out of it, before the server says so. */
export function useTakenOut(): { taken: ReadonlySet<string>; take: (id: string) => void; giveBack: (id: string) => void } {
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  return {
    taken,
    take: (id) => setTaken((before) => new Set(before).add(id)),
    giveBack: (id) => setTaken((before) => new Set([...before].filter((one) => one !== id))),
  };
}
