import { IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import css from '../../features/catalogue/catalogue.module.css';
import { type Offering, offeringQuery } from '../../features/catalogue/data';
import { PromisePanel } from '../../features/catalogue/promise';
import { isApiError } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { ButtonLink, Loaded, Skeleton, useTitle } from '../../shared/ui';

const route = getRouteApi('/portal/catalog/$offering');

/* The library that draws forms is larger than the page: what the offering is and what comes of it stand there before. */
const OrderForm = lazy(async () => ({ default: (await import('../../features/catalogue/order-form')).OrderForm }));

/** One offering: its form, and what comes of it before it is sent (ux.md §1.5.2). */
export function OfferingPage(): ReactNode {
  const t = useT();
  const { offering } = route.useParams();
  const query = useQuery({ ...offeringQuery(offering), retry: (n, error) => !isApiError(error, 403) && !isApiError(error, 404) && n < 2 });
  useTitle(query.data?.name ?? t('catalog.title'));
  if (isApiError(query.error, 403)) return <NotMeant name={String(query.error.problem?.['name'] ?? '')} service={String(query.error.problem?.['service'] ?? '')} />;
  if (isApiError(query.error, 404)) throw query.error;
  return (
    <Loaded query={query} lines={4} line={72}>
      {(one) => <Whole key={one.id} offering={one} />}
    </Loaded>
  );
}

function Back(): ReactNode {
  const t = useT();
  return (
    <Link to="/portal/catalog" className={css.back}>
      <IconChevronLeft size={18} stroke={1.75} aria-hidden />
      {t('catalog.title')}
    </Link>
  );
}

function Whole({ offering }: { offering: Offering }): ReactNode {
  const [asked, setAsked] = useState<{ answers: Record<string, unknown>; requesterId: string | null }>({ answers: {}, requesterId: null });
  const hear = useCallback((answers: Record<string, unknown>, requesterId: string | null) => setAsked({ answers, requesterId }), []);
  return (
    <div className={css.page}>
      <div className={css.main}>
        <div>
          <Back />
          <h1>{offering.name}</h1>
          <p className={css.lead}>{offering.description}</p>
        </div>
        <Suspense fallback={<Skeleton lines={4} line={72} />}>
          <OrderForm offering={offering} onAnswers={hear} />
        </Suspense>
      </div>
      <PromisePanel offering={offering} {...asked} />
    </div>
  );
}

/** Not being entitled is no error of a field: a page says why, and whom to ask. */
function NotMeant({ name, service }: { name: string; service: string }): ReactNode {
  const t = useT();
  useTitle(t('catalog.notMeant'));
  return (
    <div className={css.no}>
      <Back />
      <h1>{name || t('catalog.notMeant')}</h1>
      <p>{t('catalog.notMeantWhy')}</p>
      <p>{service ? t('catalog.notMeantAsk', { service }) : t('catalog.notMeantAskDesk')}</p>
      <ButtonLink to="/portal/new" look="primary">{t('catalog.askDesk')}</ButtonLink>
    </div>
  );
}
