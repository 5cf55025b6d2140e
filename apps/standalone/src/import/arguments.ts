import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { importOptions, type NewImport } from '@opora/history-import';
import { Refusal } from '@opora/kit';
import { option } from '../commands';
import { Failure } from '../failure';

export const USAGE = `Usage: npm run import -- <file> --format servicenow|volvo|helpdesk|csv
  <file>              .csv or .csv.gz
  --format NAME       which log it is; csv is the plain format of docs/guides/import.md
  --map FILE          JSON that says what the columns and values of the file mean
  --time-zone ZONE    of times without an offset, as Europe/Kyiv; UTC where left out
  --check             reads and reports, brings nothing in
  --url URL           the installation that runs there (or OPORA_URL)
  --token TOKEN       an administrator's token with the scope import.run (or OPORA_TOKEN)
Without a URL it goes into the installation of this folder (OPORA_DATA, DATABASE_URL), whether that runs or not.
It ends with 0 when all is in, 3 when rows were left out, 1 when it failed, 2 when this line was not understood.`;

/** The line was not understood. */
export class Misused extends Error {}

export interface Wish {
  file: string;
  size: number;
  options: NewImport;
  /** As it goes to a server. */
  mapping: string | undefined;
  /** The installation that runs elsewhere; null: the one of this folder. */
  remote: { url: string; token: string } | null;
}

const VALUED = ['format', 'map', 'time-zone', 'url', 'token'];

/** @throws Misused, Failure */
export function wishOf(args: readonly string[], environment: NodeJS.ProcessEnv): Wish {
  const unknown = args.find((argument) => argument.startsWith('--') && ![...VALUED, 'check'].includes(argument.slice(2).split('=')[0] ?? ''));
  if (unknown !== undefined) throw new Misused(`There is no ${unknown}.`);
  const files = args.filter((argument, i) => !argument.startsWith('--') && !VALUED.includes(args[i - 1]?.slice(2) ?? ''));
  const [file] = files;
  if (file === undefined || files.length > 1) throw new Misused('Name one file.');
  if (!existsSync(file) || !statSync(file).isFile()) throw new Failure(`There is no file ${file}.`);
  const mapping = mappingIn(option(args, 'map'));
  const given = { format: option(args, 'format'), timeZone: option(args, 'time-zone'), mapping, checkOnly: args.includes('--check') ? 'true' : undefined, fileName: basename(file) };
  return { file, size: statSync(file).size, options: judged(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))), mapping, remote: remoteOf(args, environment) };
}

function judged(given: Parameters<typeof importOptions>[0]): NewImport {
  try {
    return importOptions(given);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = error.errors ?? [];
    const says: Record<string, string> = {
      '/format': 'Say which log it is: --format servicenow, volvo, helpdesk or csv.', '/timeZone': 'There is no such time zone: --time-zone takes names as Europe/Kyiv.', '/mapping': 'The file of --map is no mapping: JSON with columns, values and dateFormat.',
      '/mapping/dateFormat': 'dateFormat is made of yyyy, MM, dd, HH, mm, ss, SSS.',
    };
    throw new Misused(says[first?.pointer ?? ''] ?? error.message);
  }
}

function mappingIn(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw new Failure(`There is no file ${path}.`);
  return readFileSync(path, 'utf8');
}

function remoteOf(args: readonly string[], environment: NodeJS.ProcessEnv): Wish['remote'] {
  const url = option(args, 'url') ?? environment['OPORA_URL'];
  if (!url) return null;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Misused(`${url} is no address: --url takes one as http://localhost:3000.`);
  const token = option(args, 'token') ?? environment['OPORA_TOKEN'];
  if (!token) throw new Failure('A token is needed beside the address: OPORA_TOKEN or --token, of an administrator, with the scope import.run (made in the web under "My profile", or by POST /me/tokens).');
  return { url: url.replace(/\/+$/, ''), token };
}
