export { type EntryData, type FieldChange, type NewEntry, type SealedEntry, type StoredEntry, type StreamHead, VISIBILITIES, type Visibility, hashOf, seal } from './entry';
export { Journal, type ReadOptions } from './journal';
export { journalMigrations } from './migrations';
export { journalTerms } from './write';
export { JournalModule } from './journal.module';
