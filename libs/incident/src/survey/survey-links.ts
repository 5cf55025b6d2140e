import { createHash, createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config, type Sql } from '@opora/platform';

/** Days for which the link of a resolved incident answers (`security.md` AP-03). */
export const SURVEY_DAYS = 30;

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * The link in the letter about a solution: its holder may confirm or reject just this solution, once, as its requester, and sees nothing of the ticket but its title. The same for every try
 * of the same letter; only its digest is stored.
 */
@Injectable()
export class SurveyLinks {
  constructor(private readonly config: Config) {}

  async make(sql: Sql, ticketId: string, personId: string, resolvedAt: Date): Promise<string> {
    const secret = createHmac('sha256', `survey\n${this.config.secretKey}`).update(`${ticketId} ${personId} ${resolvedAt.toISOString()}`).digest('base64url');
    await sql.run(`insert into survey_link (token_hash, ticket_id, person_id, resolved_at, expires_at) values ($1, $2, $3, $4, $4::timestamptz + make_interval(days => ${SURVEY_DAYS})) on conflict do nothing`, [digest(secret), ticketId, personId, resolvedAt]);
    return secret;
  }

  static digest = digest;
}
