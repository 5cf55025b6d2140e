import { type ReactNode, useState } from 'react';
import type { Schemas } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { Button, Dialog, toast, useRefusal } from '../../shared/ui';
import css from './admin.module.css';

/** Which due times a change would move, by number and by example, before it is made; stores nothing. */
export function Impact({ ask, label }: { ask: () => Promise<Schemas['ImpactReply']>; label?: string }): ReactNode {
  const { t, format } = useI18n();
  const refusal = useRefusal();
  const [found, setFound] = useState<Schemas['ImpactReply'] | null>(null);
  const [busy, setBusy] = useState(false);
  const look = (): void => {
    setBusy(true);
    void ask().then(setFound, (error: unknown) => toast.fail(refusal(error))).finally(() => setBusy(false));
  };
  return (
    <>
      <Button busy={busy} onClick={look}>{label ?? t('admin.impact.ask')}</Button>
      <Dialog open={found !== null} onClose={() => setFound(null)} title={t('admin.impact.title')} width={640}>
        {found === null ? null : (
          <>
            <p>{t('admin.impact.sum', { clocks: found.clocks, moved: found.moved })}</p>
            {found.breachedAtOnce > 0 ? <p><strong>{t('admin.impact.breached', { n: found.breachedAtOnce })}</strong></p> : null}
            {found.examples.length === 0 ? null : (
              <div className={css.scroll} tabIndex={0} role="region" aria-label={t('admin.impact.title')}>
                <table className={css.table}>
                  <thead><tr><th scope="col">{t('admin.impact.ticket')}</th><th scope="col">{t('admin.impact.from')}</th><th scope="col">{t('admin.impact.to')}</th></tr></thead>
                  <tbody>
                    {found.examples.map((one) => (
                      <tr key={`${one.reference} ${one.metric}`}><td className="tabular">{one.reference} · {t(`admin.metric.${one.metric}`)}</td><td>{format.absolute(new Date(one.from))}</td><td>{format.absolute(new Date(one.to))}</td></tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </>
        )}
      </Dialog>
    </>
  );
}
