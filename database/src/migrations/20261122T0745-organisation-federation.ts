import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signing in through a bureau's own identity provider, WeCom or DingTalk, and which outside identity is whose account. */
export class OrganisationFederation implements MigrationInterface {
  readonly name = 'organisation-federation-1763768700000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create table organisation.identity_provider (
      id uuid primary key,
      bureau_id integer not null references organisation.bureau (id),
      kind text not null check (kind in ('oidc', 'wecom', 'dingtalk')),
      name text not null,
      address text not null,
      client_id text not null,
      agent_id text,
      secret_enc bytea not null,
      active boolean not null default true,
      version integer not null default 1,
      created_at timestamptz not null,
      unique (bureau_id, name))`);
    await q.query(`comment on table organisation.identity_provider is 'reference: offered on the sign-in page before any scope is known'`);
    await q.query(`grant select, insert, update on organisation.identity_provider to heliotrope_app`);

    await q.query(`create table organisation.external_identity (
      provider_id uuid not null references organisation.identity_provider (id),
      subject text not null,
      account_id uuid not null references organisation.account (id) on delete cascade,
      linked_at timestamptz not null,
      used_at timestamptz,
      primary key (provider_id, subject),
      unique (account_id, provider_id))`);
    await q.query(`comment on table organisation.external_identity is 'reference: looked up by provider and subject before any scope is known'`);
    await q.query(`grant select, insert, update, delete on organisation.external_identity to heliotrope_app`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table organisation.external_identity`);
    await q.query(`drop table organisation.identity_provider`);
  }
}
