import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { Refusal, csv } from '@opora/kit';
import { type Actor, Database } from '@opora/platform';
import { type GrantEvidence, GrantQueries } from './grant.queries';
import type { GrantFilter } from './grants.dto';

/** Stream of the exports in the journal. */
const STREAM = '00000000-0000-7000-8000-000000000042';
/** A file that spreadsheets still open, and that is made within a request's time. */
const MOST_ROWS = 50_000;

const HEAD: Readonly<Record<'uk' | 'en', readonly string[]>> = {
  uk: ['Особа', 'Пошта', 'Відділ', 'Система', 'Право', 'Код', 'Ризик', 'Стан', 'Виконується', 'Надано', 'До', 'Закінчено', 'Підстава', 'Погодили', 'Винятки SoD', 'Запис журналу', 'Номер запису', 'SHA-256 запису'],
  en: ['Person', 'E-mail', 'Department', 'System', 'Right', 'Code', 'Risk', 'State', 'Being done', 'Granted', 'Until', 'Ended', 'Basis', 'Approved by', 'SoD exceptions', 'Journal entry', 'Entry number', 'SHA-256 of the entry'],
};

export interface EvidenceFile {
  name: string;
  bytes: Buffer;
  /** Of the bytes, hexadecimal; stands in the journal too. */
  sha256: string;
  /** The journal's entry about this export. */
  journalId: string;
}

/** The register as a file that can be checked later: each row names its entry in the hash-linked journal, and the journal remembers the file by its digest. */
@Injectable()
export class GrantEvidenceFiles {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly queries: GrantQueries,
  ) {}

  /** @throws Refusal 422 `access.export_too_large` */
  async make(actor: Actor, filter: GrantFilter): Promise<EvidenceFile> {
    const rows = await this.queries.all(actor, filter, MOST_ROWS + 1);
    if (rows.length > MOST_ROWS) throw new Refusal('access.export_too_large', { params: { most: MOST_ROWS } });
    return this.database.tx(async (tx) => {
      const name = `grants-${(filter.asOf ?? tx.now.toISOString()).slice(0, 10)}`;
      const bytes = Buffer.from(csv({ name, head: HEAD[actor.locale], rows: rows.map(lineOf) }));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const { id } = await this.journal.append(tx, { streamId: STREAM, streamKind: 'access_export', kind: 'access.exported', actor, data: { sha256, rows: rows.length, filter: { ...filter } } });
      return { name: `${name}.csv`, bytes, sha256, journalId: id };
    });
  }
}

const lineOf = (row: GrantEvidence): (string | number | null)[] => [
  row.personName, row.email, row.department, row.resourceName, row.entitlementName, row.code, row.risk, row.state, row.pending, row.grantedAt.toISOString(), row.untilAt?.toISOString() ?? null, row.endedAt?.toISOString() ?? null,
  row.request.reference, row.approvedBy.map(({ displayName, at }) => `${displayName} ${new Date(at).toISOString()}`).join('; '), row.sodRules.map((number) => `SoD-${number}`).join(' '), row.journalId, row.journalSeq, row.journalHash,
];
