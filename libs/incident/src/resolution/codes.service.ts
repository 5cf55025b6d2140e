import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { notFound } from '@opora/kit';
import { type Actor, Database, type Sql } from '@opora/platform';
import type { PutResolutionCode, ResolutionCodeList, ResolutionCodeReply } from './codes.dto';

type Row = Omit<ResolutionCodeReply, 'name'>;

const SELECT = 'select code, name_uk as "nameUk", name_en as "nameEn", position, active from resolution_code';
const CODE = /^[a-z][a-z0-9_]{0,39}$/;

/** The journal addresses streams by identifiers; a code makes its own. */
function streamOf(code: string): string {
  const hex = createHash('sha256').update(`resolution_code ${code}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** With which codes an incident can be resolved; an installation extends the list (`domain.md` §4, resolve). */
@Injectable()
export class ResolutionCodes {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {}

  async list(actor: Actor): Promise<ResolutionCodeList> {
    const rows = await this.database.sql.rows<Row>(`${SELECT} order by position, code`);
    return { items: rows.map((row) => replyOf(row, actor)), nextCursor: null };
  }

  /** @throws Refusal 404 for what can be no code */
  put(actor: Actor, code: string, body: PutResolutionCode): Promise<ResolutionCodeReply> {
    if (!CODE.test(code)) throw notFound();
    return this.database.tx(async (tx) => {
      const before = await this.find(tx, code);
      await tx.run(
        `insert into resolution_code (code, name_uk, name_en, position, active) values ($1, $2, $3, coalesce($4, (select max(position) + 1 from resolution_code)), coalesce($5, true))
         on conflict (code) do update set name_uk = excluded.name_uk, name_en = excluded.name_en, position = coalesce($4, resolution_code.position), active = coalesce($5, resolution_code.active)`,
        [code, body.nameUk, body.nameEn, body.position ?? null, body.active ?? null],
      );
      const after = await this.find(tx, code);
      if (!after) throw new Error(`the resolution code ${code} was not kept`);
      const changes = (['nameUk', 'nameEn', 'position', 'active'] as const).filter((field) => before?.[field] !== after[field]).map((field) => ({ field, from: before?.[field] ?? null, to: after[field] }));
      if (changes.length > 0) await this.journal.append(tx, { streamId: streamOf(code), streamKind: 'resolution_code', kind: before ? 'resolution_code.changed' : 'resolution_code.created', actor, data: { code, changes } });
      return replyOf(after, actor);
    });
  }

  private find(sql: Sql, code: string): Promise<Row | null> {
    return sql.one<Row>(`${SELECT} where code = $1`, [code]);
  }
}

const replyOf = (row: Row, { locale }: Actor): ResolutionCodeReply => ({ ...row, name: locale === 'en' ? row.nameEn : row.nameUk });
