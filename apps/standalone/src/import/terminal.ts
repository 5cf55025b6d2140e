import { Presets, SingleBar } from 'cli-progress';
import type { BadRowReply, ImportReply } from '@opora/history-import';

/** What the person in front of the terminal is told on the way. */
export interface Shown {
  uploaded(share: number): void;
  at(report: ImportReply): void;
  step(name: string): void;
}

const STEPS: Readonly<Record<ImportReply['state'], string>> = { waiting: 'waits', reading: 'reading', writing: 'writing', done: 'done', failed: 'failed' };

export class Terminal implements Shown {
  private readonly began = performance.now();
  private readonly bar = new SingleBar(
    { format: '{bar} {percentage}% | {step} | {rows} rows | {tickets} tickets | {rate}/s', hideCursor: true, clearOnComplete: false, noTTYOutput: true, notTTYSchedule: 2_000, barsize: 28, fps: 8, forceRedraw: true, linewrap: false },
    Presets.shades_classic,
  );
  private open = false;

  uploaded(share: number): void {
    this.show(0, { step: `sending ${Math.floor(share * 100)}%`, rows: 0, tickets: 0, rate: 0 });
  }

  at(report: ImportReply): void {
    const { done, found } = report.tickets;
    this.show(report.progress, { step: STEPS[report.state], rows: report.rowsRead, tickets: found === 0 ? 0 : `${done}/${found}`, rate: Math.round(done / this.seconds) });
  }

  step(name: string): void {
    if (this.open) this.bar.update({ step: name });
  }

  close(): void {
    if (this.open) this.bar.stop();
    this.open = false;
  }

  /** @returns what the command ends with */
  conclude(report: ImportReply, bad: readonly BadRowReply[]): number {
    this.close();
    const { seconds } = this;
    const { found, created, unchanged, changed, leftOut } = report.tickets;
    const say = (line: string): void => console.log(line);
    if (bad.length > 0) {
      say(`\n${report.badRows} rows were left out:`);
      for (const { line, key, field, value, message } of bad) say(`  line ${line}${key === null ? '' : ` (${key})`}${field === '' ? '' : `, ${field}`}${value === '' ? '' : ` = ${JSON.stringify(value)}`}: ${message}`);
      if (report.badRows > new Set(bad.map(({ line }) => line)).size) say(`  … the others: GET /api/v1/imports/${report.id}/bad-rows, or the page "Imports" of the administration`);
    }
    if (report.failure !== null) {
      console.error(`\nNothing more was imported: ${report.failure.message} (${report.failure.code})`);
      return 1;
    }
    say(`\n${report.checkOnly ? 'Checked' : 'Imported'} ${report.fileName}: ${report.rowsRead} rows, ${found} tickets in ${seconds.toFixed(1)} s (${Math.round(found / seconds)} tickets/s).`);
    say(`  ${report.checkOnly ? 'would be new' : 'new'} ${created}, there already ${unchanged}, there with other rows and left as they are ${changed}, left out for a bad row ${leftOut}.`);
    return report.badRows > 0 ? 3 : 0;
  }

  private get seconds(): number {
    return Math.max(0.001, (performance.now() - this.began) / 1_000);
  }

  private show(percent: number, payload: Record<string, string | number>): void {
    if (!this.open) this.bar.start(100, percent, payload);
    else this.bar.update(percent, payload);
    this.open = true;
  }
}
