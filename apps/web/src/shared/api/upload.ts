import type { Schemas } from '@opora/client';
import { currentLocale } from '../i18n';
import { currentCsrfToken } from './client';
import { ApiError, errorOf } from './problem';

export type Attachment = Schemas['AttachmentReply'];

interface Watched {
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** A file for a ticket that is being written. */
export const upload = (file: File, options: Watched = {}): Promise<Attachment> => uploadTo<Attachment>('/attachments', { file }, options);

/** A form with one file; path under `/api/v1`. XMLHttpRequest, because fetch tells nothing of an upload's progress (0–1). */
export function uploadTo<T>(path: string, { file, ...fields }: { file: File; [field: string]: string | File }, options: Watched = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('Accept-Language', currentLocale());
    const csrf = currentCsrfToken();
    if (csrf !== null) request.setRequestHeader('X-CSRF-Token', csrf);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && options.onProgress?.(loaded / total);
    request.onerror = () => reject(new ApiError({ status: 0, code: 'network', message: '' }));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else void errorOf(new Response(request.responseText, { status: request.status })).then(reject);
    };
    options.signal?.addEventListener('abort', () => {
      request.abort();
      reject(new DOMException('aborted', 'AbortError'));
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', file, file.name || 'screenshot.png');
    request.send(form);
  });
}

export const attachmentAddress = (id: string): string => `/api/v1/attachments/${id}`;
