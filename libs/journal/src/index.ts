export { JournalAnchors } from './anchors';
export { type EntryData, type FieldChange, type NewEntry, type SealedEntry, type StoredEntry, type StreamHead, VISIBILITIES, type Visibility, hashOf, seal } from './entry';
export { Journal, type ReadOptions } from './journal';
export { journalChecks } from './journal.checks';
export { JournalHttp, JournalJobs, JournalModule } from './journal.module';
export { journalMigrations } from './migrations';
export { type StreamReader, StreamReaders } from './readers';
export { type Verification, verifyJournal } from './verify';
export { SELECT_ENTRY, journalTerms } from './write';
