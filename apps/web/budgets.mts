import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

interface Budgets {
  first: Record<string, { of: string[]; js: number; css: number }>;
  route: { js: number; portal: number };
  /** A source file whose own chunk may be larger, with the KB that it may have. */
  exceptions: Record<string, number>;
}
type Chunk = Rolldown.OutputChunk;

/** Fails the build where what a person has to load outgrows budgets.json; the figures are printed by every build with OPORA_BUDGETS=1. */
export function budgets(file: string): Plugin {
  const limits = JSON.parse(readFileSync(file, 'utf8')) as Budgets;
  let root = '';
  return {
    name: 'opora-budgets',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    writeBundle(_options, bundle) {
      const verdict = measure(bundle, root, limits);
      if (process.env['OPORA_BUDGETS'] === '1') process.stdout.write(`${verdict.lines.join('\n')}\n`);
      if (verdict.broken.length > 0) this.error(`Over budget (budgets.json):\n${verdict.broken.join('\n')}`);
    },
  };
}

function measure(bundle: Rolldown.OutputBundle, root: string, limits: Budgets): { lines: string[]; broken: string[] } {
  const chunks = Object.values(bundle).filter((part): part is Chunk => part.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const relative = (id: string | null): string => (id ?? '').replaceAll('\\', '/').replace(`${root.replaceAll('\\', '/')}/`, '');
  const bySource = new Map(chunks.filter((chunk) => chunk.facadeModuleId !== null).map((chunk) => [relative(chunk.facadeModuleId), chunk]));
  const size = (name: string): number => {
    const part = bundle[name];
    if (!part) return 0;
    return gzipSync(part.type === 'chunk' ? part.code : part.source).length / 1024;
  };
  const closure = (start: readonly Chunk[]): Set<Chunk> => {
    const all = new Set<Chunk>();
    const waiting = [...start];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (all.has(next)) continue;
      all.add(next);
      for (const name of next.imports) {
        const imported = byName.get(name);
        if (imported) waiting.push(imported);
      }
    }
    return all;
  };
  const sum = (names: Iterable<string>): number => [...new Set(names)].reduce((total, name) => total + size(name), 0);
  const cssOf = (chunk: Chunk): string[] => [...((chunk as Chunk & { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ?? [])];
  const lines: string[] = [];
  const broken: string[] = [];
  const judge = (what: string, is: number, limit: number): void => {
    const line = `${what}: ${is.toFixed(1)} of ${limit} KB`;
    lines.push(line);
    if (is > limit) broken.push(line);
  };

  const entry = chunks.filter((chunk) => chunk.isEntry);
  for (const [shell, { of, js, css }] of Object.entries(limits.first)) {
    const missing = of.filter((source) => !bySource.has(source));
    if (missing.length > 0) broken.push(`${shell}: no chunk of its own for ${missing.join(', ')}`);
    const loaded = closure([...entry, ...of.flatMap((source) => bySource.get(source) ?? [])]);
    judge(`${shell}, first view, JS`, sum([...loaded].map((chunk) => chunk.fileName)), js);
    judge(`${shell}, first view, CSS`, sum([...loaded].flatMap(cssOf)), css);
  }
  const base = closure(entry);
  for (const [source, chunk] of bySource) {
    if (base.has(chunk)) continue;
    const isPortal = source.startsWith('src/pages/portal/');
    judge(source, size(chunk.fileName), limits.exceptions[source] ?? (isPortal ? limits.route.portal : limits.route.js));
  }
  return { lines, broken };
}
