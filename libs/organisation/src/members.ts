import { Injectable } from '@nestjs/common';
import { forbidden, notFound, unknownReference } from '@opora/kit';
import { type Actor, Clock, Database, type Tx } from '@opora/platform';
import { GroupMember } from './entities';
import { Organisation } from './organisation';
import type { MemberList, SetMember } from './organisation.dto';

interface MemberRow {
  id: string;
  displayName: string;
  email: string;
  right: 'view' | 'work' | 'manage';
  capacity: number | null;
  absentUntil: Date | null;
}

/** Who belongs to a support group, with which right (`domain.md` §1). */
@Injectable()
export class Members {
  constructor(
    private readonly database: Database,
    private readonly organisation: Organisation,
    private readonly clock: Clock,
  ) {}

  async list(groupId: string): Promise<MemberList> {
    await this.organisation.groups.read(groupId);
    const rows = await this.database.sql.rows<MemberRow>(
      `select p.id, p.display_name as "displayName", p.email, m.right_ as "right", m.capacity,
         (select max(a.to_at) from absence a where a.person_id = p.id and a.from_at <= $2 and a.to_at > $2) as "absentUntil"
       from group_member m join person p on p.id = m.person_id where m.group_id = $1 order by p.display_name, p.id`,
      [groupId, this.clock.now()],
    );
    return { items: rows.map(({ id, displayName, email, right, capacity, absentUntil }) => ({ person: { id, displayName, email }, right, capacity, absentUntil: absentUntil?.toISOString() ?? null })) };
  }

  async set(actor: Actor, groupId: string, personId: string, member: SetMember): Promise<MemberList> {
    this.mayManage(actor, groupId);
    await this.database.tx(async (tx) => {
      const before = await this.claim(tx, groupId, personId);
      const capacity = member.capacity ?? null;
      await tx.manager.upsert(GroupMember, { groupId, personId, right: member.right, capacity }, ['groupId', 'personId']);
      await this.organisation.groups.note(tx, actor, groupId, before ? 'member_changed' : 'member_added', [
        { field: `members/${personId}`, from: before ? { right: before.right, capacity: before.capacity } : null, to: { right: member.right, capacity } },
      ]);
    });
    return this.list(groupId);
  }

  async remove(actor: Actor, groupId: string, personId: string): Promise<void> {
    this.mayManage(actor, groupId);
    await this.database.tx(async (tx) => {
      const before = await this.claim(tx, groupId, personId);
      if (!before) throw notFound();
      await tx.manager.delete(GroupMember, { groupId, personId });
      await this.organisation.groups.note(tx, actor, groupId, 'member_removed', [{ field: `members/${personId}`, from: { right: before.right, capacity: before.capacity }, to: null }]);
    });
  }

  private mayManage(actor: Actor, groupId: string): void {
    const scopes = actor.scopes('group.membersWrite');
    if (!scopes.has('all') && !(scopes.has('gm') && actor.groupIds('manage').includes(groupId))) throw forbidden('group.membersWrite');
  }

  private async claim(tx: Tx, groupId: string, personId: string): Promise<GroupMember | null> {
    await this.organisation.groups.claim(tx, groupId, '*');
    const known = await tx.one('select 1 from person where id = $1 and active', [personId]);
    const member = await tx.manager.findOneBy(GroupMember, { groupId, personId });
    if (!known && !member) throw unknownReference('/personId');
    return member;
  }
}
