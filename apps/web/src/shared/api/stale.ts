import { isApiError } from './problem';

/**
 * A change with `If-Match` that somebody else's change overtook (ux.md §2.4): where the fields are others, it is sent once more with the version of now and nobody is asked;
 * where they are the same, the 412 is thrown on, with `problem.changedFields`, for the field to show both values.
 */
export async function overStale<T>({ version, fields, send, fresh }: { version: number; fields: readonly string[]; send: (version: number) => Promise<T>; fresh: () => Promise<number> }): Promise<T> {
  try {
    return await send(version);
  } catch (error) {
    if (!isApiError(error, 412)) throw error;
    const changed = error.problem?.changedFields;
    if (!changed || changed.some((field) => fields.includes(field))) throw error;
    return send(await fresh());
  }
}
