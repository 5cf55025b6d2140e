import { createLink } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import css from './tabs.module.css';

interface Tab<V extends string> {
  value: V;
  label: ReactNode;
  count?: number | undefined;
}

/** Panels of one page. Arrows move, the panel follows at once; what the tab shows is `children`. */
export function Tabs<V extends string>({ label, tabs, value, onChange, children }: { label: string; tabs: readonly Tab<V>[]; value: V; onChange: (value: V) => void; children: ReactNode }): ReactNode {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus();
  };
  return (
    <>
      <div ref={list} className={css.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            data-value={tab.value}
            className={css.tab}
            aria-selected={tab.value === value}
            aria-controls={tab.value === value ? `${id}-panel` : undefined}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
          >
            {tab.label}
            <Count n={tab.count} />
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </>
  );
}

export const Count = ({ n }: { n: number | undefined }): ReactNode => (n === undefined || n === 0 ? null : <span className={css.count}>{n}</span>);

function TabAnchor({ count, children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { count?: number | undefined }): ReactNode {
  return (
    <a {...rest} className={css.tab}>
      {children} <Count n={count} />
    </a>
  );
}
/** A tab that is an address of its own (list filters, sections of the profile). */
export const TabLink = createLink(TabAnchor);
export function TabLinks({ label, children }: { label: string; children: ReactNode }): ReactNode {
  const nav = useRef<HTMLElement>(null);
  // On a phone the row is longer than the screen: the tab that is open must be on it.
  useEffect(() => {
    const row = nav.current;
    const tab = row?.querySelector<HTMLElement>('[aria-current=page]');
    if (!row || !tab) return;
    const start = tab.offsetLeft - row.offsetLeft;
    if (start < row.scrollLeft || start + tab.offsetWidth > row.scrollLeft + row.clientWidth) row.scrollLeft = start - 16;
  });
  return (
    <nav ref={nav} className={css.tabs} aria-label={label}>
      {children}
    </nav>
  );
}

/** Two to four values, all on view. */
export function Segments<V extends string>({ label, options, value, onChange }: { label: string; options: readonly { value: V; label: ReactNode }[]; value: V; onChange: (value: V) => void }): ReactNode {
  return (
    <div className={css.segments} role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" className={css.segment} aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
