import { Injectable } from '@nestjs/common';
import { Journal } from '@opora/journal';
import { type FieldError, Refusal } from '@opora/kit';
import { type Actor, Database, type Sql } from '@opora/platform';
import { type ApplicationSetting, ApplicationSettingsRegistry } from './registry';
import type { SettingsReply } from './settings.dto';

/** Stream of the settings in the journal. */
const STREAM = '00000000-0000-7000-8000-000000000003';

type Value = ApplicationSetting['fallback'];

/** Settings of the whole application, as rows: every process reads the present value. */
@Injectable()
export class ApplicationSettings {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly registry: ApplicationSettingsRegistry,
  ) {}

  /** @throws Error for a setting that nobody enrolled */
  async value<V extends Value>(key: string, sql: Sql = this.database.sql): Promise<V> {
    const setting = this.registry.get(key);
    if (!setting) throw new Error(`unknown setting ${key}`);
    return ((await sql.one<{ value: V }>('select value from application_setting where key = $1', [key]))?.value ?? setting.fallback) as V;
  }

  async list(actor: Actor, sql: Sql = this.database.sql): Promise<SettingsReply> {
    const rows = await sql.rows<{ key: string; value: Value }>('select key, value from application_setting');
    const stored = new Map(rows.map(({ key, value }) => [key, value]));
    const { version } = (await sql.one<{ version: number }>('select version from application_settings_version')) ?? { version: 1 };
    return {
      items: this.registry.all().map((setting) => ({
        key: setting.key, group: setting.key.split('.')[0] ?? '', name: setting.name[actor.locale], hint: setting.hint[actor.locale], kind: setting.kind, value: stored.get(setting.key) ?? setting.fallback, fallback: setting.fallback,
        ...('min' in setting ? { min: setting.min } : {}), ...('max' in setting ? { max: setting.max } : {}),
      })),
      version,
    };
  }

  /** All or nothing. @throws Refusal 412, 422 naming each value that is wrong */
  async change(actor: Actor, ifMatch: number | '*', values: Readonly<Record<string, unknown>>): Promise<SettingsReply> {
    const errors = Object.entries(values).flatMap(([key, value]): FieldError[] => this.faultOf(key, value));
    if (errors.length > 0) throw new Refusal('invalid', { errors });
    return this.database.tx(async (tx) => {
      const { version } = (await tx.one<{ version: number }>('select version from application_settings_version for update')) ?? { version: 1 };
      if (ifMatch !== '*' && ifMatch !== version) throw new Refusal('stale', { status: 412, extra: { version, changedFields: ['values'] } });
      const before = new Map((await this.list(actor, tx)).items.map(({ key, value }) => [key, value]));
      for (const [key, value] of Object.entries(values)) {
        if (value === null) await tx.run('delete from application_setting where key = $1', [key]);
        else await tx.run('insert into application_setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value', [key, JSON.stringify(value)]);
      }
      const changes = Object.entries(values).map(([key, value]) => ({ field: key, from: before.get(key), to: value ?? this.registry.get(key)?.fallback })).filter(({ from, to }) => from !== to);
      if (changes.length > 0) {
        await tx.run('update application_settings_version set version = version + 1');
        await this.journal.append(tx, { streamId: STREAM, streamKind: 'settings', kind: 'settings.changed', actor, data: { changes }, version: version + 1 });
      }
      return this.list(actor, tx);
    });
  }

  private faultOf(key: string, value: unknown): FieldError[] {
    const pointer = `/values/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const setting = this.registry.get(key);
    if (!setting) return [{ pointer, code: 'unknown_field' }];
    if (value === null) return [];
    if (setting.kind === 'flag') return typeof value === 'boolean' ? [] : [{ pointer, code: 'wrong_type' }];
    if (setting.kind === 'text') return typeof value !== 'string' ? [{ pointer, code: 'wrong_type' }] : value.length > setting.max || /\p{Cc}/u.test(value) ? [{ pointer, code: 'too_long', params: { max: setting.max } }] : [];
    if (!Number.isInteger(value)) return [{ pointer, code: 'wrong_type' }];
    const { min, max } = setting;
    return (value as number) < min || (value as number) > max ? [{ pointer, code: 'out_of_range', params: { min, max } }] : [];
  }
}
