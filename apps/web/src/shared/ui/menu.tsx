import { Menu as MantineMenu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
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

/** A button with its acts. `trigger` is one button of ours; the head stands above the acts and takes no focus. */
export function Menu({ trigger, head, sections, align = 'end', width = 240 }: { trigger: ReactElement; head?: ReactNode; sections: readonly MenuSection[]; align?: 'start' | 'end'; width?: number }): ReactNode {
  return (
    <MantineMenu position={`bottom-${align}`} width={width} offset={6} zIndex={200} withinPortal classNames={{ dropdown: css.dropdown, item: css.item, label: css.label, divider: css.divider }} transitionProps={{ duration: 0 }} returnFocus unstyled>
      <MantineMenu.Target>{trigger}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {head}
        {sections.map(({ title, entries }, index) => (
          <div key={title ?? index} role={title === undefined ? undefined : 'group'} aria-label={title}>
            {index > 0 || head !== undefined ? <MantineMenu.Divider /> : null}
            {title !== undefined ? <MantineMenu.Label aria-hidden>{title}</MantineMenu.Label> : null}
            {entries.map((entry, place) =>
              entry ? (
                <MantineMenu.Item
                  key={place}
                  leftSection={entry.icon}
                  rightSection={entry.chosen ? <IconCheck size={16} stroke={1.75} aria-hidden /> : undefined}
                  onClick={entry.act}
                  disabled={entry.disabled}
                  data-danger={entry.danger || undefined}
                  {...(entry.chosen === undefined ? {} : { role: 'menuitemradio', 'aria-checked': entry.chosen })}
                >
                  <span className={css.text}>{entry.label}</span>
                </MantineMenu.Item>
              ) : null,
            )}
          </div>
        ))}
      </MantineMenu.Dropdown>
    </MantineMenu>
  );
}
