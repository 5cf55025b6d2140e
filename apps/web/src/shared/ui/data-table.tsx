import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../i18n';
import css from './data-table.module.css';

export interface Column<T> {
  key: string;
  head: ReactNode;
  cell: (row: T) => ReactNode;
  /** Names the row for assistive technology; one column. */
  isRowHead?: boolean;
  /** Field of `?sort=`; left out = cannot be sorted by. */
  sort?: string;
  width?: number | string;
  align?: 'start' | 'end';
}

interface DataTableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** `-createdAt`, as in the address. */
  sort?: string;
  onSort?: (sort: string) => void;
  /** Row under the keyboard. */
  active?: string | null;
  onActive?: (key: string) => void;
  onOpen?: (row: T) => void;
  selected?: ReadonlySet<string>;
  /** Called near the end, for the next page. */
  onEnd?: () => void;
  loading?: boolean;
  /** Height of the scrolled frame; without it the page scrolls and rows are not windowed. */
  height?: number | string;
  empty?: ReactNode;
}

const OVERSCAN = 12;

/** A real table; rows outside of the frame are not in the page, so ten thousand stay quick. Sorting and paging are the server's. */
export function DataTable<T>(props: DataTableProps<T>): ReactNode {
  const { label, columns, rows, keyOf, sort, onSort, active, onActive, onOpen, selected, onEnd, loading = false, height, empty } = props;
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const rowHeight = (): number => Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--row'), 10) || 36;
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => frame.current, estimateSize: rowHeight, overscan: OVERSCAN, enabled: height !== undefined, getItemKey: (index) => keyOf(rows[index] as T) });
  const items = height === undefined ? null : virtual.getVirtualItems();
  const shown = items === null ? rows.map((row, index) => ({ row, index })) : items.flatMap(({ index }) => (rows[index] === undefined ? [] : [{ row: rows[index], index }]));
  const before = items?.[0]?.start ?? 0;
  const after = items === null ? 0 : virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const lastShown = shown.at(-1)?.index ?? 0;

  useEffect(() => {
    if (onEnd && rows.length > 0 && lastShown >= rows.length - OVERSCAN) onEnd();
  }, [lastShown, rows.length, onEnd]);
  const activeIndex = active === undefined || active === null ? -1 : rows.findIndex((row) => keyOf(row) === active);
  useEffect(() => {
    if (activeIndex >= 0 && height !== undefined) virtual.scrollToIndex(activeIndex, { align: 'auto' });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- scrolls when the active row changes, not when the list does
  }, [activeIndex]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const current = activeIndex < 0 ? (step === -1 ? rows.length : -1) : activeIndex;
    const next = step === undefined ? undefined : rows[current + step];
    if (next !== undefined) {
      event.preventDefault();
      onActive?.(keyOf(next));
    } else if (event.key === 'Enter' && event.target === event.currentTarget && rows[activeIndex] !== undefined) onOpen?.(rows[activeIndex]);
  };
  const direction = (field: string): 'ascending' | 'descending' | undefined => (sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined);

  return (
    <div ref={frame} className={css.frame} style={{ height } as CSSProperties} tabIndex={onActive ? 0 : undefined} role={onActive ? 'group' : undefined} aria-label={onActive ? label : undefined} onKeyDown={onActive ? onKeyDown : undefined}>
      {loading ? <div className={css.loading} /> : null}
      <table className={css.table} aria-rowcount={height === undefined ? undefined : rows.length + 1} aria-busy={loading || undefined}>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" data-align={column.align} style={{ width: column.width }} aria-sort={column.sort === undefined ? undefined : direction(column.sort)}>
                {column.sort === undefined || onSort === undefined ? column.head : <Sort field={column.sort} direction={direction(column.sort)} onSort={onSort} label={column.head} title={t('table.sort', { column: String(column.head) })} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} span={columns.length} /> : null}
          {shown.map(({ row, index }) => {
            const key = keyOf(row);
            return (
              <tr key={key} aria-rowindex={height === undefined ? undefined : index + 2} data-active={key === active || undefined} aria-selected={selected?.has(key) || undefined} onClick={onActive ? () => onActive(key) : undefined} onDoubleClick={onOpen ? () => onOpen(row) : undefined}>
                {columns.map((column) =>
                  column.isRowHead === true ? (
                    <th key={column.key} scope="row" data-align={column.align}>
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.key} data-align={column.align}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
          {after > 0 ? <Spacer height={after} span={columns.length} /> : null}
        </tbody>
      </table>
      {rows.length === 0 && !loading ? empty : null}
    </div>
  );
}

const Spacer = ({ height, span }: { height: number; span: number }): ReactNode => (
  <tr className={css.spacer} aria-hidden>
    <td colSpan={span} style={{ height }} />
  </tr>
);

function Sort({ field, direction, onSort, label, title }: { field: string; direction: 'ascending' | 'descending' | undefined; onSort: (sort: string) => void; label: ReactNode; title: string }): ReactNode {
  const Icon = direction === 'ascending' ? IconArrowUp : direction === 'descending' ? IconArrowDown : IconArrowsSort;
  return (
    <button type="button" className={css.sort} title={title} onClick={() => onSort(direction === 'ascending' ? `-${field}` : field)}>
      {label}
      <Icon size={14} stroke={1.75} aria-hidden />
    </button>
  );
}
