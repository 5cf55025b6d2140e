export { CsvReader, type CsvRecord, LONGEST_RECORD } from './csv';
export { FORMATS, FORMAT_NAMES, type FormatName } from './formats';
export { type Change, type Entry, type History, gather } from './gather';
export { instantReader, isPattern } from './instants';
export type { EventRow, Fault, Format, Someone, State } from './row';
export { type HeaderFault, type Mapping, type Outcome, RowReader } from './rows';
