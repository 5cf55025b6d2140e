import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '../../shared/i18n';
import { cx } from '../../shared/ui';
import css from './pick.module.css';

export interface PickOption {
  value: string;
  label: string;
  hint?: string | undefined;
}

interface PickProps {
  label: string;
  options: readonly PickOption[];
  /** What stands in the field while nobody types in it. */
  value: PickOption | null;
  onChange: (value: PickOption) => void;
  /** For options that the server finds; they are then taken as they come. */
  onSearch?: (text: string) => void;
  searching?: boolean;
  placeholder?: string;
  hideLabel?: boolean;
  /** Last in the list: none of these. */
  other?: { label: (text: string) => string; act: (text: string) => void };
  /** A sentence under the field: why this value. */
  note?: ReactNode;
  /** Ctrl+Enter: takes the option and goes on at once. */
  onDone?: () => void;
  disabled?: boolean;
  big?: boolean;
  testid?: string;
  inputRef?: Ref<HTMLInputElement>;
  error?: string | null;
}

const MOST = 60;
const OTHER = '$other';

/** One of many by a few letters; Enter and Tab alike take the first, so a dispatcher types and goes on. */
export function Pick({ label, options, value, onChange, onSearch, searching = false, placeholder, hideLabel = false, other, note, onDone, disabled, big = false, testid, inputRef, error }: PickProps): ReactNode {
  const { t, locale } = useI18n();
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  // Enter was pressed before the answer came: the first of it is meant.
  const [awaited, setAwaited] = useState(false);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  const typed = (text ?? '').trim();
  const wanted = typed.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const fits = (option: PickOption): boolean => {
    const words = `${option.label} ${option.hint ?? ''}`.toLocaleLowerCase(locale);
    return wanted.every((part) => words.includes(part));
  };
  const found = (onSearch ? options : options.filter(fits)).slice(0, MOST);
  const shown: PickOption[] = other && typed !== '' && !searching ? [...found, { value: OTHER, label: other.label(typed) }] : found;
  const open = text !== null && (onSearch === undefined || typed !== '');
  const take = (option: PickOption | undefined): boolean => {
    if (!option) return false;
    if (option.value === OTHER) other?.act(typed);
    else onChange(option);
    setText(null);
    setAt(0);
    return true;
  };
  if (awaited && !searching) {
    setAwaited(false);
    if (open) queueMicrotask(() => take(shown[0]));
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const goesOn = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (text === null) return setText('');
      setAt((before) => (before + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % Math.max(1, shown.length));
    } else if (event.key === 'Escape' && text !== null) {
      event.preventDefault();
      event.stopPropagation();
      setText(null);
    } else if (goesOn && onDone) {
      event.preventDefault();
      event.stopPropagation();
      if (open) take(shown[at]);
      // With what was just taken: after it has reached the one who asked.
      setTimeout(() => done.current?.());
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      if (searching) setAwaited(true);
      else take(shown[at]);
    } else if (event.key === 'Tab' && open && typed !== '' && !event.shiftKey) take(shown[at]);
  };
  return (
    <div className={cx(css.pick, big && css.big)}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : css.label}>{label}</label>
      <input
        ref={inputRef} id={id} data-testid={testid} type="text" role="combobox" autoComplete="off" spellCheck={false} disabled={disabled} placeholder={placeholder}
        aria-expanded={open} aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={open && shown[at] ? `${id}-${at}` : undefined} aria-invalid={error ? true : undefined} aria-describedby={note || error ? `${id}-note` : undefined}
        value={text ?? value?.label ?? ''}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onClick={() => !onSearch && setText((before) => before ?? '')}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setAt(0);
          onSearch?.(currentTarget.value);
        }}
        onBlur={() => setText(null)}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} className={css.list} hidden={!open}>
        {open
          ? shown.map((option, index) => (
              <li key={option.value} id={`${id}-${index}`} role="option" aria-selected={index === at} onPointerDown={(event) => { event.preventDefault(); take(option); }} onPointerMove={() => setAt(index)}>
                <span>{option.label}</span>
                {option.hint ? <span className={css.hint}>{option.hint}</span> : null}
              </li>
            ))
          : null}
      </ul>
      {open && shown.length === 0 ? <p className={css.none}>{searching ? t('app.loading') : t('combo.none')}</p> : null}
      <span className="visually-hidden" role="status">{open && !searching ? t('combo.results', { n: found.length }) : ''}</span>
      {note || error ? <p id={`${id}-note`} className={error ? css.error : css.note} role={error ? 'alert' : undefined}>{error ?? note}</p> : null}
    </div>
  );
}
