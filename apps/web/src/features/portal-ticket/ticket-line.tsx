import { IconBan, IconCheck, IconCircleCheck, IconCircleCheckFilled, IconCircleDashed, IconCircleHalf2, IconHandStop, IconPlayerPause, type TablerIcon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useMe } from '../../shared/api';
import { useI18n, useNow } from '../../shared/i18n';
import { Button, ButtonLink, Moment, toast, useRefusal } from '../../shared/ui';
import { useQuickConfirm } from './data';
import type { Row } from './mine';
import css from './ticket-line.module.css';
import { holderOf, isOver, type Plain, plainOf, toCheck } from './words';

const LOOKS: Readonly<Record<'received' | 'work' | 'wait' | 'you' | 'check' | 'closed' | 'cancelled', readonly [TablerIcon, string]>> = {
  received: [IconCircleDashed, 'blue'], work: [IconCircleHalf2, 'teal'], wait: [IconPlayerPause, 'violet'], you: [IconHandStop, 'violet'], check: [IconCircleCheck, 'green'], closed: [IconCircleCheckFilled, 'grey'], cancelled: [IconBan, 'grey'],
};
const lookOf = (plain: Plain): keyof typeof LOOKS =>
  toCheck(plain) ? 'check' : plain === 'rejected' ? 'cancelled' : plain === 'received' || plain === 'closed' || plain === 'cancelled' ? plain : plain === 'waits_you' ? 'you' : plain === 'taken' || plain === 'working' ? 'work' : 'wait';

/** One ticket in a list of the requester: what it is, where it stands in plain words, who has the ball, what was promised, and the act that is theirs. */
export function TicketLine({ row }: { row: Row }): ReactNode {
  const { t } = useI18n();
  const me = useMe();
  const plain = plainOf(row);
  const [Icon, hue] = LOOKS[lookOf(plain)];
  const holder = holderOf(row, plain);
  return (
    <li className={css.line} data-unread={row.unread || undefined}>
      <span className={css.icon} style={{ color: `var(--${hue})` }}>
        <Icon size={22} stroke={1.75} aria-hidden />
      </span>
      <div className={css.what}>
        <Link to="/portal/tickets/$ref" params={{ ref: row.reference }} className={css.title}>
          {row.title}
        </Link>
        <p className={css.state}>
          <span>{t(`follow.state.${plain}`)}</span>
          {holder === null ? null : <span>{holder}</span>}
          <Promised row={row} plain={plain} />
          {isOver(plain) ? <Moment at={row.closedAt ?? row.updatedAt} /> : null}
        </p>
        <p className={css.meta}>
          <span className="tabular">{row.reference}</span>
          {row.requester.id === me.person.id ? null : <span>{t('mine.for', { name: row.requester.displayName })}</span>}
          {row.service === null ? null : <span>{row.service.name}</span>}
          {row.unread ? <strong className={css.unread}>{t('mine.unread')}</strong> : null}
          {row.hasDraft ? <span>{t('mine.draft')}</span> : null}
        </p>
      </div>
      <Act row={row} plain={plain} />
    </li>
  );
}

function Promised({ row: { nextClock }, plain }: { row: Row; plain: Plain }): ReactNode {
  const { t } = useI18n();
  const now = useNow();
  if (nextClock === null || nextClock.state === 'paused' || toCheck(plain) || isOver(plain)) return null;
  const late = nextClock.state === 'breached' || Date.parse(nextClock.dueAt) <= now.getTime();
  return (
    <span data-late={late || undefined} className={css.promise}>
      {t(late ? 'mine.late' : nextClock.metric === 'response' ? 'mine.answerBy' : nextClock.metric === 'approval' ? 'mine.approveBy' : 'mine.promised')} <Moment at={nextClock.dueAt} />
    </span>
  );
}

function Act({ row, plain }: { row: Row; plain: Plain }): ReactNode {
  const { t } = useI18n();
  const confirm = useQuickConfirm(row);
  const refusal = useRefusal();
  const [busy, setBusy] = useState(false);
  const close = (): void => {
    setBusy(true);
    confirm().then(
      () => toast.say(t('follow.confirm.thanks')),
      (error: unknown) => {
        toast.fail(refusal(error));
        setBusy(false);
      },
    );
  };
  const to = { to: '/portal/tickets/$ref', params: { ref: row.reference } } as const;
  if (toCheck(plain) && row.allowedCommands.includes('confirm'))
    return (
      <div className={css.acts}>
        <Button look="primary" busy={busy} icon={<IconCheck size={18} stroke={2} aria-hidden />} onClick={close} aria-label={`${t('follow.confirm.yes')}: ${row.reference}`}>
          {t('follow.confirm.yes')}
        </Button>
        <ButtonLink {...to} aria-label={`${t('follow.confirm.no')}: ${row.reference}`}>
          {t('follow.confirm.no')}
        </ButtonLink>
      </div>
    );
  if (plain === 'waits_you')
    return (
      <div className={css.acts}>
        <ButtonLink {...to} look="primary" aria-label={`${t('follow.toAnswer')}: ${row.reference}`}>
          {t('follow.toAnswer')}
        </ButtonLink>
      </div>
    );
  return null;
}
