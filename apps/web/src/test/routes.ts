import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', 'app', 'routes');
const PERSONAS: Readonly<Record<string, string>> = { portal: 'employee', desk: 'dispatcher', insight: 'manager', admin: 'admin', shared: 'employee' };

export interface Route {
  /** As the router has it, with `$name` for what changes. */
  path: string;
  persona?: string;
}

/** Every route that the router's files declare: a new page cannot be forgotten by the tests that look at all of them. */
export function allRoutes(): Route[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.tsx') && name !== 'root.tsx')
    .flatMap((name) => {
      const area = name.replace('.tsx', '');
      const persona = PERSONAS[area];
      const paths = [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/\bpath: '([^']+)'/g)].map(([, path = '']) => path);
      const shell = paths.find((path) => path === `/${area}`) ?? '';
      return paths.filter((path) => path !== shell || shell === '').map((path) => ({ path: path.startsWith('/') && path !== '/' ? path : `${shell}/${path}`.replace(/\/+$/, '').replace(/\/{2,}/g, '/') || '/', ...(persona ? { persona } : {}) }));
    });
}
