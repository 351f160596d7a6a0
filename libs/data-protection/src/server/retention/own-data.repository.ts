import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { HeldBack } from '../../rules/index.js';

interface Ask {
  readonly jurisdictionId: number;
  readonly from: SchoolDay;
  readonly held: HeldBack;
  readonly limit: number;
}

/** Destroys this domain's own registers when their time is over. */
@Injectable()
export class OwnDataRepository {
  /** Consent of pupils who left on the day or earlier. The scans' files are put down to be deleted once this stands. */
  async consents(tx: Tx, { jurisdictionId, from, held, limit }: Ask): Promise<string[]> {
    const due = `select r.id from data_protection.consent_record r
        join organisation.v_left_student s on s.jurisdiction_id = r.jurisdiction_id and s.student_id = r.student_id
       where r.jurisdiction_id = $1 and s.left_on <= $2 and r.school_id <> all($3::uuid[]) and r.student_id <> all($4::uuid[])
       order by r.id limit $5`;
    const params = [jurisdictionId, from, held.schools, held.pupils, limit];
    await tx.query(
      `with gone as (delete from data_protection.consent_scan where jurisdiction_id = $1 and record_id in (${due}) returning file_key)
       insert into data_protection.file_to_delete (jurisdiction_id, file_key, since) select distinct $1::int, file_key, $6::timestamptz from gone
       on conflict do nothing`,
      [...params, tx.now],
    );
    const rows = await tx.query<{ id: string }>(`delete from data_protection.consent_record where jurisdiction_id = $1 and id in (${due}) returning id`, params);
    return rows.map((row) => row.id);
  }

  /** A record that a recipient in the register still stands on is kept as long as the register. */
  async assessments(tx: Tx, { jurisdictionId, from, limit }: Ask): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `delete from data_protection.impact_assessment where jurisdiction_id = $1 and id in (
         select a.id from data_protection.impact_assessment a
          where a.jurisdiction_id = $1 and a.valid_until <= $2 and not exists (
            select from data_protection.recipient r where r.jurisdiction_id = a.jurisdiction_id and r.assessment_id = a.id)
          order by a.id limit $3) returning id`,
      [jurisdictionId, from, limit],
    );
    return rows.map((row) => row.id);
  }

  async provisions(tx: Tx, { jurisdictionId, from, limit }: Ask): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `delete from data_protection.provision where jurisdiction_id = $1 and id in (
         select id from data_protection.provision where jurisdiction_id = $1 and provided_on <= $2 order by id limit $3) returning id`,
      [jurisdictionId, from, limit],
    );
    return rows.map((row) => row.id);
  }
}
