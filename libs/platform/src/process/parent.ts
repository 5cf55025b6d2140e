const PATIENCE_MS = 8_000;

/**
 * A process that a launcher made ends with it, however the launcher ends: nobody would stop it any more, and its database goes too. Call it before anything else is begun;
 * tell it how to close once that is known.
 */
export function exitWithParent(): { closeBy(close: () => Promise<void>): void } {
  let close: () => Promise<void> = async () => undefined;
  if (process.send)
    process.once('disconnect', () => {
      setTimeout(() => process.exit(1), PATIENCE_MS).unref();
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  return { closeBy: (how) => void (close = how) };
}
