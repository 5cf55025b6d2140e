import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/* What the system tells of processes (Linux alone): their memory and the processor time that they had. */

const TICK_MS = 10;

/** Resident memory in MB, now and at its highest; null where the system does not tell. */
export function memoryOf({ process: child }: { process: ChildProcess }): { now: number; most: number } | null {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const of = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
    return { now: of('VmRSS'), most: of('VmHWM') };
  } catch {
    return null;
  }
}

/** Fields of /proc/PID/stat after the name. */
const statOf = (pid: number | string): number[] => (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ').map(Number);
const own = (fields: readonly number[]): number => ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_MS;

/** Milliseconds of processor time of one process; null where the system does not tell. */
export function processorTimeOf({ process: child }: { process: ChildProcess }): number | null {
  try {
    return own(statOf(child.pid ?? 0));
  } catch {
    return null;
  }
}

/** The same of a process with all its children, those that have ended included. */
export function treeTime(pid: number): number {
  const fields = statOf(pid);
  let sum = own(fields) + ((fields[13] ?? 0) + (fields[14] ?? 0)) * TICK_MS;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const child = statOf(name);
      if (child[1] === pid) sum += own(child);
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
}
