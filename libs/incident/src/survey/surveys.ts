import { Injectable } from '@nestjs/common';
import { Identity } from '@opora/identity';
import { Refusal, conflict, invalid, notFound } from '@opora/kit';
import { Clock, Database, type Sql } from '@opora/platform';
import { IncidentService } from '../incident.service';
import type { SurveyBody, SurveyReply } from './survey.dto';
import { SurveyLinks } from './survey-links';

interface Row {
  ticketId: string;
  personId: string;
  title: string;
  reference: string;
  state: string;
  answered: string | null;
  current: boolean;
  expired: boolean;
}

/** Confirming and rejecting by the link of a letter, without sign-in (`domain.md` §12, `security.md` AP-03). */
@Injectable()
export class Surveys {
  constructor(
    private readonly database: Database,
    private readonly identity: Identity,
    private readonly incidents: IncidentService,
    private readonly clock: Clock,
  ) {}

  /** Changes nothing: mail scanners follow links. @throws Refusal 404, 410 */
  async show(token: string): Promise<SurveyReply> {
    return replyOf(await this.find(this.database.sql, token));
  }

  /** @throws Refusal 404, 409 answered or not waiting any more, 410, 422 a rejection without reason */
  async answer(token: string, { answer, reason, rating, comment }: SurveyBody, requestId: string): Promise<SurveyReply> {
    if (answer === 'rejected' && reason === undefined) throw invalid('/reason', 'required');
    const { personId } = await this.find(this.database.sql, token);
    const actor = await this.identity.actorFor(personId, requestId);
    if (!actor) throw notFound();
    return this.database.tx(async (tx) => {
      await tx.run('select 1 from survey_link where token_hash = $1 for update', [SurveyLinks.digest(token)]);
      const row = await this.find(tx, token);
      if (row.answered !== null) throw conflict('survey.answered', { state: row.state });
      if (!row.current) throw conflict('survey.over', { state: row.state });
      if (answer === 'confirmed') await this.incidents.carryOut(tx, actor, row.ticketId, '*', 'confirm', { ...(rating === undefined ? {} : { rating }), ...(comment === undefined ? {} : { comment }) });
      else await this.incidents.carryOut(tx, actor, row.ticketId, '*', 'reject', { reason: reason ?? '' });
      await tx.run('update survey_link set answered = $2, answered_at = $3 where token_hash = $1', [SurveyLinks.digest(token), answer, tx.now]);
      return replyOf(await this.find(tx, token));
    });
  }

  private async find(sql: Sql, token: string): Promise<Row> {
    const row = await sql.one<Row>(
      `select l.ticket_id as "ticketId", l.person_id as "personId", t.title, t.reference, t.state, l.answered, (t.state = 'resolved' and t.resolved_at = l.resolved_at and t.requester_id = l.person_id) as current, l.expires_at <= $2 as expired
       from survey_link l join ticket t on t.id = l.ticket_id where l.token_hash = $1`,
      [SurveyLinks.digest(token), this.clock.now()],
    );
    if (!row) throw notFound();
    if (row.expired) throw new Refusal('survey.expired', { status: 410 });
    return row;
  }
}

const replyOf = ({ title, reference, state, answered, current }: Row): SurveyReply => ({ title, reference, state, answered, canConfirm: current && answered === null, canReject: current && answered === null });
