import { useQuery } from '@tanstack/react-query';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { CancelButton } from '../../features/portal-ticket/cancel';
import { Composer } from '../../features/portal-ticket/composer';
import { Conversation, type Outgoing } from '../../features/portal-ticket/conversation';
import { CopyReference } from '../../features/portal-ticket/copy-reference';
import { type Incident, incidentQuery, type Saying, useCommand, useSay } from '../../features/portal-ticket/data';
import { TicketFacts } from '../../features/portal-ticket/facts';
import { StatusPanel } from '../../features/portal-ticket/status';
import css from '../../features/portal-ticket/ticket.module.css';
import { plainOf } from '../../features/portal-ticket/words';
import { api, idempotencyKey, isApiError, useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Button, ErrorState, Notice, Skeleton, toast, useRefusal, useTitle } from '../../shared/ui';

/** A ticket as its requester sees it: where it stands, who has the ball, what was said (ux.md §1.5.4). */
export function TicketPage(): ReactNode {
  const { ref } = useParams({ strict: false });
  const reference = (ref ?? '').toUpperCase();
  const query = useQuery(incidentQuery(reference));
  const t = useT();
  useTitle(query.data ? `${query.data.reference} ${query.data.title}` : reference);
  if (isApiError(query.error, 404) || isApiError(query.error, 403)) throw query.error;
  return (
    <div className={css.page}>
      <Link to="/portal/tickets" className={css.back}>
        <IconChevronLeft size={18} stroke={1.75} aria-hidden />
        {t('follow.back')}
      </Link>
      {query.data ? (
        <Ticket incident={query.data} />
      ) : query.error === null ? (
        <>
          <h1>{reference}</h1>
          <Skeleton lines={5} line={48} />
        </>
      ) : (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} page />
      )}
    </div>
  );
}

type Going = Outgoing & Saying & { done: () => void };

function Ticket({ incident }: { incident: Incident }): ReactNode {
  const t = useT();
  const say = useSay(incident);
  const refusal = useRefusal();
  const command = useCommand(incident);
  const mayWrite = useMay('message.writePublic');
  const [thanks, setThanks] = useState(false);
  const [outgoing, setOutgoing] = useState<readonly Going[]>([]);

  useEffect(() => {
    // Read marks are a courtesy: nothing depends on this one arriving.
    api.PUT('/tickets/{id}/seen', { params: { path: { id: incident.id } }, body: { version: incident.version } }).catch(() => undefined);
  }, [incident.id, incident.version]);

  const change = (key: string, part: Partial<Outgoing>): void => setOutgoing((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const go = ({ done, ...saying }: Going): void => {
    say(saying).then(
      (message) => {
        done();
        setOutgoing((all) => all.filter(({ key }) => key !== saying.key));
        setThanks(message.outcome === 'thanks_only');
      },
      (error: unknown) => change(saying.key, { failed: refusal(error) }),
    );
  };
  const send = (message: { body: string; attachmentIds: string[]; done: () => void }): void => {
    const going: Going = { ...message, key: idempotencyKey(), failed: null };
    setOutgoing((all) => [...all, going]);
    go(going);
  };
  const again = (key: string): void => {
    const saying = outgoing.find((one) => one.key === key);
    if (!saying) return;
    change(key, { failed: null });
    go(saying);
  };

  const meant = (): void => {
    command({ command: 'answered', body: {} }).then(
      () => setThanks(false),
      (error: unknown) => toast.fail(refusal(error)),
    );
  };

  const plain = plainOf(incident);
  const open = incident.phase !== 'closed';
  return (
    <>
      <header className={css.head}>
        <p className={css.reference}>
          {incident.reference} <CopyReference reference={incident.reference} />
        </p>
        <h1>{incident.title}</h1>
      </header>
      <div className={css.columns}>
        <div className={css.main}>
          <StatusPanel incident={incident} />
          <section aria-labelledby="talk" className={css.main}>
            <h2 id="talk">{t('follow.talk')}</h2>
            <Conversation incident={incident} outgoing={outgoing} onAgain={again} />
            {thanks ? (
              <Notice role="status">
                {t('follow.message.thanks')}{' '}
                <Button look="link" onClick={meant}>
                  {t('follow.message.thanksNo')}
                </Button>
              </Notice>
            ) : null}
            {open && mayWrite ? <Composer key={incident.id} incident={incident} answer={plain === 'waits_you'} onSend={send} /> : null}
          </section>
        </div>
        <aside className={css.aside} aria-label={t('follow.facts')}>
          <TicketFacts incident={incident} />
          {incident.allowedCommands.includes(incident.request ? 'withdraw' : 'cancel') ? <CancelButton incident={incident} /> : null}
        </aside>
      </div>
    </>
  );
}
