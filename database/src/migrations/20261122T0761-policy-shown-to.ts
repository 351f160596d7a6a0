import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A bureau's own system reads without tiring: what each was shown is remembered for it, and never falls out of the memory. */
export class PolicyShownTo implements MigrationInterface {
  readonly name = 'policy-shown-to-1763769662000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table policy.published_counts add column client_id uuid`);
    await q.query(`create index published_counts_of_client on policy.published_counts (jurisdiction_id, series, client_id, id) where client_id is not null`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table policy.published_counts drop column client_id`);
  }
}
