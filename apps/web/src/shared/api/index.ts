export { api, body, idempotencyKey, ifMatch, keyOf, raw, setCsrfToken, whenSessionOver } from './client';
export { landingOf, may, mayBeSignedIn, type Me, meQuery, placesTickets, rememberShell, type Shell, shellsOf, signOut, useMay, useMe } from './me';
export { ApiError, isApiError } from './problem';
export { overStale } from './stale';
export { queryClient, whenRefusedLate } from './query-client';
export { attachmentAddress, type Attachment, upload, uploadTo } from './upload';
export type { Problem, Schemas } from '@opora/client';
