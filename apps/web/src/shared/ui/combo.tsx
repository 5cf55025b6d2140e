import { Combobox, useCombobox } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../i18n';
import { cx, IconButton } from './button';
import { MantineScope } from './mantine-scope';
import { Field, type FieldProps } from './field';
import fieldCss from './field.module.css';
import css from './combo.module.css';

export interface Option {
  value: string;
  label: string;
  hint?: string;
  group?: string;
  disabled?: boolean;
}

interface ComboProps extends FieldProps {
  id?: string;
  options: readonly Option[];
  value: Option | null;
  onChange: (value: Option | null) => void;
  /** For options that the server finds: called while typing; the options are then taken as they come. */
  onSearch?: (text: string) => void;
  loading?: boolean;
  placeholder?: string;
  /** Entry that is none of the options ("Створити «…»"). */
  onCreate?: (text: string) => void;
  createLabel?: (text: string) => string;
  onBlur?: () => void;
  clearable?: boolean;
}

const MOST_SHOWN = 100;
const matches = (option: Option, text: string, locale: string): boolean =>
  `${option.label} ${option.hint ?? ''}`.toLocaleLowerCase(locale).split(/[\s,.()«»/-]+/).some((word) => word.startsWith(text)) || option.label.toLocaleLowerCase(locale).includes(text);

/** One value of many, found by typing. All selecting goes through here (ux.md §3.6). */
export const Combo = (props: ComboProps): ReactNode => (
  <MantineScope>
    <Bare {...props} />
  </MantineScope>
);

function Bare({ options, value, onChange, onSearch, loading = false, placeholder, onCreate, createLabel, onBlur, clearable = true, ...field }: ComboProps): ReactNode {
  const { t, locale } = useI18n();
  const [text, setText] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const typed = (text ?? '').trim().toLocaleLowerCase(locale);
  const found = (onSearch !== undefined || typed === '' ? options : options.filter((option) => matches(option, typed, locale))).slice(0, MOST_SHOWN);
  const groups = [...new Set(found.map(({ group }) => group ?? ''))];
  const choose = (chosen: string): void => {
    if (chosen === '$create') onCreate?.((text ?? '').trim());
    else onChange(options.find((option) => option.value === chosen) ?? null);
    setText(null);
    combobox.closeDropdown();
  };
  return (
    <Field {...field}>
      {(wired) => (
        <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false} floatingStrategy="fixed" classNames={{ dropdown: css.dropdown, option: css.option, options: css.options, empty: css.empty, groupLabel: css.group }} zIndex={450} offset={4} transitionProps={{ duration: 0 }}>
          <Combobox.DropdownTarget>
            <div className={css.wrap}>
              <Combobox.EventsTarget withExpandedAttribute>
                <input
                  {...wired}
                  type="text"
                  role="combobox"
                  aria-autocomplete="list"
                  className={cx(fieldCss.input, css.input)}
                  placeholder={placeholder}
                  value={text ?? value?.label ?? ''}
                  autoComplete="off"
                  spellCheck={false}
                  onFocus={(event) => event.currentTarget.select()}
                  onClick={() => combobox.openDropdown()}
                  onChange={({ currentTarget }) => {
                    setText(currentTarget.value);
                    onSearch?.(currentTarget.value);
                    combobox.openDropdown();
                    combobox.updateSelectedOptionIndex();
                  }}
                  onBlur={() => {
                    combobox.closeDropdown();
                    if (text === '' && clearable) onChange(null);
                    setText(null);
                    onBlur?.();
                  }}
                />
              </Combobox.EventsTarget>
              {clearable && value !== null ? (
                <IconButton label={t('combo.clear')} size="small" className={css.clear} onClick={() => onChange(null)}>
                  <IconX size={16} stroke={1.75} />
                </IconButton>
              ) : null}
            </div>
          </Combobox.DropdownTarget>
          <Combobox.Dropdown>
            <Combobox.Options aria-label={typeof field.label === 'string' ? field.label : undefined}>
              {groups.map((group) => {
                const inside = found.filter((option) => (option.group ?? '') === group).map((option) => <Shown key={option.value} option={option} />);
                return group === '' ? inside : <Combobox.Group key={group} label={group}>{inside}</Combobox.Group>;
              })}
              {onCreate !== undefined && typed !== '' ? <Combobox.Option value="$create">{createLabel?.((text ?? '').trim())}</Combobox.Option> : null}
              {found.length === 0 && onCreate === undefined ? <Combobox.Empty>{loading ? t('app.loading') : onSearch !== undefined && typed === '' ? t('combo.type') : t('combo.none')}</Combobox.Empty> : null}
            </Combobox.Options>
          </Combobox.Dropdown>
          <span className="visually-hidden" role="status">
            {combobox.dropdownOpened && !loading ? t('combo.results', { n: found.length }) : ''}
          </span>
        </Combobox>
      )}
    </Field>
  );
}

const Shown = ({ option }: { option: Option }): ReactNode => (
  <Combobox.Option value={option.value} disabled={option.disabled}>
    {option.label}
    {option.hint !== undefined ? <span className={css.hint}>{option.hint}</span> : null}
  </Combobox.Option>
);

/** Several values: each stands above the field with its own button to remove it. */
export function MultiCombo({ value, onChange, options, ...rest }: Omit<ComboProps, 'value' | 'onChange'> & { value: readonly Option[]; onChange: (value: Option[]) => void }): ReactNode {
  const { t } = useI18n();
  return (
    <div>
      {value.length > 0 ? (
        <ul className={css.values}>
          {value.map((one) => (
            <li key={one.value} className={css.value}>
              {one.label}
              <IconButton label={t('act.remove', { name: one.label })} size="small" onClick={() => onChange(value.filter(({ value: id }) => id !== one.value))}>
                <IconX size={14} stroke={1.75} />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <Combo {...rest} options={options.filter((option) => !value.some((one) => one.value === option.value))} value={null} onChange={(one) => one && onChange([...value, one])} clearable={false} />
    </div>
  );
}
