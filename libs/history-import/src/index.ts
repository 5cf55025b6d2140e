import './import.messages';

export { FORMAT_NAMES, type FormatName } from './domain';
export { historyImportChecks } from './import.checks';
export { HistoryImportHttp, HistoryImportJobs, HistoryImportModule } from './history-import.module';
export { importOptions } from './import-options';
export { Imports, type NewImport } from './imports';
export type { BadRowReply, ImportReply } from './imports.dto';
export { historyImportMigrations } from './migrations';
export { ImportRunner } from './runner';
