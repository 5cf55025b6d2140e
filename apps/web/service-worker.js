/*
 * The shell of the pages without a network: the page itself, its program, its texts. Nothing of a person is ever kept here: answers of the API do not pass through it at all.
 * The build writes VERSION and FILES (service-worker.mts).
 */
const VERSION = '__VERSION__';
const FILES = __FILES__;
const SHELL = '/';
/** A line that is slower than this is as good as none for a page that is here already. Milliseconds. */
const PATIENCE_MS = 5_000;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(VERSION).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload', credentials: 'omit' })))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/* The person has agreed to the new version: it takes over, and the pages load again. */
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || /^\/(api|problems|metrics)(\/|$)/.test(pathname)) return;
  if (request.mode === 'navigate') event.respondWith(soon(request).catch(() => kept(SHELL)));
  else if (pathname.startsWith('/assets/')) event.respondWith(caches.match(request, { cacheName: VERSION }).then((found) => found ?? fetchAsset(request)));
  else if (FILES.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(pathname)));
});

const kept = (path) => caches.match(path, { cacheName: VERSION }).then((found) => found ?? Response.error());

function soon(request) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, PATIENCE_MS);
    fetch(request).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/* A hashed file never changes: kept once it was needed. */
async function fetchAsset(request) {
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(VERSION);
    await cache.put(request, answer.clone());
  }
  return answer;
}
