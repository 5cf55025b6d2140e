/** A start that a person can mend: the message is one clear sentence, printed without a stack, and the process ends with 1. */
export class Failure extends Error {}

export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const told = error instanceof Failure || error.name === 'EmbeddedPostgresError' || error.constructor.name === 'SettingError';
  return told ? error.message : (error.stack ?? error.message);
}

/** Runs a command line to its end. */
export function command(work: () => Promise<number>): void {
  work().then(
    (code) => process.exit(code),
    (error: unknown) => {
      console.error(sentenceOf(error));
      process.exit(1);
    },
  );
}
