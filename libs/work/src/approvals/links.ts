import { createHash, createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Identity } from '@opora/identity';
import { Refusal, conflict, notFound } from '@opora/kit';
import { type Actor, Clock, Config, Database, type Sql } from '@opora/platform';
import type { Answer } from '../domain/approval';
import type { ApprovalCard } from './approval.dto';
import { ApprovalQueries } from './approval.queries';
import { Approvals } from './approvals';

/** Days for which a link answers where its step has no due time. */
const LINK_DAYS = 30;
const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

interface Link {
  voteId: string;
  personId: string;
  ticketId: string;
  answered: boolean;
  expired: boolean;
}

/**
 * The link in a letter that asks for an approval: its holder sees the card and answers, once, as the person to whom the letter went. Opening it changes nothing, since mail scanners follow links; only the
 * digest of the secret is stored.
 */
@Injectable()
export class ApprovalLinks {
  constructor(
    private readonly database: Database,
    private readonly identity: Identity,
    private readonly approvals: Approvals,
    private readonly queries: ApprovalQueries,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The same secret for every try of the same letter. */
  async make(sql: Sql, voteId: string, personId: string): Promise<string> {
    const secret = createHmac('sha256', `approval\n${this.config.secretKey}`).update(`${voteId} ${personId}`).digest('base64url');
    await sql.run(
      `insert into approval_link (token_hash, vote_id, person_id, expires_at)
       select $1, v.id, $3, coalesce(s.due_at, $4::timestamptz + make_interval(days => ${LINK_DAYS})) from approval_vote v join approval_step s on s.approval_id = v.approval_id and s.position = v.position where v.id = $2 on conflict do nothing`,
      [digest(secret), voteId, personId, this.clock.now()],
    );
    return secret;
  }

  /** @throws Refusal 404, 410 */
  async show(token: string, requestId: string): Promise<ApprovalCard> {
    const link = await this.find(this.database.sql, token);
    return this.queries.card(await this.holder(link, requestId), link.voteId);
  }

  /** @throws Refusal 403, 404, 409 used, answered or over, 410, 422 a refusal without reason */
  async answer(token: string, answer: Answer, reason: string | null, requestId: string): Promise<ApprovalCard> {
    const actor = await this.holder(await this.find(this.database.sql, token), requestId);
    return this.database.tx(async (tx) => {
      await tx.run('select 1 from approval_link where token_hash = $1 for update', [digest(token)]);
      const link = await this.find(tx, token);
      if (link.answered) throw conflict('approval.answered');
      await this.approvals.answer(tx, actor, link.ticketId, link.voteId, answer, reason);
      await tx.run('update approval_link set answered_at = $2 where token_hash = $1', [digest(token), tx.now]);
      return this.queries.card(actor, link.voteId, tx);
    });
  }

  private async holder({ personId }: Link, requestId: string): Promise<Actor> {
    const actor = await this.identity.actorFor(personId, requestId);
    if (!actor) throw notFound();
    return actor;
  }

  private async find(sql: Sql, token: string): Promise<Link> {
    const link = await sql.one<Link>(
      `select l.vote_id as "voteId", l.person_id as "personId", a.ticket_id as "ticketId", l.answered_at is not null as answered, l.expires_at <= $2 as expired
       from approval_link l join approval_vote v on v.id = l.vote_id join approval a on a.id = v.approval_id where l.token_hash = $1`,
      [digest(token), this.clock.now()],
    );
    if (!link) throw notFound();
    if (link.expired && !link.answered) throw new Refusal('approval.link_expired', { status: 410 });
    return link;
  }
}
