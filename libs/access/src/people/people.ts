import { Injectable } from '@nestjs/common';
import { Database, type OutboxEvent, type Tx, once, systemActor } from '@opora/platform';
import { TicketKernel } from '@opora/ticket';
import { DAY_MS } from '../domain';
import { Actions } from '../grants/actions';
import { GrantDecisions } from '../grants/decisions';
import { lockGrants } from '../grants/grant.rows';
import { Recertifications } from '../recertification/recertifications';
import { AccessService } from '../requests/access.service';

const LEAVER = systemActor('leaver', 'access.leaver');
const MOVER = systemActor('mover', 'access.mover');
const REVIEW_DAYS = 14;

/** What follows for rights when people leave or move (`domain.md` §7): everything of who left is revoked, what a mover holds is looked at. Each event once, however often it is delivered. */
@Injectable()
export class PeopleWhoMove {
  constructor(
    private readonly database: Database,
    private readonly kernel: TicketKernel,
    private readonly requests: AccessService,
    private readonly decisions: GrantDecisions,
    private readonly campaigns: Recertifications,
    private readonly actions: Actions,
  ) {}

  async handle(events: readonly OutboxEvent[]): Promise<void> {
    for (const event of events)
      await this.database.tx(async (tx) => {
        if (!(await once(tx, 'access.people', event.id))) return;
        if (event.topic === 'person.deactivated') await this.left(tx, event.key);
        else await this.moved(tx, event.key);
      });
  }

  /** Requests first: one that is carried out at this moment ends with a grant that is there when the grants are looked at. */
  private async left(tx: Tx, personId: string): Promise<void> {
    const person = await tx.one<{ active: boolean }>('select active from person where id = $1', [personId]);
    if (person?.active !== false) return;
    const waiting = await tx.rows<{ id: string }>(
      `select t.id from ticket t join access_request a on a.ticket_id = t.id where t.requester_id = $1 and t.kind = 'access' and a.purpose in ('grant', 'extend') and t.state in ('submitted', 'verifying', 'approving', 'provisioning') order by t.id`,
      [personId],
    );
    const reason = 'Працівник більше тут не працює';
    for (const { id } of waiting) {
      const ticket = await this.kernel.claim(tx, LEAVER, id);
      if (ticket.state === 'provisioning') {
        await this.actions.abandon(tx, LEAVER, id);
        await this.requests.followed(tx, LEAVER, ticket, 'stop', { reason });
      } else if (['submitted', 'verifying', 'approving'].includes(ticket.state)) await this.requests.followed(tx, LEAVER, ticket, 'cancel', { reason });
    }
    await this.decisions.end(tx, LEAVER, await lockGrants(tx, `a.person_id = $1 and a.state in ('active', 'suspended')`, [personId]), 'revoked', { reason });
  }

  private async moved(tx: Tx, personId: string): Promise<void> {
    const person = await tx.one<{ name: string; department: string | null }>('select p.display_name as name, d.name_uk as department from person p left join department d on d.id = p.department_id where p.id = $1 and p.active', [personId]);
    if (!person) return;
    const name = `${person.name}: перехід${person.department ? ` до відділу «${person.department}»` : ''}`;
    await this.campaigns.start(tx, MOVER, { name: name.slice(0, 200), origin: 'mover', personId, noAnswer: 'revoke', endsAt: new Date(tx.now.getTime() + REVIEW_DAYS * DAY_MS), scope: { personId } });
  }
}
