import { ApiError } from './problem';
import { overStale } from './stale';

const stale = (changedFields?: string[]): ApiError =>
  new ApiError({ status: 412, code: 'stale', message: '', problem: { type: '', title: '', status: 412, detail: '', instance: '', ...(changedFields ? { changedFields } : {}) } });

function sender(first: Error | null) {
  const versions: number[] = [];
  return {
    versions,
    send: (version: number): Promise<string> => {
      versions.push(version);
      return versions.length === 1 && first ? Promise.reject(first) : Promise.resolve('done');
    },
  };
}

describe('A change that somebody else’s change overtook', () => {
  const fresh = (): Promise<number> => Promise.resolve(7);

  it('is sent again by itself where other fields were changed', async () => {
    const { send, versions } = sender(stale(['tags']));
    await expect(overStale({ version: 5, fields: ['urgency'], send, fresh })).resolves.toBe('done');
    expect(versions).toEqual([5, 7]);
  });

  it('is left to the person where the same field was changed, or where nobody knows which', async () => {
    for (const error of [stale(['urgency', 'tags']), stale()]) {
      const { send, versions } = sender(error);
      await expect(overStale({ version: 5, fields: ['urgency'], send, fresh })).rejects.toBe(error);
      expect(versions).toEqual([5]);
    }
  });

  it('leaves other refusals alone', async () => {
    const refused = new ApiError({ status: 409, code: 'state', message: '' });
    const { send } = sender(refused);
    await expect(overStale({ version: 5, fields: ['urgency'], send, fresh })).rejects.toBe(refused);
  });
});
