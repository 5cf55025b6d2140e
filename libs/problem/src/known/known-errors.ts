import { Body, Controller, Get, HttpCode, Injectable, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor, Database, IsId, IsText, Permit } from '@opora/platform';
import { NamedRef, tokens } from '@opora/ticket';
import { IsOptional } from 'class-validator';

/** Known errors that are weighed for a text: far more than any desk has open. */
const MOST = 1000;
const SHOWN = 50;
const SIMILAR_SHOWN = 5;
/** Share of a text's words that a known error must hold to be offered while it is typed. */
const SIMILAR_LEAST = 0.34;

export class KnownErrorQuery {
  @ApiPropertyOptional({ maxLength: 400, description: 'Words that it holds; all of them where left out' })
  @IsOptional()
  @IsText({ max: 400, min: 0 })
  q?: string;
}

export class SimilarKnownErrors {
  @ApiProperty({ maxLength: 250, example: 'ERP не бачить ключа' })
  @IsText({ max: 250 })
  title!: string;

  @ApiPropertyOptional({ maxLength: 50_000 })
  @IsOptional()
  @IsText({ max: 50_000, min: 0 })
  description?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @IsOptional()
  @IsId()
  serviceId?: string | null;
}

export class KnownErrorReply {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'PRB-000044' }) reference!: string;
  @ApiProperty() title!: string;
  @ApiProperty({ example: 'known_error' }) state!: string;
  @ApiProperty({ type: NamedRef, nullable: true }) service!: NamedRef | null;
  @ApiProperty({ type: String, nullable: true, description: 'What helps until it is fixed' }) workaround!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Staff' }) cause?: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Staff: to whom it is published' }) published?: string | null;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
  @ApiPropertyOptional({ minimum: 0, maximum: 1, description: 'How much of the text it shares' }) score?: number;
}

export class KnownErrorList {
  @ApiProperty({ type: [KnownErrorReply] }) items!: KnownErrorReply[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

interface Row {
  id: string;
  reference: string;
  title: string;
  state: string;
  serviceId: string | null;
  serviceName: string | null;
  workaround: string | null;
  cause: string | null;
  published: string | null;
  updatedAt: Date;
}

/** Problems with a documented cause or workaround: for the staff all of them, for employees what is published to them, without the cause (`domain.md` §5). */
@Injectable()
export class KnownErrors {
  constructor(private readonly database: Database) {}

  async list(actor: Actor, { q = '' }: KnownErrorQuery): Promise<KnownErrorList> {
    const wanted = tokens(q);
    const rows = await this.rows(actor);
    const found = wanted.length === 0 ? rows : rows.filter((row) => shareOf(wanted, row) === 1);
    return { items: found.slice(0, SHOWN).map((row) => replyOf(actor, row)), nextCursor: null };
  }

  /** Like a text that is not yet a ticket, best first; one of the same service counts a little more. */
  async similar(actor: Actor, { title, description = '', serviceId = null }: SimilarKnownErrors): Promise<KnownErrorList> {
    const wanted = [...new Set([...tokens(title), ...tokens(description.slice(0, 600))])].filter((word) => word.length >= 3);
    if (wanted.length === 0) return { items: [], nextCursor: null };
    const scored = (await this.rows(actor)).map((row) => ({ row, score: Math.min(1, shareOf(wanted, row) + (serviceId !== null && row.serviceId === serviceId ? 0.1 : 0)) }));
    const best = scored.filter(({ score }) => score >= SIMILAR_LEAST).sort((a, b) => b.score - a.score).slice(0, SIMILAR_SHOWN);
    return { items: best.map(({ row, score }) => ({ ...replyOf(actor, row), score: Math.round(score * 100) / 100 })), nextCursor: null };
  }

  private rows(actor: Actor): Promise<Row[]> {
    const staff = sees(actor);
    return this.database.sql.rows<Row>(
      `select t.id, t.reference, t.title, t.state, t.service_id as "serviceId", s.name_${actor.locale === 'en' ? 'en' : 'uk'} as "serviceName", b.workaround, ${staff ? 'b.cause' : 'null'} as cause, b.published, t.updated_at as "updatedAt"
       from problem b join ticket t on t.id = b.ticket_id left join service s on s.id = t.service_id
       where t.phase in ('active', 'resolved') and not t.restricted and ${staff ? '(b.workaround is not null or b.cause is not null)' : `b.published = 'employees'`} order by t.updated_at desc, t.id limit ${MOST}`,
    );
  }
}

/** All known errors are for those who read problems at large; a supplier and an employee have what is published. */
const sees = (actor: Actor): boolean => actor.scopes('knownError.read').has('all');

function shareOf(wanted: readonly string[], { title, workaround, cause }: Row): number {
  const held = new Set(tokens(`${title} ${workaround ?? ''} ${cause ?? ''}`));
  return wanted.filter((word) => held.has(word)).length / wanted.length;
}

const replyOf = (actor: Actor, row: Row): KnownErrorReply => ({
  id: row.id, reference: row.reference, title: row.title, state: row.state, service: row.serviceId === null ? null : { id: row.serviceId, name: row.serviceName ?? '' }, workaround: row.workaround, updatedAt: row.updatedAt.toISOString(),
  ...(sees(actor) ? { cause: row.cause, published: row.published } : {}),
});

@ApiTags('problems')
@Controller('known-errors')
export class KnownErrorController {
  constructor(private readonly known: KnownErrors) {}

  @Get()
  @Permit('knownError.read')
  @ApiOperation({ operationId: 'listKnownErrors', summary: 'Known errors with their workarounds; employees see what is published to them' })
  @ApiOkResponse({ type: KnownErrorList })
  list(@CurrentActor() actor: Actor, @Query() query: KnownErrorQuery): Promise<KnownErrorList> {
    return this.known.list(actor, query);
  }

  @Post('similar')
  @HttpCode(200)
  @Permit('knownError.read')
  @ApiOperation({ operationId: 'similarKnownErrors', summary: 'Known errors like a text that is being typed' })
  @ApiOkResponse({ type: KnownErrorList })
  similar(@CurrentActor() actor: Actor, @Body() body: SimilarKnownErrors): Promise<KnownErrorList> {
    return this.known.similar(actor, body);
  }
}
