import { type ArgumentMetadata, ParseUUIDPipe, ValidationPipe } from '@nestjs/common';
import { type FieldError, LEVELS, Refusal, notFound } from '@opora/kit';
import { IsIn, IsUUID, Matches, MaxLength, MinLength, type ValidationError, type ValidationOptions, ValidateBy, ValidateIf, buildMessage } from 'class-validator';
import { Transform } from 'class-transformer';

const READ_ONLY = Symbol('opora:read-only');

/** Names that a resource shows but a request may not set: refused as `read_only` rather than `unknown_field` (`api.md` Clarifications). */
export function ReadOnlyFields(...names: string[]): ClassDecorator {
  return (target) => Reflect.defineMetadata(READ_ONLY, names, target);
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/* What every part of the house can hold: PostgreSQL knows no year 0, and RFC 3339 none after 9999. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

export const isInstant = (value: unknown): value is string => typeof value === 'string' && RFC3339.test(value) && onCalendar(value) && Date.parse(value) >= EARLIEST && Date.parse(value) <= LATEST;

/** `Date` takes the 30th of February for the 2nd of March, and hour 24. */
function onCalendar(text: string): boolean {
  const [year = 0, month = 0, day = 0, hour = 0] = text.split(/[-Tt:]/, 4).map(Number);
  return hour < 24 && new Date(Date.UTC(2000 + (year % 400), month - 1, day)).getUTCDate() === day;
}

/** RFC 3339 date and time with any offset. */
export const IsInstant = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy({ name: 'isInstant', validator: { validate: isInstant, defaultMessage: buildMessage(() => 'not_an_instant', options) } }, options);

export const IsId = (options?: ValidationOptions): PropertyDecorator => IsUUID('all', options);

export const IsLevel = (options?: ValidationOptions): PropertyDecorator => IsIn(LEVELS, options);

/** Text of `min` (1) to `max` characters with something else than white space in it. */
export function IsText({ max, min = 1, each = false }: { max: number; min?: number; each?: boolean }): PropertyDecorator {
  return (target, key) => {
    ValidateBy({ name: 'isText', validator: { validate: (value) => typeof value === 'string', defaultMessage: () => 'wrong_type' } }, { each })(target, key);
    MaxLength(max, { each })(target, key);
    if (min > 0) {
      MinLength(min, { each })(target, key);
      Matches(/\S/u, { each })(target, key);
    }
  };
}

/** An id in an address: what is none names nothing that exists (`security.md` BO-15). */
export class IdPipe extends ParseUUIDPipe {
  constructor() {
    super({ exceptionFactory: notFound });
  }
}

/** May be left out, but not emptied: `null` is refused (`security.md` MA-04). */
export const Omittable = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

/** May be left out, or emptied with `null`. */
export const Nullable = (): PropertyDecorator => ValidateIf((_object, value) => value !== null && value !== undefined);

/** A query parameter that may be repeated (`?state=new&state=assigned`). */
export const ToArray = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : Array.isArray(value) ? value : [value]));

const CODES: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown_field', isDefined: 'required', isNotEmpty: 'required', isInstant: 'not_an_instant', isUuid: 'not_an_id', isIn: 'not_one_of', isEnum: 'not_one_of', isEmail: 'not_an_email',
  maxLength: 'too_long', minLength: 'too_short', matches: 'invalid_value', min: 'out_of_range', max: 'out_of_range', arrayMaxSize: 'too_long', arrayMinSize: 'too_short', isText: 'wrong_type',
  isString: 'wrong_type', isBoolean: 'wrong_type', isNumber: 'wrong_type', isInt: 'wrong_type', isArray: 'wrong_type', isObject: 'wrong_type', nestedValidation: 'wrong_type',
};
/** Of several complaints about one field the most telling one is shown. */
const ORDER = ['unknown_field', 'required', 'wrong_type', 'not_one_of', 'not_an_id', 'not_an_instant', 'not_an_email', 'too_long', 'too_short', 'out_of_range', 'invalid_value'];

const escape = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');

function fieldErrors(errors: readonly ValidationError[], readOnly: readonly string[], base = ''): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${base}/${escape(error.property)}`;
    const inner = fieldErrors(error.children ?? [], [], pointer);
    if (!error.constraints) return inner;
    const missing = error.value === undefined && !('whitelistValidation' in error.constraints);
    const named = missing
      ? ['required']
      : Object.entries(error.constraints).map(([rule, text]) => CODES[rule] ?? (/^[a-z_]+$/.test(text) ? text : 'invalid_value'));
    let code = named.sort((a, b) => (ORDER.indexOf(a) + 1 || 99) - (ORDER.indexOf(b) + 1 || 99))[0] ?? 'invalid_value';
    if (code === 'unknown_field' && readOnly.includes(error.property)) code = 'read_only';
    const params = paramsOf(error, code);
    return [params ? { pointer, code, params } : { pointer, code }, ...inner];
  });
}

function paramsOf(error: ValidationError, code: string): Record<string, unknown> | undefined {
  const texts = Object.values(error.constraints ?? {}).join(' ');
  const number = /(\d+)/.exec(Object.entries(error.constraints ?? {}).find(([rule]) => CODES[rule] === code)?.[1] ?? '')?.[1];
  if (code === 'too_long') return { max: Number(number) };
  if (code === 'too_short') return { min: Number(number ?? 1) };
  if (code === 'not_one_of') return { values: (/values: (.*)$/.exec(texts)?.[1] ?? '').split(', ') };
  return undefined;
}

/** A list where an object is expected would pass class-validator as an object without fields. */
class BodyPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && metadata.metatype && metadata.metatype !== Array && metadata.metatype !== Object && (typeof value !== 'object' || value === null || Array.isArray(value)) && value !== undefined)
      throw new Refusal('invalid', { errors: [{ pointer: '', code: 'wrong_type' }] });
    // Names that every object inherits: the transformer passes over some and the list of known fields takes the others for known (`security.md` MA-09).
    const inherited = typeof value === 'object' && value !== null && ['body', 'query'].includes(metadata.type) ? Object.keys(value).filter((name) => name in Object.prototype) : [];
    if (inherited.length > 0) throw new Refusal('invalid', { errors: inherited.map((name) => ({ pointer: `/${name}`, code: 'unknown_field' })) });
    return super.transform(metadata.type === 'body' && value === undefined ? {} : value, metadata);
  }
}

export function validationPipe(): ValidationPipe {
  return new BodyPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    // A class without fields is a body too: whatever comes in it is refused as unknown, and nothing is fine.
    forbidUnknownValues: false,
    stopAtFirstError: false,
    // Which class was asked tells the fields that it shows but does not take; nothing of it is answered.
    validationError: { target: true },
    exceptionFactory: (errors) => {
      const target = errors[0]?.target?.constructor;
      const readOnly = target ? ((Reflect.getMetadata(READ_ONLY, target) as string[] | undefined) ?? []) : [];
      const found = fieldErrors(errors, readOnly);
      return new Refusal('invalid', { errors: found.length > 0 ? found : [{ pointer: '', code: 'wrong_type' }] });
    },
  });
}
