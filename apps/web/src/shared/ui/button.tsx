import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { type Combination, shown, spoken } from '../hotkeys';
import css from './button.module.css';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger' | 'link';
interface Style {
  look?: Look;
  size?: 'small' | 'large';
  wide?: boolean;
  icon?: ReactNode;
}

export const cx = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');
const classOf = ({ look = 'secondary', size, wide }: Style, more?: string): string => cx(css.button, css[look], size && css[size], wide && css.wide, more);

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'>, Style {
  children: ReactNode;
  /** Keeps its place and its focus; a second press does nothing. */
  busy?: boolean;
  /** Shortcut that does the same: shown in the button where `showKeys`, always told to assistive technology. */
  keys?: Combination;
  showKeys?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look, size, wide, icon, busy = false, keys, showKeys = false, className, children, onClick, type = 'button', ...rest }: ButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type={type}
      className={classOf({ look, size, wide }, className)}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys && spoken(keys)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span className={css.spinner} aria-hidden /> : icon}
      {children}
      {keys && showKeys ? <Keys keys={keys} className={css.keys} /> : null}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'wide' | 'showKeys'> {
  /** Name for all, tooltip for the pointer. */
  label: string;
  children: ReactNode;
}

export function IconButton({ label, look = 'quiet', size, keys, className, children, type = 'button', busy, ...rest }: IconButtonProps): ReactNode {
  const title = keys ? `${label} (${shown(keys).join(' ')})` : label;
  return (
    <button {...rest} type={type} className={classOf({ look, size }, cx(css.icon, className))} aria-label={label} title={title} aria-busy={busy || undefined} aria-keyshortcuts={keys && spoken(keys)}>
      {children}
    </button>
  );
}

export function Keys({ keys, className }: { keys: Combination; className?: string }): ReactNode {
  return (
    <span className={className} aria-hidden>
      {shown(keys).map((step, index) => (
        <kbd key={index}>{step}</kbd>
      ))}
    </span>
  );
}

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement>, Style {
  ref?: Ref<HTMLAnchorElement>;
}
function Anchor({ look, size, wide, icon, className, children, ...rest }: AnchorProps): ReactNode {
  return (
    <a {...rest} className={classOf({ look, size, wide }, className)}>
      {icon}
      {children}
    </a>
  );
}

/** A link of the router that looks like a button. */
export const ButtonLink = createLink(Anchor);
/** The same for addresses that the router does not know (files). */
export const ButtonAnchor = Anchor;
