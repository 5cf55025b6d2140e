import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import css from '../../features/catalogue/catalogue.module.css';
import { type OfferingRow, offeringsQuery } from '../../features/catalogue/data';
import { useMoney } from '../../features/catalogue/money';
import { useI18n } from '../../shared/i18n';
import { cx, EmptyState, Loaded, TextField, useTitle } from '../../shared/ui';

const route = getRouteApi('/portal/catalog');
const POPULAR = 4;

/** What this person may order, by service; what is ordered most stands first (ux.md §1.5.1). */
export function CatalogPage(): ReactNode {
  const { t, locale } = useI18n();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(offeringsQuery);
  const [text, setText] = useState(q);
  useTitle(t('catalog.title'));
  const word = text.trim().toLocaleLowerCase(locale);
  const fits = ({ name, summary }: OfferingRow): boolean => `${name} ${summary}`.toLocaleLowerCase(locale).includes(word);
  return (
    <div className={css.shop}>
      <div className={css.tools}>
        <div>
          <h1>{t('catalog.title')}</h1>
          <p className={css.lead}>{t('catalog.lead')}</p>
        </div>
        <TextField
          label={t('catalog.search')} type="search" value={text} autoComplete="off"
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          onBlur={() => void navigate({ search: word === '' ? {} : { q: text.trim() }, replace: true })}
        />
      </div>
      <Loaded query={query} lines={4} line={96}>
        {(all) => {
          const items = all.filter(fits);
          if (all.length === 0) return <EmptyState title={t('catalog.empty')} />;
          if (items.length === 0) return <EmptyState title={t('catalog.none', { q: text.trim() })} />;
          const popular = word === '' ? [...items].filter(({ ordered }) => ordered > 0).sort((a, b) => b.ordered - a.ordered).slice(0, POPULAR) : [];
          const services = [...new Map(items.map(({ service }) => [service?.id ?? '', service?.name ?? t('catalog.other')])).entries()];
          return (
            <>
              {popular.length > 1 ? <Shelf wide title={t('catalog.popular')} items={popular} /> : null}
              <div className={css.shelves}>
                {services.map(([id, name]) => (
                  <Shelf key={id} title={name} items={items.filter(({ service }) => (service?.id ?? '') === id)} />
                ))}
              </div>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Shelf({ title, items, wide = false }: { title: string; items: readonly OfferingRow[]; wide?: boolean }): ReactNode {
  const { t } = useI18n();
  const money = useMoney();
  return (
    <section className={cx(css.shelf, wide && css.wide)} aria-label={title}>
      <h2>{title}</h2>
      <ul className={css.cards}>
        {items.map(({ id, name, summary, cost, approved }) => (
          <li key={id} className={css.card}>
            <Link to="/portal/catalog/$offering" params={{ offering: id }}>
              {name}
            </Link>
            <p>{summary}</p>
            <p className={css.meta}>
              <span>{money(cost)}</span>
              <span>{t(approved ? 'catalog.approved' : 'catalog.notApproved')}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
