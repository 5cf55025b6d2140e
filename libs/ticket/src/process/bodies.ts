import { type FieldError, Refusal } from '@opora/kit';
import { validationPipe } from '@opora/platform';

const pipe = validationPipe();

/** A body as its route would take it, for commands that come another way (bulk, macros). @throws Refusal 422 */
export const validated = <T>(metatype: new () => T, body: unknown): Promise<T> => pipe.transform(body ?? {}, { type: 'body', metatype }) as Promise<T>;

/** The reader of this command's body. @throws Refusal 422 naming those that there are */
export function bodyReader<B extends object, C extends keyof B>(readers: B, command: string): { name: C; read: B[C] } {
  const unknown: FieldError = { pointer: '/command', code: 'not_one_of', params: { values: ['edit', ...Object.keys(readers)] } };
  if (!Object.hasOwn(readers, command)) throw new Refusal('invalid', { errors: [unknown] });
  return { name: command as unknown as C, read: readers[command as unknown as C] };
}
