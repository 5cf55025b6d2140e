import type { Note } from './data';

export interface Group {
  key: string;
  ticket: Note['ticket'];
  notes: Note[];
  unread: boolean;
}

/** What is about one ticket in one line, in the order of the latest of each. */
export function grouped(notes: readonly Note[]): Group[] {
  const groups = new Map<string, Group>();
  for (const note of notes) {
    const key = note.ticket?.id ?? note.id;
    const group = groups.get(key) ?? { key, ticket: note.ticket, notes: [], unread: false };
    group.notes.push(note);
    group.unread ||= note.readAt === null;
    groups.set(key, group);
  }
  return [...groups.values()];
}
