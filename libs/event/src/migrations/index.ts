import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Identifier of the rule that stands behind all others. */
export const LAST_RULE = '00000000-0000-7000-8000-000000000035';

export class EventTables1790000035000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table event_source (
        id uuid primary key, name text not null, kind text not null check (kind in ('alertmanager', 'grafana', 'zabbix', 'nagios', 'pagerduty', 'cloudevents', 'opora')),
        token_hash bytea not null, token_prefix text not null, service_id uuid references service, silent_after_seconds int check (silent_after_seconds between 60 and 604800),
        active boolean not null default true, version int not null default 1, created_at timestamptz not null, rotated_at timestamptz
      );
      create unique index event_source_name on event_source (lower(name));
      create unique index event_source_token on event_source (token_hash);

      create table event_source_pulse (
        source_id uuid primary key references event_source on delete cascade, worked_at timestamptz, last_event_at timestamptz, minute_at timestamptz, minute_events int not null default 0, last_minute_events int not null default 0
      );

      create table event (
        id uuid not null, received_at timestamptz not null, source_id uuid not null, dedup_key text not null, sender_id text, status text not null, severity text not null, title text not null, text text, link text,
        service text, items text[] not null, labels jsonb not null, at timestamptz, raw json, primary key (received_at, id)
      ) partition by range (received_at);
      create index event_of_key on event (source_id, hashtext(dedup_key), received_at);
      create table event_other partition of event default;

      do $$ declare day date; begin
        for day in select d::date from generate_series((now() at time zone 'UTC')::date, (now() at time zone 'UTC')::date + 7, interval '1 day') d loop
          execute format('create table event_d%s partition of event for values from (%L) to (%L)', to_char(day, 'YYYYMMDD'), day::text || ' 00:00:00Z', (day + 1)::text || ' 00:00:00Z');
        end loop;
      end $$;

      create table event_once (source_id uuid not null, sender_id text not null, at timestamptz not null, primary key (source_id, sender_id));
      create index event_once_age on event_once (at);
      create table event_waiting (source_id uuid not null, event_id uuid not null, received_at timestamptz not null, primary key (source_id, event_id))
        with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

      create table event_parked (source_id uuid not null, event_id uuid not null, received_at timestamptz not null, error text not null, parked_at timestamptz not null, primary key (source_id, event_id));

      create table event_rule (
        id uuid primary key, position int not null, name text not null, conditions jsonb not null, gather_by text[] not null, window_seconds int not null check (window_seconds between 1 and 604800), action jsonb not null,
        active boolean not null default true, built_in boolean not null default false, version int not null default 1
      );
      create index event_rule_order on event_rule (position, id);
      insert into event_rule (id, position, name, conditions, gather_by, window_seconds, action, built_in) values (
        '${LAST_RULE}', 1000000, 'Решта / Everything else', '{"sourceIds":[],"severities":["warning","exception"],"serviceIds":[],"itemIds":[],"matchers":[]}', '{automatic}', 900,
        '{"kind":"incident","impact":null,"urgency":null,"serviceId":null,"groupId":null,"resolve":true,"quietSeconds":300,"reopenSeconds":14400}', true);

      create table maintenance_window (
        id uuid primary key, title text not null, from_at timestamptz not null, to_at timestamptz not null, service_ids uuid[] not null, item_ids uuid[] not null, source_ids uuid[] not null,
        created_by_id uuid not null references person, active boolean not null default true, version int not null default 1, check (to_at > from_at)
      );
      create index maintenance_window_time on maintenance_window (to_at, from_at);

      create table alert_group (
        id uuid primary key, rule_id uuid references event_rule on delete set null, key text not null, source_id uuid not null, storm boolean not null, title text not null, incident_id uuid references ticket deferrable initially deferred,
        window_seconds int not null, resolves boolean not null, quiet_seconds int not null, reopen_seconds int not null,
        opened_at timestamptz not null, joined_at timestamptz not null, told_at timestamptz not null, closed_at timestamptz
      );
      create unique index alert_group_live on alert_group (coalesce(rule_id, '00000000-0000-0000-0000-000000000000'), key) where closed_at is null;
      create index alert_group_source on alert_group (source_id, opened_at desc) where closed_at is null;
      create index alert_group_incident on alert_group (incident_id);

      create table alert (
        id uuid primary key, source_id uuid not null references event_source, dedup_key text not null, state text not null check (state in ('open', 'acknowledged', 'cleared')), severity text not null check (severity in ('informational', 'warning', 'exception')),
        title text not null, text text, link text, service text, items text[] not null, labels jsonb not null, service_id uuid references service, item_id uuid references configuration_item on delete set null,
        count bigint not null check (count > 0), first_seen_at timestamptz not null, last_seen_at timestamptz not null, opened_at timestamptz not null, triggered_at timestamptz not null, cleared_at timestamptz,
        acknowledged_at timestamptz, acknowledged_by_id uuid references person, flips timestamptz[] not null, decide_at timestamptz, rule_id uuid, group_id uuid references alert_group on delete set null,
        incident_id uuid references ticket deferrable initially deferred, suppressed text check (suppressed in ('maintenance', 'flapping', 'dependency')), suppressed_by uuid, version int not null default 1, unique (source_id, dedup_key)
      );
      create index alert_list on alert (last_seen_at desc, id desc);
      create index alert_open on alert (severity, last_seen_at desc, id desc) where state <> 'cleared';
      create index alert_due on alert (source_id, decide_at) where decide_at is not null;
      create index alert_next on alert (decide_at) where decide_at is not null;
      create index alert_opened on alert (source_id, opened_at);
      create index alert_group_open on alert (group_id) where state <> 'cleared';
      create index alert_group_all on alert (group_id);
      create index alert_incident on alert (incident_id) where incident_id is not null;
      create index alert_item on alert (item_id) where item_id is not null and state <> 'cleared';
    `);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

/** Senders name items and services by name. */
export class EventNames1790000035010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index configuration_item_by_name on configuration_item (lower(name))');
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward');
  }
}

export const eventMigrations = [EventTables1790000035000, EventNames1790000035010];
