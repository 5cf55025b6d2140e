import type { InvariantCheck } from '@opora/kit';

const check = (id: string, title: string, violations: string): InvariantCheck => ({
  id,
  title,
  run: async (snapshot) => (await snapshot.rows<{ line: string }>(`${violations} limit 20`)).map(({ line }) => line),
});

/** Due so long ago that a sweep must have come by; a worker that stands still is an outage, and `npm run check` says so. */
const PATIENCE = `interval '1 minute'`;
const NOW = `(now() + (select make_interval(secs => offset_ms / 1000.0) from test_clock))`;

/** Promises about grants (`security.md` I17, I26; domain.md §7). */
export const accessChecks: InvariantCheck[] = [
  check('I17.grant-basis', 'Each grant rests on a request that was granted and approved by somebody else than who holds it',
    `select 'grant ' || a.id || ' of ' || t.reference as line from access_grant a join ticket t on t.id = a.request_id left join access_request q on q.ticket_id = t.id
      where t.imported_from is null and (q.ticket_id is null or q.purpose <> 'grant' or t.requester_id <> a.person_id or q.entitlement_id <> a.entitlement_id or not exists (
        select 1 from approval o join approval_vote v on v.approval_id = o.id and v.answer = 'approved' where o.ticket_id = t.id and o.subject = 'access' and o.state = 'approved' and v.answered_by <> a.person_id))`),
  check('I17.grant-end', 'No grant is held past its end without its removal having been asked for',
    `select 'grant ' || id || ' ended ' || until_at as line from access_grant where state in ('active', 'suspended') and pending is distinct from 'remove' and until_at < ${NOW} - ${PATIENCE}`),
  check('I17.grant-once', 'A grant that ends is decided about once, by one removal',
    `select 'grant ' || g.id || ': ' || g.endings || ' endings, ' || g.removals || ' removals' as line from (
       select a.id, a.pending, a.state, (select count(*) from grant_event v where v.grant_id = a.id and v.kind = 'ending') as endings,
         (select count(*) from access_action x where x.grant_id = a.id and x.kind = 'remove' and x.state <> 'dropped') as removals from access_grant a) g
      where g.endings > 1 or g.removals > 1 or (g.pending = 'remove') <> (g.endings = 1 and g.state in ('active', 'suspended')) or (g.pending = 'remove' and g.removals <> 1)`),
  check('I17.grant-timers', 'What ends by time has a timer for exactly its end',
    `select 'grant ' || a.id as line from access_grant a left join timer t on t.kind = 'grant.end' and t.key = a.id
      where a.state in ('active', 'suspended') and a.pending is distinct from 'remove' and a.until_at is not null and (t.due_at is distinct from a.until_at or (t.fired_at is not null and t.fired_at < a.until_at))`),
  check('I17.grant-fold', 'The row of a grant is what its history says last',
    `select 'grant ' || a.id as line from access_grant a join lateral (select * from grant_event v where v.grant_id = a.id order by v.seq desc limit 1) h on true
      where a.state <> h.state or a.pending is distinct from h.pending or a.until_at is distinct from h.until_at or a.events <> h.seq or a.events <> (select count(*) from grant_event v where v.grant_id = a.id)`),
  check('I17.grant-journal', 'Each event of a grant is an entry of the journal',
    `select 'grant ' || v.grant_id || ' event ' || v.seq as line from grant_event v where not exists (select 1 from journal j where j.stream_id = v.grant_id and j.seq = v.journal_seq and j.id = v.journal_id)`),
  check('I17.sod', 'Nobody holds a pair that a rule forbids, but where the rule is younger or an exception was approved',
    `select 'SoD-' || s.number || ' is broken by ' || a.person_id as line from sod_rule s join access_grant a on a.entitlement_id = s.first_id and a.state in ('active', 'suspended')
       join access_grant b on b.entitlement_id = s.second_id and b.person_id = a.person_id and b.state in ('active', 'suspended')
      where s.active and not s.id = any(a.sod_rule_ids || b.sod_rule_ids) and not exists (select 1 from journal j where j.stream_id = s.id and j.seq = 1 and j.at > least(a.granted_at, b.granted_at))
        and not exists (select 1 from journal j where j.stream_id = s.id and j.kind = 'sod_rule.changed' and j.at > least(a.granted_at, b.granted_at))`),
  check('I17.actions', 'What a grant is waiting for has been asked of its target',
    `select 'grant ' || a.id || ' waits for ' || a.pending as line from access_grant a where a.pending is not null and not exists (select 1 from access_action x where x.grant_id = a.id and x.kind = a.pending and x.state in ('asked', 'failed'))`),
  check('I26.own-access', 'Nobody verified, carried out or recertified their own access',
    `select 'request ' || t.reference as line from access_request q join ticket t on t.id = q.ticket_id where q.verified_by = t.requester_id
     union all select 'action ' || x.id from access_action x where x.kind <> 'remove' and x.state = 'done' and x.ended_by = x.person_id
     union all select 'recertification of grant ' || i.grant_id from recertification_item i join access_grant a on a.id = i.grant_id where i.answered_by = a.person_id`),
];
