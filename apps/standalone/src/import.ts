import 'reflect-metadata';
import { Misused, USAGE, wishOf } from './import/arguments';
import { importHere } from './import/here';
import { importThere } from './import/server';
import { Terminal } from './import/terminal';
import { command } from './failure';

/* npm run import -- <file> --format servicenow|volvo|helpdesk|csv: a historical event log, into the installation that OPORA_URL and OPORA_TOKEN name or into that of this folder. */
command(async () => {
  const args = process.argv.slice(3);
  if (args.includes('--help') || args.length === 0) {
    console.log(USAGE);
    return args.length === 0 ? 2 : 0;
  }
  const terminal = new Terminal();
  try {
    const wish = wishOf(args, process.env);
    const { report, bad } = wish.remote ? await importThere(wish, wish.remote, terminal) : await importHere(wish, process.env, terminal);
    return terminal.conclude(report, bad);
  } catch (error) {
    if (!(error instanceof Misused)) throw error;
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  } finally {
    terminal.close();
  }
});
