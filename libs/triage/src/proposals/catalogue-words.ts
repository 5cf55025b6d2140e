import { Injectable } from '@nestjs/common';
import type { Level } from '@opora/kit';
import { Clock, Database } from '@opora/platform';
import { tokens } from '@opora/ticket';

const KEPT_MS = 20_000;

export interface KnownService {
  id: string;
  nameUk: string;
  nameEn: string;
  criticality: Level;
  words: string[][];
}
export interface KnownCategory {
  id: string;
  serviceId: string | null;
  nameUk: string;
  nameEn: string;
  defaultImpact: Level | null;
  defaultUrgency: Level | null;
  words: string[][];
}
export interface Known {
  services: ReadonlyMap<string, KnownService>;
  categories: ReadonlyMap<string, KnownCategory>;
}

/** What may be proposed at all: live services and active categories that are not restricted, with the words of their names. The same for every caller, hence kept for a while. */
@Injectable()
export class CatalogueWords {
  private kept: Promise<Known> | null = null;
  private until = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  known(): Promise<Known> {
    const now = this.clock.now().getTime();
    if (!this.kept || now > this.until || now < this.until - KEPT_MS) {
      this.until = now + KEPT_MS;
      this.kept = this.read();
      this.kept.catch(() => (this.kept = null));
    }
    return this.kept;
  }

  private async read(): Promise<Known> {
    const [services, categories] = await Promise.all([
      this.database.sql.rows<Omit<KnownService, 'words'>>(`select id, name_uk as "nameUk", name_en as "nameEn", criticality from service where status = 'live' and not restricted`),
      this.database.sql.rows<Omit<KnownCategory, 'words'>>(
        `select c.id, c.service_id as "serviceId", c.name_uk as "nameUk", c.name_en as "nameEn", c.default_impact as "defaultImpact", c.default_urgency as "defaultUrgency"
         from category c join service s on s.id = c.service_id where c.active and not c.restricted and s.status = 'live' and not s.restricted`,
      ),
    ]);
    const worded = <T extends { nameUk: string; nameEn: string }>(one: T): T & { words: string[][] } => ({ ...one, words: [tokens(one.nameUk), tokens(one.nameEn)] });
    return { services: new Map(services.map((one) => [one.id, worded(one)])), categories: new Map(categories.map((one) => [one.id, worded(one)])) };
  }
}
