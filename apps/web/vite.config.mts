import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budgets } from './budgets.mts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  plugins: [react(), budgets(path('./budgets.json'))],
  resolve: {
    alias: [{ find: /^@opora\/([a-z-]+)$/, replacement: `${path('../../libs')}/$1/src/index.ts` }],
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
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
