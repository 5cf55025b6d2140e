import { IconArrowBackUp, IconCircleCheck, IconCircleCheckFilled, IconBan, IconHandStop, IconProgress, type TablerIcon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useI18n } from '../../shared/i18n';
import { Button, ButtonLink, Moment } from '../../shared/ui';
import { ConfirmPanel } from './confirm';
import { type Incident, timelineQuery } from './data';
import { MessageText } from './message-text';
import { PromiseLine } from './promise';
import { Steps } from './steps';
import css from './ticket.module.css';
import { RequestParts } from './request';
import { holderOf, isOver, needsYou, type Plain, plainOf, toCheck } from './words';

type Tone = 'you' | 'check' | 'work' | 'end';
const toneOf = (plain: Plain): Tone => (plain === 'waits_you' ? 'you' : toCheck(plain) ? 'check' : isOver(plain) ? 'end' : 'work');
const ICONS: Readonly<Record<Tone, TablerIcon>> = { you: IconHandStop, check: IconCircleCheck, work: IconProgress, end: IconCircleCheckFilled };

/** Where it stands, who has the ball, what was promised, and the one act that is the requester's to do. */
export function StatusPanel({ incident }: { incident: Incident }): ReactNode {
  const { t } = useI18n();
  const plain = plainOf(incident);
  const tone = toneOf(plain);
  const Icon = plain === 'cancelled' || plain === 'rejected' ? IconBan : ICONS[tone];
  return (
    <section className={css.status} data-tone={tone} aria-labelledby="status">
      <div className={css.now}>
        <h2 id="status">
          <Icon size={24} stroke={1.75} aria-hidden />
          {t(`follow.state.${plain}`)}
        </h2>
        <Holder incident={incident} plain={plain} />
      </div>
      <Steps plain={plain} />
      <PromiseLine incident={incident} plain={plain} />
      {incident.resolution && (toCheck(plain) || plain === 'closed') ? (
        <div className={css.solution}>
          <h3>{t(incident.request ? 'follow.fulfilment' : 'follow.solution')}</h3>
          <MessageText text={incident.resolution.text} />
        </div>
      ) : null}
      {incident.request ? <RequestParts incident={incident} request={incident.request} /> : null}
      {toCheck(plain) ? <ConfirmPanel incident={incident} /> : null}
      {plain === 'waits_you' ? (
        <>
          <Question incident={incident} />
          <div>
            <Button look="primary" onClick={() => document.querySelector<HTMLElement>('#reply textarea')?.focus()}>
              {t('follow.toAnswer')}
            </Button>
          </div>
        </>
      ) : null}
      {tone === 'end' ? <Again incident={incident} /> : null}
    </section>
  );
}

/** What we wait for, in our own words, so that nobody has to look for it below. */
function Question({ incident }: { incident: Incident }): ReactNode {
  const { t } = useI18n();
  const { data } = useQuery(timelineQuery(incident.reference));
  const asked = data?.findLast(({ kind, message }) => kind === 'message.said' && message !== undefined && message.author.as !== 'requester')?.message;
  if (!asked) return null;
  return (
    <div className={css.asked}>
      <h3>{t('follow.asked')}</h3>
      <MessageText text={asked.body} />
    </div>
  );
}

function Holder({ incident, plain }: { incident: Incident; plain: Plain }): ReactNode {
  const { t } = useI18n();
  if (isOver(plain)) {
    const at = incident.closedAt ?? incident.updatedAt;
    return (
      <p>
        <Moment at={at} />
      </p>
    );
  }
  if (needsYou(plain)) return <p>{t('follow.holder.you')}</p>;
  if (plain === 'approving') return null;
  const name = holderOf(incident, plain);
  return (
    <p>
      {name === null ? t('follow.holder.desk') : t('follow.holder', { name })}
      {incident.holdUntil !== null ? (
        <>
          . {t('follow.until')} <Moment at={incident.holdUntil} />
        </>
      ) : null}
    </p>
  );
}

function Again({ incident }: { incident: Incident }): ReactNode {
  const { t } = useI18n();
  return (
    <div className={css.closed}>
      {incident.rating ? <p>{t('follow.closed.rated', { n: incident.rating.score })}</p> : null}
      {incident.phase === 'closed' ? (
        <>
          <p>{t('follow.closed.noReply')}</p>
          <ButtonLink to="/portal/new" search={{ followUpOf: incident.reference }} icon={<IconArrowBackUp size={18} stroke={1.75} aria-hidden />}>
            {t('follow.closed.againAct')}
          </ButtonLink>
        </>
      ) : null}
    </div>
  );
}
