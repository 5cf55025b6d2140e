import { IconFile } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Schemas } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import css from './attachments.module.css';

const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Files of a message or ticket; pictures are shown small. */
export function Attachments({ ticketId, files }: { ticketId: string; files: readonly Schemas['AttachmentReply'][] }): ReactNode {
  const { format } = useI18n();
  if (files.length === 0) return null;
  const address = (id: string): string => `/api/v1/tickets/${ticketId}/attachments/${id}`;
  return (
    <ul className={css.kept}>
      {files.map((file) => (
        <li key={file.id}>
          {SHOWN.has(file.type) ? (
            <a className={css.picture} href={`${address(file.id)}?inline=true`} target="_blank" rel="noreferrer" title={`${file.name}, ${format.fileSize(file.size)}`}>
              <img src={`${address(file.id)}?inline=true`} alt={file.name} loading="lazy" width={168} height={112} />
            </a>
          ) : (
            <a className={css.link} href={address(file.id)} download={file.name}>
              <IconFile size={16} stroke={1.75} aria-hidden />
              {file.name} <span className={css.size}>{format.fileSize(file.size)}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
