import { IconCheck } from '@tabler/icons-react';
import { type ButtonHTMLAttributes, cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, useId, useRef, useState } from 'react';
import css from './menu.module.css';

export interface MenuEntry {
  label: ReactNode;
  icon?: ReactNode;
  act: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** One of several: shows the mark of the one in force. */
  chosen?: boolean;
}
export interface MenuSection {
  title?: string;
  entries: readonly (MenuEntry | false | null | undefined)[];
}

interface MenuProps {
  /** One button of ours. */
  trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  /** Above the acts; takes no focus. */
  head?: ReactNode;
  sections: readonly MenuSection[];
  align?: 'start' | 'end';
  width?: number;
}

const GAP = 6;
const EDGE = 8;

/** A button with its acts, on the browser's own popover: above all, closed by Escape or a press elsewhere, focus back to the button. Arrows, Home, End and letters move. */
export function Menu({ trigger, head, sections, align = 'end', width = 240 }: MenuProps): ReactNode {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const items = (): HTMLElement[] => [...(menu.current?.querySelectorAll<HTMLElement>('[role^=menuitem]:not([aria-disabled=true])') ?? [])];

  const place = (): void => {
    const button = document.getElementById(`${id}-button`)?.getBoundingClientRect();
    const box = menu.current;
    if (!button || !box) return;
    const left = align === 'end' ? button.right - box.offsetWidth : button.left;
    const below = button.bottom + GAP + box.offsetHeight <= innerHeight - EDGE;
    box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - box.offsetWidth - EDGE))}px`;
    box.style.top = `${below ? button.bottom + GAP : Math.max(EDGE, button.top - GAP - box.offsetHeight)}px`;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + (at < 0 ? 1 : 0), Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    } else if (event.key === 'Tab') menu.current?.hidePopover();
    else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const letter = event.key.toLowerCase();
      [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) => item.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
    }
    event.stopPropagation();
  };

  return (
    <>
      {cloneElement(trigger, { id: `${id}-button`, popoverTarget: id, 'aria-haspopup': 'menu', 'aria-expanded': open, 'aria-controls': open ? id : undefined })}
      <div
        ref={menu}
        id={id}
        popover="auto"
        className={css.dropdown}
        style={{ width }}
        onKeyDown={onKeyDown}
        onToggle={({ newState }) => {
          setOpen(newState === 'open');
          if (newState !== 'open') return;
          place();
          items()[0]?.focus();
        }}
      >
        {head}
        <div role="menu" aria-labelledby={`${id}-button`}>
          {sections.map(({ title, entries }, index) => (
            <div key={title ?? index} role="group" aria-label={title}>
              {index > 0 || head !== undefined ? <div className={css.divider} role="separator" /> : null}
              {title !== undefined ? (
                <div className={css.label} aria-hidden>
                  {title}
                </div>
              ) : null}
              {entries.map((entry, place) => (entry ? <Item key={place} entry={entry} onDone={() => menu.current?.hidePopover()} /> : null))}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

function Item({ entry: { label, icon, act, danger, disabled, chosen }, onDone }: { entry: MenuEntry; onDone: () => void }): ReactNode {
  return (
    <button
      type="button"
      role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={chosen}
      aria-disabled={disabled || undefined}
      tabIndex={-1}
      className={css.item}
      data-danger={danger || undefined}
      onClick={() => {
        if (disabled) return;
        onDone();
        act();
      }}
    >
      {icon}
      <span className={css.text}>{label}</span>
      {chosen ? <IconCheck size={16} stroke={1.75} aria-hidden /> : null}
    </button>
  );
}
