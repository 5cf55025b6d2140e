import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budgets } from './budgets.mts';
import { firstViews } from './first-views.mts';
import { serviceWorker } from './service-worker.mts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  plugins: [react(), firstViews(), serviceWorker(path('./service-worker.js')), budgets(path('./budgets.json'))],
  resolve: {
    alias: [
      // @rjsf/core re-exports a helper of its tests, which asks for a validator that makes code from schemas; ours does not.
      { find: '@rjsf/validator-ajv8', replacement: path('./src/shared/absent.ts') },
      { find: /^@opora\/([a-z-]+)$/, replacement: `${path('../../libs')}/$1/src/index.ts` },
    ],
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: path('../../dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    sourcemap: false,
    // The page's policy allows scripts and styles of our own origin alone; data: addresses only for pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Over HTTP/1.1 a file costs a round trip more than its bytes: what nearly all screens share comes with the program, what the portal's screens share in one piece.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', priority: 2, test: /[\\/]@tabler[\\/]icons-react[\\/]|[\\/]@tanstack[\\/](react-query|query-core|react-router|router-core)[\\/]|[\\/]src[\\/]shared[\\/](stream[\\/]|ui[\\/](menu|switches))|[\\/]src[\\/]app[\\/]shells[\\/]frame|[\\/]src[\\/]features[\\/](notifications[\\/](bell|data)|portal-ticket[\\/](mine|words|announcements))/ },
            { name: 'portal', priority: 1, test: /[\\/]src[\\/]features[\\/]portal-/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
