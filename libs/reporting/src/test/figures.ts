import type { Json, TestApp } from '@opora/testing';

interface Figure {
  count: number;
  query: string;
}

/** All figures of a report, wherever they stand, with their place. */
export function figuresOf(report: unknown, path = ''): { path: string; figure: Figure }[] {
  if (typeof report !== 'object' || report === null) return [];
  const own = report as Partial<Figure>;
  const here = typeof own.count === 'number' && typeof own.query === 'string' ? [{ path, figure: own as Figure }] : [];
  return [...here, ...Object.entries(report).flatMap(([name, value]) => figuresOf(value, `${path}/${name}`))];
}

/** Figures whose list holds another number of tickets than they say; each is asked for as the person who reads the report. */
export async function untrue(app: TestApp, persona: string, report: Json, wanted: (path: string, figure: Figure) => boolean = () => true): Promise<string[]> {
  const faults: string[] = [];
  for (const { path, figure } of figuresOf(report).filter((one) => wanted(one.path, one.figure))) {
    const { status, body } = await app.as(persona).get(`/tickets?${figure.query}&count=exact&limit=1`);
    if (status !== 200 || body.total !== figure.count) faults.push(`${path}: ${figure.count}, but the list ${status === 200 ? `holds ${body.total}` : `answers ${status}`} (${figure.query})`);
  }
  return faults;
}
