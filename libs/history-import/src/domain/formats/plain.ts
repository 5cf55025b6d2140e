import { LONGEST, channel, instant, keyOf, level, neededInstant, number, oneOf, priority, someone, stated, words, yes } from '../fields';
import { ISO_PATTERN } from '../instants';
import { type FormatContext, type Format, type RawRow, REASONS, type Said, STATES, type State } from '../row';

const SAME = <T extends string>(values: readonly T[]): Record<string, T> => Object.fromEntries(values.map((value) => [value, value])) as Record<string, T>;
const STATE_WORDS: Readonly<Record<string, State>> = { ...SAME(STATES), open: 'new', active: 'in_progress', 'in progress': 'in_progress', pending: 'on_hold', 'on hold': 'on_hold', waiting: 'on_hold', solved: 'resolved', canceled: 'cancelled' };

const people = (row: RawRow): Said => ({ requester: stated(row, 'requester', someone(row, 'requester')), reporter: stated(row, 'reporter', someone(row, 'reporter')), assignee: stated(row, 'assignee', someone(row, 'assignee')) });

const places = (row: RawRow): Said => {
  const path = [words(row, 'category'), words(row, 'subcategory')].filter((name) => name !== null);
  return {
    group: stated(row, 'group', words(row, 'group')), service: stated(row, 'service', words(row, 'service')), category: path.length > 0 ? path : stated(row, 'category', null),
    item: stated(row, 'configuration_item', words(row, 'configuration_item')), location: stated(row, 'location', words(row, 'location')),
  };
};

const ranks = (row: RawRow): Said => ({
  channel: stated(row, 'channel', channel(row, 'channel')), impact: stated(row, 'impact', level(row, 'impact')), urgency: stated(row, 'urgency', level(row, 'urgency')), priority: stated(row, 'priority', priority(row, 'priority')),
});

const results = (row: RawRow): Said => {
  const [reassignments, reopens, knowledge] = [number(row, 'reassignments', 0, 100_000), number(row, 'reopens', 0, 100_000), yes(row, 'knowledge')];
  const [resolutionCode, resolutionText] = [words(row, 'resolution_code', 40), words(row, 'resolution_text', LONGEST.description)];
  return {
    ...(reassignments === null ? {} : { reassignments }), ...(reopens === null ? {} : { reopens }), madeSla: stated(row, 'made_sla', yes(row, 'made_sla')), ...(knowledge === null ? {} : { knowledge }),
    problem: stated(row, 'problem', words(row, 'problem')), change: stated(row, 'change', words(row, 'change')), ...(resolutionCode === null ? {} : { resolutionCode }), ...(resolutionText === null ? {} : { resolutionText }),
  };
};

const texts = (row: RawRow): Said => {
  const [title, description, tags] = [words(row, 'title', LONGEST.title), words(row, 'description', LONGEST.description), words(row, 'tags', 1_000)];
  return { ...(title === null ? {} : { title }), ...(description === null ? {} : { description }), ...(tags === null ? {} : { tags: [...new Set(tags.split(/[|;]/).map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== '' && tag.length <= 50))] }) };
};

const marks = (row: RawRow, context: FormatContext): Said => {
  const [openedAt, resolvedAt, closedAt, firstResponseAt] = ['opened_at', 'resolved_at', 'closed_at', 'first_response_at'].map((column) => instant(row, column, context, [ISO_PATTERN]));
  return { ...(openedAt ? { openedAt } : {}), ...(resolvedAt ? { resolvedAt } : {}), ...(closedAt ? { closedAt } : {}), ...(firstResponseAt ? { firstResponseAt } : {}) };
};

/**
 * Our own plain CSV (`docs/guides/import.md`). A row is one event (`at`), or where it has no `at` a whole ticket, whose life is told by `opened_at`, `resolved_at` and `closed_at`.
 */
export const plain: Format = {
  name: 'csv',
  required: ['ticket', ['at', 'opened_at']],
  key: 'ticket',
  patterns: [],
  unknown: [''],
  read(row, context) {
    const key = keyOf(row, 'ticket');
    const whole = row.text('at') === null;
    const life = marks(row, context);
    const at = whole ? neededInstant(row, row.has('opened_at') ? 'opened_at' : 'at', context, [ISO_PATTERN]) : instant(row, 'at', context, [ISO_PATTERN]);
    const state = oneOf(row, 'state', STATE_WORDS);
    const reason = oneOf(row, 'hold_reason', SAME(REASONS));
    if (whole && state === 'closed' && row.text('closed_at') === null) row.fault('closed_at', 'import.required');
    if (whole && state === 'resolved' && row.text('resolved_at') === null) row.fault('resolved_at', 'import.required');
    /* The end of a whole ticket is told by its instants; until then it was new. */
    const told: Said = state === null ? {} : whole && (state === 'closed' || state === 'resolved') ? { state: 'new' } : { state, stateReason: state === 'on_hold' ? (reason ?? 'requester') : null };
    const said: Said = { ...texts(row), ...people(row), ...places(row), ...ranks(row), ...results(row), ...life, ...told };
    return key === null || at === null ? null : { key, at, event: words(row, 'event') ?? row.text('state') ?? '', by: words(row, 'actor'), said };
  },
};
