import { IconFile, IconPhoto, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Attachment, upload } from '../api';
import { useI18n } from '../i18n';
import { Button, IconButton } from './button';
import { useRefusal } from './form';
import css from './file-drop.module.css';

export interface PickedFile {
  key: string;
  name: string;
  size: number;
  type: string;
  /** 0–1 while it goes up. */
  progress: number;
  attachment: Attachment | null;
  failed: string | null;
}

/** Bytes; the server's default. It decides; this spares a long upload for nothing. */
const MOST_BYTES = 25 * 1024 * 1024;

export interface Files {
  list: readonly PickedFile[];
  add: (files: Iterable<File>) => void;
  remove: (key: string) => void;
  clear: () => void;
  ids: string[];
  busy: boolean;
}

/** Files go up at once and belong to the draft; `ids` go with the message or the ticket. */
export function useFiles(): Files {
  const { t, format } = useI18n();
  const refusal = useRefusal();
  const [list, setList] = useState<readonly PickedFile[]>([]);
  const stops = useRef(new Map<string, AbortController>());
  const change = (key: string, part: Partial<PickedFile>): void => setList((before) => before.map((file) => (file.key === key ? { ...file, ...part } : file)));
  return {
    list,
    add: (files) => {
      for (const file of files) {
        const key = crypto.randomUUID();
        const picked: PickedFile = { key, name: file.name || 'screenshot.png', size: file.size, type: file.type, progress: 0, attachment: null, failed: null };
        if (file.size > MOST_BYTES) {
          setList((before) => [...before, { ...picked, failed: t('file.tooLarge', { size: format.fileSize(MOST_BYTES) }) }]);
          continue;
        }
        setList((before) => [...before, picked]);
        const stop = new AbortController();
        stops.current.set(key, stop);
        upload(file, { signal: stop.signal, onProgress: (progress) => change(key, { progress }) }).then(
          (attachment) => change(key, { attachment, progress: 1 }),
          (error: unknown) => !stop.signal.aborted && change(key, { failed: refusal(error) }),
        );
      }
    },
    remove: (key) => {
      stops.current.get(key)?.abort();
      setList((before) => before.filter((file) => file.key !== key));
    },
    clear: () => setList([]),
    ids: list.flatMap(({ attachment }) => attachment?.id ?? []),
    busy: list.some(({ attachment, failed }) => attachment === null && failed === null),
  };
}

/** Dropped and pasted files, for the whole of what `children` holds. */
export function useFileTarget(files: Files): { over: boolean; handlers: object } {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event: React.DragEvent) => {
        if (![...event.dataTransfer.types].includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: React.DragEvent) => {
        event.preventDefault();
        setOver(false);
        files.add(event.dataTransfer.files);
      },
      onPaste: (event: React.ClipboardEvent) => {
        if (event.clipboardData.files.length === 0) return;
        event.preventDefault();
        files.add(event.clipboardData.files);
      },
    },
  };
}

export function PickFiles({ files, children, look = 'secondary', size, label }: { files: Files; children: ReactNode; look?: 'secondary' | 'quiet'; size?: 'small'; label?: string }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          files.add([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <Button look={look} size={size} onClick={() => input.current?.click()} aria-label={label}>
        {children}
      </Button>
    </>
  );
}

export function FileList({ files }: { files: Files }): ReactNode {
  const { t, format } = useI18n();
  const status = useRef<HTMLSpanElement>(null);
  const failed = files.list.filter((file) => file.failed !== null);
  useEffect(() => {
    const latest = failed.at(-1);
    if (status.current && latest) status.current.textContent = t('file.failed', { name: latest.name, why: latest.failed ?? '' });
  }, [failed, t]);
  return (
    <>
      <span ref={status} className="visually-hidden" role="status" />
      {files.list.length > 0 ? (
        <ul className={css.files}>
          {files.list.map((file) => (
            <li key={file.key} className={css.file}>
              {file.type.startsWith('image/') ? <IconPhoto size={20} stroke={1.5} aria-hidden /> : <IconFile size={20} stroke={1.5} aria-hidden />}
              <span className={css.name}>{file.name}</span>
              {file.attachment === null && file.failed === null ? (
                <progress className={css.progress} max={1} value={file.progress} aria-label={t('file.uploading', { name: file.name })} />
              ) : (
                <span className={css.size}>{format.fileSize(file.size)}</span>
              )}
              <IconButton label={t('file.remove', { name: file.name })} size="small" onClick={() => files.remove(file.key)}>
                <IconX size={16} stroke={1.75} />
              </IconButton>
              {file.failed !== null ? <span className={css.failed}>{file.failed}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** Drag, choose or paste. Dragging is never the only way (WCAG 2.5.7). */
export function FileDrop({ files }: { files: Files }): ReactNode {
  const { t, format } = useI18n();
  const { over, handlers } = useFileTarget(files);
  return (
    <div className={css.drop}>
      <div className={css.zone} data-over={over || undefined} {...handlers}>
        <PickFiles files={files}>{t('file.choose')}</PickFiles>
        <span className={css.hint}>{t('file.hint', { size: format.fileSize(MOST_BYTES) })}</span>
      </div>
      <FileList files={files} />
    </div>
  );
}
