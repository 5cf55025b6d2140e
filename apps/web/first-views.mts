import type { Plugin, Rolldown } from 'vite';

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } };

interface View {
  /** Addresses (a regular expression) that begin with this view. */
  at: string;
  pages: readonly string[];
  texts: readonly string[];
  /** What it asks the server first, under `/api/v1`, as the client writes it: what is not taken by it would be asked twice (speed.ui.ts looks). */
  data: readonly string[];
}

const MINE = '/tickets?requesterId=%40me&phase=new&phase=active&phase=waiting&phase=resolved&sort=-updatedAt&limit=50';

/** The views that people begin with. Without this the browser would find out one after the other: page, program, who is here, shell, screen, its data. */
const VIEWS: readonly View[] = [
  { at: '^/portal/?$', pages: ['app/shells/portal', 'pages/portal/home'], texts: ['base', 'portal', 'follow', 'approvals', 'notes'], data: ['/me', '/announcements', MINE] },
  { at: '^/portal/tickets/?$', pages: ['app/shells/portal', 'pages/portal/tickets'], texts: ['base', 'portal', 'follow', 'approvals', 'notes'], data: ['/me'] },
  { at: '^/portal/', pages: ['app/shells/portal'], texts: ['base', 'portal', 'follow', 'approvals', 'notes'], data: ['/me'] },
  { at: '^/desk/triage/?$', pages: ['app/shells/desk', 'pages/desk/triage'], texts: ['base', 'ticket', 'desk', 'triage', 'notes'], data: ['/me'] },
  { at: '^/desk/my/?$', pages: ['app/shells/desk', 'pages/desk/my'], texts: ['base', 'ticket', 'desk', 'queue', 'notes'], data: ['/me'] },
  { at: '^/desk/views/', pages: ['app/shells/desk', 'pages/desk/queue'], texts: ['base', 'ticket', 'desk', 'queue', 'notes'], data: ['/me'] },
  { at: '^/desk/t/', pages: ['app/shells/desk', 'pages/desk/ticket'], texts: ['base', 'ticket', 'desk', 'work', 'macros', 'notes'], data: ['/me'] },
  { at: '^/desk', pages: ['app/shells/desk'], texts: ['base', 'ticket', 'desk', 'notes'], data: ['/me'] },
  { at: '^/sign-in/?$', pages: ['pages/auth/sign-in'], texts: ['base', 'auth'], data: [] },
  { at: '', pages: [], texts: ['base'], data: [] },
];

/** Writes into the page which files each first view needs, for `public/first-paint.js` to ask for them at once. */
export function firstViews(): Plugin {
  let root = '';
  return {
    name: 'opora-first-views',
    apply: 'build',
    configResolved(config) {
      root = `${config.root.replaceAll('\\', '/')}/src/`;
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((part): part is Chunk => part.type === 'chunk');
        const filesOf = finder(chunks, root);
        const views = VIEWS.map(({ at, pages, texts, data }) => ({
          at, data,
          js: filesOf(pages.map((page) => `${page}.tsx`)).js,
          css: filesOf(pages.map((page) => `${page}.tsx`)).css,
          uk: filesOf(texts.map((part) => `shared/i18n/messages/${part}.uk.ts`)).js,
          en: filesOf(texts.map((part) => `shared/i18n/messages/${part}.en.ts`)).js,
        }));
        return html.replace('<script src="/first-paint.js">', `<script type="application/json" id="first-views">${JSON.stringify(views)}</script>\n    <script src="/first-paint.js">`);
      },
    },
  };
}

/** Files of sources with all that they import, without those that the page loads anyway. */
function finder(chunks: readonly Chunk[], root: string): (sources: readonly string[]) => { js: string[]; css: string[] } {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const bySource = new Map(chunks.map((chunk) => [(chunk.facadeModuleId ?? '').replaceAll('\\', '/').replace(root, ''), chunk]));
  const closure = (start: readonly Chunk[]): Set<Chunk> => {
    const all = new Set(start);
    // A set that grows while it is walked is walked to its end.
    for (const chunk of all) for (const name of chunk.imports) for (const imported of [byName.get(name)]) if (imported) all.add(imported);
    return all;
  };
  const entry = closure(chunks.filter(({ isEntry }) => isEntry));
  return (sources) => {
    const start = sources.map((source) => {
      const chunk = bySource.get(source);
      if (!chunk) throw new Error(`first-views.mts: ${source} has no chunk of its own`);
      return chunk;
    });
    const needed = [...closure(start)].filter((chunk) => !entry.has(chunk));
    return { js: needed.map(({ fileName }) => fileName), css: [...new Set(needed.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]))] };
  };
}
