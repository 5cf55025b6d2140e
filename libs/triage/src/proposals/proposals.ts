import { Injectable } from '@nestjs/common';
import { PriorityMatrices, initialPriority } from '@opora/incident';
import { type Level, unknownReference } from '@opora/kit';
import { type Actor, Database, messageOf } from '@opora/platform';
import { Routing } from '@opora/routing';
import { type GroupRef, type Precedent, SimilarQueries, tokens } from '@opora/ticket';
import { CatalogueWords, type Known, type KnownCategory, type KnownService } from './catalogue-words';
import type { ProposalBody, ProposalReply, ProposedGroup, ProposedLevel, ProposedRef, Source } from './proposals.dto';
import { type Elected, type Vote, elect, weightOf, weightOfWords } from './vote';

const PRECEDENTS = 12;
const SHOWN = 5;
/** Weight of all words of a service's, of a category's name. */
const SERVICE_WORDS = 0.4;
const CATEGORY_WORDS = 0.3;
/** Share of the readable precedents that agree on a level. */
const LEVEL_SHARE = 0.6;
const LEVEL_LEAST = 3;

type Say = (source: Source, params?: Record<string, unknown>) => string;

/**
 * What a new text is about, from how similar ones were classified when they were solved, from the catalogue's own words and defaults (`domain.md` §4, ux.md §2.14). It only proposes, and each value says
 * why. What the caller may not see has no voice: precedents come through the same predicate as search, restricted ones not at all.
 */
@Injectable()
export class Proposals {
  constructor(
    private readonly database: Database,
    private readonly similar: SimilarQueries,
    private readonly words: CatalogueWords,
    private readonly routing: Routing,
    private readonly matrices: PriorityMatrices,
  ) {}

  /** @throws Refusal 422 for a requester, service or category that is not there */
  async propose(actor: Actor, body: ProposalBody): Promise<ProposalReply> {
    const sql = this.database.sql;
    const [known, precedents, matrix, vip] = await Promise.all([
      this.words.known(),
      this.similar.precedents(actor, { title: body.title, ...(body.description ? { description: body.description } : {}), ...(body.serviceId ? { serviceId: body.serviceId } : {}) }, PRECEDENTS),
      this.matrices.matrix(sql),
      this.vip(body.requesterId),
    ]);
    const say: Say = (source, params) => messageOf(`proposal.${source}`, actor.locale, params);
    const text = new Set(tokens(`${body.title}\n${(body.description ?? '').slice(0, 600)}`));
    const category = pickCategory(body, known);
    const service = pickService(body, known, category) ?? electedService(known, precedents, text);
    const chosen = category ? { known: category, elected: null } : service ? electedCategory(known, precedents, text, service.known.id) : null;
    const levels = levelsOf(precedents, service?.known.id ?? null, chosen?.known.id ?? null);
    const priority = initialPriority({
      matrix,
      chosen: { impact: chosen?.known.defaultImpact ? undefined : levels.impact, urgency: chosen?.known.defaultUrgency ? undefined : levels.urgency },
      category: { impact: chosen?.known.defaultImpact ?? null, urgency: chosen?.known.defaultUrgency ?? null },
      criticality: service?.known.criticality ?? null,
      vip,
    });
    const level = (which: 'impact' | 'urgency', value: Level): ProposedLevel => {
      const raise = which === 'urgency' ? priority.raise : null;
      const byCategory = which === 'impact' ? chosen?.known.defaultImpact : chosen?.known.defaultUrgency;
      if (raise) return { value, source: 'raised', reason: say('raised', { why: raise.because.map((why) => messageOf(`proposal.raised.${why}`, actor.locale)).join(', ') }), tickets: [] };
      if (byCategory) return { value, source: 'category', reason: say('category', { name: nameOf(chosen?.known, actor) }), tickets: [] };
      if (levels[which] !== undefined) return { value, source: 'similar', reason: say('similar', levels.of), tickets: levels.references };
      return { value, source: 'default', reason: say('default'), tickets: [] };
    };
    const refer = (one: Picked<KnownService | KnownCategory> | null, names: readonly string[]): ProposedRef | null =>
      one && { value: { id: one.known.id, name: nameOf(one.known, actor) }, ...becauseOf(one, precedents, wordsAmong(body, names), say) };
    const inside = [...known.categories.values()].filter(({ serviceId }) => serviceId === service?.known.id);
    return {
      service: refer(service, [service?.known, ...inside].flatMap((one) => one?.words.flat() ?? [])),
      category: refer(chosen, chosen?.known.words.flat() ?? []),
      impact: level('impact', priority.impact),
      urgency: level('urgency', priority.urgency),
      priority: { value: priority.priority, source: 'matrix', reason: say('matrix'), tickets: [] },
      group: await this.group(actor, service?.known ?? null, chosen?.known ?? null, say),
      similar: await this.examples(precedents.slice(0, SHOWN)),
    };
  }

  private async vip(requesterId: string | undefined): Promise<boolean> {
    if (requesterId === undefined) return false;
    const person = await this.database.sql.one<{ vip: boolean }>('select vip from person where id = $1 and active', [requesterId]);
    if (!person) throw unknownReference('/requesterId');
    return person.vip;
  }

  /** Where routing would send it; asking takes nobody's turn. */
  private async group(actor: Actor, service: KnownService | null, category: KnownCategory | null, say: Say): Promise<ProposedGroup | null> {
    if (!service) return null;
    const { text, params } = this.routing.question({ serviceId: service.id, categoryId: category?.id ?? null });
    const places = await this.database.sql.rows<{ source: string; id: string }>(text, params);
    const place = places.find(({ source }) => source === 'category') ?? places.find(({ source }) => source === 'service');
    if (!place) return null;
    const value = await this.database.sql.one<GroupRef>(`select id, name_${actor.locale} as name, line from support_group where id = $1`, [place.id]);
    if (!value) return null;
    const byCategory = place.source === 'category';
    return { value, source: byCategory ? 'category' : 'service', reason: byCategory ? say('category', { name: nameOf(category, actor) }) : say('service', { name: nameOf(service, actor) }), tickets: [] };
  }

  private async examples(precedents: readonly Precedent[]): Promise<ProposalReply['similar']> {
    const solutions = precedents.length === 0 ? [] : await this.database.sql.rows<{ id: string; text: string | null }>('select ticket_id as id, resolution_text as text from incident where ticket_id = any($1::uuid[])', [precedents.map(({ row }) => row.id)]);
    return precedents.map(({ row, score, readable }) => ({
      id: row.id, reference: row.reference, title: row.title, score, access: readable ? 'full' : 'summary',
      service: row.serviceId === null ? null : { id: row.serviceId, name: row.serviceName ?? '' },
      category: row.categoryId === null ? null : { id: row.categoryId, name: row.categoryName ?? '' },
      solution: solutions.find(({ id }) => id === row.id)?.text ?? null,
    }));
  }
}

interface Picked<K> {
  known: K;
  /** Null where the caller chose it. */
  elected: Elected | null;
}

const nameOf = (one: { nameUk: string; nameEn: string } | null | undefined, actor: Actor): string => (one ? (actor.locale === 'uk' ? one.nameUk : one.nameEn) : '');

function pickCategory({ categoryId }: ProposalBody, known: Known): KnownCategory | null {
  if (categoryId === undefined) return null;
  const category = known.categories.get(categoryId);
  if (!category) throw unknownReference('/categoryId');
  return category;
}

function pickService({ serviceId }: ProposalBody, known: Known, category: KnownCategory | null): Picked<KnownService> | null {
  const id = serviceId ?? category?.serviceId ?? null;
  if (id === null) return null;
  const service = known.services.get(id);
  if (!service) throw unknownReference('/serviceId');
  return { known: service, elected: null };
}

const voteOf = (precedent: Precedent, value: string): Vote => ({ for: value, weight: weightOf(precedent.score), ticketId: precedent.row.id });
const best = (words: readonly string[][], text: ReadonlySet<string>, most: number): { weight: number; words: string[] } =>
  words.map((name) => weightOfWords(name, text, most)).reduce((a, b) => (b.weight > a.weight ? b : a), { weight: 0, words: [] });

function electedService(known: Known, precedents: readonly Precedent[], text: ReadonlySet<string>): Picked<KnownService> | null {
  const votes = precedents.flatMap((one) => (one.row.serviceId !== null && known.services.has(one.row.serviceId) ? [voteOf(one, one.row.serviceId)] : []));
  for (const service of known.services.values()) {
    const own = best(service.words, text, SERVICE_WORDS).weight;
    const ofCategories = [...known.categories.values()].filter(({ serviceId }) => serviceId === service.id).map(({ words }) => best(words, text, CATEGORY_WORDS).weight);
    const weight = Math.max(own, ...ofCategories);
    if (weight > 0) votes.push({ for: service.id, weight, ticketId: null });
  }
  const elected = elect(votes);
  const service = elected && known.services.get(elected.value);
  return service ? { known: service, elected } : null;
}

function electedCategory(known: Known, precedents: readonly Precedent[], text: ReadonlySet<string>, serviceId: string): Picked<KnownCategory> | null {
  const votes = precedents.flatMap((one) => (one.row.serviceId === serviceId && one.row.categoryId !== null && known.categories.has(one.row.categoryId) ? [voteOf(one, one.row.categoryId)] : []));
  for (const category of known.categories.values()) {
    const { weight } = category.serviceId === serviceId ? best(category.words, text, CATEGORY_WORDS) : { weight: 0 };
    if (weight > 0) votes.push({ for: category.id, weight, ticketId: null });
  }
  const elected = elect(votes);
  const category = elected && known.categories.get(elected.value);
  return category ? { known: category, elected } : null;
}

/** Levels on which those who solved the like of it agree. Of tickets that may only be known of, levels are not told. */
function levelsOf(precedents: readonly Precedent[], serviceId: string | null, categoryId: string | null): { impact?: Level; urgency?: Level; of: { n: number; of: number }; references: string[] } {
  const same = precedents.filter(({ row, readable }) => readable && serviceId !== null && row.serviceId === serviceId && (categoryId === null || row.categoryId === categoryId));
  const agreed = (of: (one: Precedent) => Level): Level | undefined => {
    const counts = new Map<Level, number>();
    for (const one of same) counts.set(of(one), (counts.get(of(one)) ?? 0) + 1);
    const [level, n] = [...counts].reduce<[Level | undefined, number]>((a, b) => (b[1] > a[1] ? b : a), [undefined, 0]);
    return same.length >= LEVEL_LEAST && n / same.length >= LEVEL_SHARE ? level : undefined;
  };
  const [impact, urgency] = [agreed(({ row }) => row.impact), agreed(({ row }) => row.urgency)];
  return { ...(impact ? { impact } : {}), ...(urgency ? { urgency } : {}), of: { n: same.length, of: precedents.length }, references: same.slice(0, SHOWN).map(({ row }) => row.reference) };
}

function becauseOf({ elected }: Picked<KnownService | KnownCategory>, precedents: readonly Precedent[], words: readonly string[], say: Say): Omit<ProposedRef, 'value'> {
  if (elected === null) return { source: 'chosen', reason: say('chosen'), tickets: [] };
  if (elected.byWords) return { source: 'words', reason: say('words', { words: words.join(', ') }), tickets: [] };
  const shown = precedents.slice(0, SHOWN).filter(({ row }) => elected.ticketIds.includes(row.id));
  return { source: 'similar', reason: say('similar', { n: elected.ticketIds.length, of: precedents.length }), tickets: shown.map(({ row }) => row.reference) };
}

/** Words of the text, as they were written, that are among these stems. */
function wordsAmong({ title, description = '' }: ProposalBody, stems: readonly string[]): string[] {
  const wanted = new Set(stems.filter((stem) => stem.length >= 3));
  const written = `${title}\n${description}`.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(written.filter((word) => tokens(word).some((stem) => wanted.has(stem))).map((word) => word.toLowerCase()))].slice(0, 5);
}
