/**
 * Puts what waits for one another into an order in which each follows those that it waits for.
 * @returns null where they wait for one another in a circle or for one that is not there
 */
export function inOrder<T extends { key: string; after: readonly string[] }>(tasks: readonly T[]): T[] | null {
  const ordered: T[] = [];
  const placed = new Set<string>();
  for (let grown = true; grown && ordered.length < tasks.length; ) {
    grown = false;
    for (const task of tasks)
      if (!placed.has(task.key) && task.after.every((key) => placed.has(key))) {
        ordered.push(task);
        placed.add(task.key);
        grown = true;
      }
  }
  return ordered.length === tasks.length ? ordered : null;
}
