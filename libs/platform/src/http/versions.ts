import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { Refusal } from '@opora/kit';
import type { OporaRequest } from '../authz/permit';

export const VERSIONED = 'opora:versioned';

/** The reply has a numeric `version`: it becomes the ETag; on 201 `Location` is the collection + reference or id. */
export const Versioned = (collection?: string) => SetMetadata(VERSIONED, { collection: collection ?? null });

const ETAG = /^(?:W\/)?"(\d{1,9})(?:-[a-z]+)?"$/;

/** @throws Refusal 428 where the header is missing, 412 where it can match nothing */
export function parseIfMatch(header: string | undefined): number | '*' {
  if (header === undefined || header.trim() === '') throw new Refusal('precondition_required', { status: 428 });
  if (header.trim() === '*') return '*';
  const version = ETAG.exec(header.trim())?.[1];
  if (version === undefined || header.trim().startsWith('W/')) throw new Refusal('stale', { status: 412 });
  return Number(version);
}

/** The version that the caller last saw (RFC 9110 §13.1.1), or `*` for "whatever it is now". */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): number | '*' =>
  parseIfMatch(context.switchToHttp().getRequest<OporaRequest>().headers['if-match']),
);
