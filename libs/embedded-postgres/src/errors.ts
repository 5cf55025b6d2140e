/** Something the person who starts Opora can mend; the message is one clear sentence and is shown as it is. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
