import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The policy packs as they were loaded: every version stays, so a past day can be judged by what was known on it. */
export class PolicyFirst implements MigrationInterface {
  readonly name = 'policy-first-1763766480000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema policy`);
    await q.query(`grant usage on schema policy to heliotrope_app, heliotrope_intake, heliotrope_relay`);
    await q.query(`create table policy.pack (
      id uuid primary key,
      code text not null,
      checksum text not null,
      region integer not null,
      document jsonb not null,
      loaded_at timestamptz not null,
      superseded_at timestamptz)`);
    await q.query(`create unique index pack_one_current on policy.pack (code) where superseded_at is null`);
    await q.query(`create table policy.value (
      pack_id uuid not null references policy.pack (id),
      id text not null,
      key text not null,
      value jsonb not null,
      unit text not null,
      authority text not null check (authority in ('document', 'platform-default')),
      source text not null,
      clause text not null,
      seen text not null check (seen in ('original', 'report', 'none')),
      requirements text[] not null,
      note text not null,
      applies_to jsonb not null,
      region integer not null,
      from_on date not null,
      until_on date,
      primary key (pack_id, id),
      check (until_on is null or until_on >= from_on))`);
    await q.query(`create index value_by_key on policy.value (key, region)`);
    await q.query(`comment on table policy.pack is 'reference: packs hold for every bureau of their region and are the same on every node'`);
    await q.query(`comment on table policy.value is 'reference: rows of the packs'`);
    await q.query(`grant select, insert on policy.pack, policy.value to heliotrope_app`);
    await q.query(`grant update (superseded_at) on policy.pack to heliotrope_app`);
    await q.query(`grant select on policy.pack, policy.value to heliotrope_intake, heliotrope_relay`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop schema policy cascade`);
  }
}
