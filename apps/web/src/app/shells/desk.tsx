import { IconActivity, IconBriefcase, IconBugOff, IconInbox, IconKey, IconListDetails, IconPhone, IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { announcementsQuery } from '../../features/ticket/desk-data';
import { countQuery, groupsQuery, usePrefetchWhenIdle } from '../../features/ticket/queries';
import { calls, useCalls } from '../../features/triage/call/store';
import { triageCount } from '../../features/triage/data';
import { placesTickets, useMay, useMe } from '../../shared/api';
import { useHotkey } from '../../shared/hotkeys';
import { loadTexts, useI18n } from '../../shared/i18n';
import { Button } from '../../shared/ui';
import { PaletteBox } from '../parts/palette-box';
import { MajorBanner } from '../parts/major-banner';
import { StaffShell } from './staff';

const CallPanel = lazy(() => import('../../features/triage/call/panel'));
const MINE = { phase: ['new', 'active'], assigneeId: '@me' } as const;

/** The desk: what asks for action stands in the bar, with its count; a call can be taken anywhere. */
export function DeskShell(): ReactNode {
  const { t, locale } = useI18n();
  const navigate = useNavigate();
  const me = useMe();
  const triages = placesTickets(me);
  const registers = useMay('ticket.registerFor');
  const worksOnAccess = useMay('access.read');
  const watches = useMay('alert.read');
  const readsProblems = useMay('problem.read');
  const { open, calls: all } = useCalls();
  const waiting = useQuery({ ...triageCount, enabled: triages }).data;
  const mine = useQuery(countQuery(MINE)).data;
  const majors = (useQuery(announcementsQuery).data ?? []).filter(({ incident }) => incident !== null);
  const scope = t('keys.everywhere');
  const answer = (): void => void loadTexts(locale, ['triage']).then(() => calls.open());
  useHotkey('KeyC', t('desk.call'), answer, { scope, disabled: !registers });
  useHotkey('KeyG KeyT', t('desk.nav.triage'), () => void navigate({ to: '/desk/triage' }), { scope, disabled: !triages });
  useHotkey('KeyG KeyM', t('desk.nav.mine'), () => void navigate({ to: '/desk/my' }), { scope });
  useHotkey('KeyG KeyB', t('desk.nav.problems'), () => void navigate({ to: '/desk/problems', search: {} }), { scope, disabled: !readsProblems });
  useHotkey('KeyG KeyQ', t('desk.nav.queues'), () => void navigate({ to: '/desk/views/$view', params: { view: 'open' } }), { scope });
  useHotkey('KeyG KeyE', t('desk.nav.events'), () => void navigate({ to: '/desk/events' }), { scope, disabled: !watches });
  // Known before it is needed: a ticket can be given to a group without a network, too.
  usePrefetchWhenIdle(groupsQuery);
  // A telephone system opens `/desk?call=…`; a call that was laid aside comes back by its button.
  useEffect(() => {
    if (new URLSearchParams(location.search).has('call')) answer();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on entering
  }, []);
  return (
    <>
      <StaffShell
        shell="desk"
        nav={[
          ...(triages ? [{ to: '/desk/triage' as const, label: t('desk.nav.triage'), icon: IconInbox, count: waiting }] : []),
          { to: '/desk/my', label: t('desk.nav.mine'), icon: IconBriefcase, count: mine },
          { to: '/desk/views/$view', params: { view: 'open' }, label: t('desk.nav.queues'), icon: IconListDetails },
          ...(readsProblems ? [{ to: '/desk/problems' as const, label: t('desk.nav.problems'), icon: IconBugOff }] : []),
          ...(worksOnAccess ? [{ to: '/desk/access' as const, label: t('desk.nav.access'), icon: IconKey }] : []),
          ...(watches ? [{ to: '/desk/events' as const, label: t('desk.nav.events'), icon: IconActivity }] : []),
          ...majors.map(({ incident }) => ({ to: '/desk/major/$ref' as const, params: { ref: incident?.reference ?? '' }, label: t('desk.nav.major', { reference: incident?.reference.replace('-', '\u2011') ?? '' }), icon: IconUrgent })),
        ]}
        top={<PaletteBox />}
        tools={
          <>
            {registers ? (
              <Button icon={<IconPhone size={18} stroke={1.75} aria-hidden />} keys="KeyC" onClick={answer}>
                {all.length > 0 && !open ? t('desk.call.waiting', { n: all.length }) : t('desk.call')}
              </Button>
            ) : null}
          </>
        }
        banner={<MajorBanner outages={majors} />}
      />
      {open ? (
        <Suspense>
          <CallPanel />
        </Suspense>
      ) : null}
    </>
  );
}
