import { IconAlertTriangle, IconArrowRight, IconList, IconShoppingCart, IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { waitingApprovals } from '../../features/portal-approvals/data';
import { announcementsQuery } from '../../features/portal-ticket/announcements';
import { myOpenTickets, needsMe, type Row } from '../../features/portal-ticket/mine';
import { TicketLine } from '../../features/portal-ticket/ticket-line';
import { useReportDraft } from '../../features/portal-report/draft';
import { useSimilar } from '../../features/portal-report/similar';
import { useMay } from '../../shared/api';
import { useI18n, useNow, useT } from '../../shared/i18n';
import { Button, Loaded, Moment, useTitle } from '../../shared/ui';
import css from './home.module.css';

const SHOWN = 5;

/** One box, what needs the person, what is under way (ux.md §1.5.1). */
export function HomePage(): ReactNode {
  const t = useT();
  const query = useQuery(myOpenTickets);
  useTitle(t('home.title'));
  return (
    <div className={css.page}>
      <Outages />
      <Ask />
      <Doors />
      <Approvals />
      <Loaded query={query} lines={3} line={72}>
        {({ items }) => <Open rows={items} />}
      </Loaded>
    </div>
  );
}

const DOORS = [
  { to: '/portal/new', icon: IconAlertTriangle, key: 'home.door.failure' },
  { to: '/portal/catalog', icon: IconShoppingCart, key: 'home.door.order' },
  { to: '/portal/tickets', icon: IconList, key: 'home.door.follow' },
] as const;

/** For whoever would rather choose than write. */
function Doors(): ReactNode {
  const t = useT();
  return (
    <nav className={css.doors} aria-label={t('home.doors')}>
      {DOORS.map(({ to, icon: Icon, key }) => (
        <Link key={to} to={to} className={css.door}>
          <Icon size={20} stroke={1.75} aria-hidden />
          {t(key)}
        </Link>
      ))}
    </nav>
  );
}

/** Somebody waits for this person's word: it stands before their own tickets. */
function Approvals(): ReactNode {
  const t = useT();
  const { data } = useQuery({ ...waitingApprovals, enabled: useMay('approval.answer') });
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label={t('approvals.needed')}>
      <div className={css.head}>
        <h2>{t('approvals.needed')}</h2>
        <Link to="/portal/approvals">{t('home.all')}</Link>
      </div>
      <ul className={css.list}>
        {data.items.slice(0, SHOWN).map((card) => (
          <li key={card.id} className={css.approval}>
            <Link to="/portal/approvals/$id" params={{ id: card.id }}>
              {card.title}
            </Link>
            <span>{t('approvals.by', { name: card.requester.displayName })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useGreeting(): string {
  const { t, timeZone } = useI18n();
  const now = useNow();
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(now));
  return t(hour < 11 && hour >= 4 ? 'home.morning' : hour >= 18 || hour < 4 ? 'home.evening' : 'home.day');
}

function Ask(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const draft = useReportDraft();
  const greeting = useGreeting();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const similar = useSimilar(text);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') {
      setMissing(true);
      input.current?.focus();
      return;
    }
    draft.write({ ...draft.read(), title: text.trim() });
    void navigate({ to: '/portal/new' });
  };
  return (
    <section className={css.ask}>
      <p className={css.greeting}>{greeting}</p>
      <h1>
        <label htmlFor="ask">{t('home.ask')}</label>
      </h1>
      <form className={css.form} onSubmit={go} noValidate>
        <div className={css.box} data-error={missing || undefined}>
          <input
            id="ask"
            ref={input}
            type="text"
            value={text}
            maxLength={250}
            autoComplete="off"
            enterKeyHint="go"
            aria-describedby={missing ? 'ask-error' : 'ask-hint'}
            aria-invalid={missing || undefined}
            onChange={({ currentTarget }) => {
              setText(currentTarget.value);
              setMissing(false);
            }}
          />
          <Button type="submit" look="primary" size="large">
            {t('home.go')} <IconArrowRight size={20} stroke={1.75} aria-hidden />
          </Button>
        </div>
        {missing ? (
          <p id="ask-error" className={css.error} role="alert">
            {t('home.empty')}
          </p>
        ) : (
          <p id="ask-hint" className={css.hint}>
            {t('home.hint')}
          </p>
        )}
        <span className="visually-hidden" role="status">
          {similar.length > 0 ? t('home.similarFound', { n: similar.length }) : ''}
        </span>
        {similar.length > 0 ? (
          <div className={css.similar}>
            <h2>{t('home.similar')}</h2>
            {similar.map((hit) => (
              <Link key={hit.id} to="/portal/tickets/$ref" params={{ ref: hit.reference }} className={css.hit}>
                <strong>{hit.title}</strong>
                <span className="tabular">{hit.reference}</span>
              </Link>
            ))}
          </div>
        ) : null}
      </form>
    </section>
  );
}

function Outages(): ReactNode {
  const { t, locale } = useI18n();
  const { data = [] } = useQuery(announcementsQuery);
  if (data.length === 0) return null;
  return (
    <section className={css.outages} aria-label={t('home.outage')}>
      {data.map((item) => (
        <div key={item.id} className={css.outage}>
          <IconUrgent size={24} stroke={1.75} aria-hidden />
          <p>
            <strong>{item.text[locale]}</strong>
            {item.nextUpdateAt === null ? null : <NextUpdate at={item.nextUpdateAt} />}
          </p>
          <Link to="/portal/outages">{t('home.outages')}</Link>
        </div>
      ))}
    </section>
  );
}

function NextUpdate({ at }: { at: string }): ReactNode {
  const t = useT();
  const [before, after] = t('home.nextUpdate', { at: '\u0001' }).split('\u0001');
  return (
    <span>
      {before}
      <Moment at={at} />
      {after}
    </span>
  );
}

function Open({ rows }: { rows: readonly Row[] }): ReactNode {
  const t = useT();
  const mine = rows.filter(needsMe);
  const others = rows.filter((row) => !needsMe(row));
  if (rows.length === 0) return <p className={css.nothing}>{t('home.nothing')}</p>;
  return (
    <div className={css.sections}>
      <Section title={t('home.needsYou')} rows={mine} />
      <Section title={t('home.open')} rows={others} all />
    </div>
  );
}

function Section({ title, rows, all = false }: { title: string; rows: readonly Row[]; all?: boolean }): ReactNode {
  const t = useT();
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <div className={css.head}>
        <h2>{title}</h2>
        {all ? <Link to="/portal/tickets">{t('home.all')}</Link> : null}
      </div>
      <ul className={css.list}>
        {rows.slice(0, SHOWN).map((row) => (
          <TicketLine key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}
