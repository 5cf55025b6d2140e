/** One page of a keyset-paged list (`api.md` Lists). */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}
