import { inOrder } from '@opora/kit';
import { finished, ready } from './task';

const task = (id: string, state: 'planned' | 'open' | 'in_progress' | 'done' | 'skipped', ...after: string[]) => ({ id, state, after });

describe('a plan of tasks', () => {
  it('opens a task when all before it are over, in sequence and in parallel', () => {
    expect(ready([task('a', 'done'), task('b', 'planned', 'a'), task('c', 'planned', 'a'), task('d', 'planned', 'b', 'c')])).toEqual(['b', 'c']);
    expect(ready([task('b', 'skipped'), task('c', 'in_progress'), task('d', 'planned', 'b', 'c')])).toEqual([]);
  });

  it('is finished when nothing is left, and never when it is empty', () => {
    expect(finished([task('a', 'done'), task('b', 'skipped')])).toBe(true);
    expect(finished([task('a', 'done'), task('b', 'open')])).toBe(false);
    expect(finished([])).toBe(false);
  });

  it('is refused where tasks wait in a circle or for a stranger', () => {
    const row = (key: string, ...after: string[]) => ({ key, after });
    expect(inOrder([row('b', 'a'), row('a')])?.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(inOrder([row('a', 'b'), row('b', 'a')])).toBeNull();
    expect(inOrder([row('a', 'nobody')])).toBeNull();
  });
});
