import { say } from '../shared/i18n/texts';
import { currentLocale } from '../shared/i18n';
import { toast } from '../shared/ui';

const LOOK_AGAIN_MS = 30 * 60_000;
/** The first view has the line to itself. */
const AFTER_MS = 2_000;
const RELOADED = 'opora.reloaded';

/** Pages open without a network, and a new version is offered, never forced: what is being written stays until the person agrees. */
export function keepShell(): void {
  // A piece of a version that is gone: only the page of now knows its pieces. Once, so that a broken server makes no circle.
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (!navigator.onLine || performance.timeOrigin + performance.now() - last < 60_000) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED, String(performance.timeOrigin + performance.now()));
    location.reload();
  });
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  setTimeout(() => void register().catch(() => undefined), AFTER_MS);
}

async function register(): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js');
  const offer = (waiting: ServiceWorker): void =>
    toast.offer(say(currentLocale(), 'app.newVersion'), say(currentLocale(), 'app.update'), () => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage('take-over');
    });
  // Without a controller it is the first one, and nothing is new.
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const found = registration.installing;
    found?.addEventListener('statechange', () => found.state === 'installed' && navigator.serviceWorker.controller && offer(found));
  });
  let looked = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || performance.now() - looked < LOOK_AGAIN_MS) return;
    looked = performance.now();
    void registration.update().catch(() => undefined);
  });
}
