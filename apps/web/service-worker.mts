import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const PLAIN = ['/', '/first-paint.js', '/favicon.svg', '/manifest.webmanifest', '/icons/icon-192.png'];
/** What the portal needs to open without a network, in both languages. */
const KEPT = /(^|\/)(shells\/portal|pages\/portal\/(home|report|tickets)|messages\/(base|portal|follow|approvals|notes|auth)\.(uk|en))\.tsx?$/;

/** Writes `sw.js` with the files of the portal; its version follows from all files of the build, so that each build is told from the one before. */
export function serviceWorker(source: string): Plugin {
  return {
    name: 'opora-service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const parts = Object.values(bundle);
        const needed = new Set<string>();
        const add = (name: string): void => {
          const part = bundle[name];
          if (needed.has(name) || part?.type !== 'chunk') return;
          needed.add(name);
          for (const css of (part as typeof part & { viteMetadata?: { importedCss: Set<string> } }).viteMetadata?.importedCss ?? []) needed.add(css);
          for (const imported of part.imports) add(imported);
        };
        for (const part of parts) if (part.type === 'chunk' && (part.isEntry || KEPT.test((part.facadeModuleId ?? '').replaceAll('\\', '/')))) add(part.fileName);
        const page = bundle['index.html'];
        const version = createHash('sha256').update(Object.keys(bundle).sort().join('\n')).update(page?.type === 'asset' ? page.source : '').digest('hex').slice(0, 12);
        const files = [...PLAIN, ...[...needed].sort().map((name) => `/${name}`)];
        const text = readFileSync(source, 'utf8').replace('__VERSION__', `opora-${version}`).replace('__FILES__', JSON.stringify(files));
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: text });
      },
    },
  };
}
