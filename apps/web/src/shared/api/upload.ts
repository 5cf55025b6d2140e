import type { Schemas } from '@opora/client';
import { currentLocale } from '../i18n';
import { currentCsrfToken } from './client';
import { ApiError, errorOf } from './problem';

export type Attachment = Schemas['AttachmentReply'];

/** XMLHttpRequest, because fetch tells nothing of an upload's progress (0–1). */
export function upload(file: File, options: { onProgress?: (share: number) => void; signal?: AbortSignal } = {}): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/attachments');
    request.setRequestHeader('Accept-Language', currentLocale());
    const csrf = currentCsrfToken();
    if (csrf !== null) request.setRequestHeader('X-CSRF-Token', csrf);
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && options.onProgress?.(loaded / total);
    request.onerror = () => reject(new ApiError({ status: 0, code: 'network', message: '' }));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Attachment);
      else void errorOf(new Response(request.responseText, { status: request.status })).then(reject);
    };
    options.signal?.addEventListener('abort', () => {
      request.abort();
      reject(new DOMException('aborted', 'AbortError'));
    });
    const form = new FormData();
    form.append('file', file, file.name || 'screenshot.png');
    request.send(form);
  });
}

export const attachmentAddress = (id: string): string => `/api/v1/attachments/${id}`;
