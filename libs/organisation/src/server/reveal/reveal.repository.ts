import { newId, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { RevealedField } from '../../rules/index.js';

export interface RevealRow {
  readonly id: string;
  readonly at: Date;
  readonly accountId: string;
  readonly byName: string;
  readonly field: RevealedField;
  readonly guardianId: string | null;
  readonly reason: string;
}

/** Who opened what of whom. Rows are added and never changed. */
@Injectable()
export class RevealRepository {
  /** How many this account has opened lately. One person's reveals wait for each other, so that a hundred at once are counted. */
  async countOf(tx: Tx, accountId: string): Promise<{ inHour: number; inDay: number }> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 7))`, [accountId]);
    const [row] = await tx.query<{ inHour: number; inDay: number }>(
      `select count(*) filter (where at > $2::timestamptz - interval '1 hour') as "inHour", count(*) as "inDay"
         from organisation.reveal where jurisdiction_id = any($3::int[]) and account_id = $1 and at > $2::timestamptz - interval '1 day'`,
      [accountId, tx.now, [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))]],
    );
    return row!;
  }

  async add(
    tx: Tx, of: { jurisdictionId: number; schoolId: string; id: string }, accountId: string, what: { field: RevealedField; guardianId: string | null; reason: string },
  ): Promise<void> {
    await tx.query(
      `insert into organisation.reveal (jurisdiction_id, id, school_id, student_id, account_id, field, guardian_id, reason, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [of.jurisdictionId, newId(tx.now.getTime()), of.schoolId, of.id, accountId, what.field, what.guardianId, what.reason, tx.now],
    );
  }

  /** Everything ever opened of one pupil, newest first: what the person concerned may ask for. */
  of(tx: Tx, jurisdictionId: number, studentId: string): Promise<RevealRow[]> {
    return tx.query<RevealRow>(
      `select r.id, r.at, r.account_id as "accountId", a.name as "byName", r.field, r.guardian_id as "guardianId", r.reason
         from organisation.reveal r join organisation.account a on a.id = r.account_id
        where r.jurisdiction_id = $1 and r.student_id = $2 order by r.at desc, r.id desc`,
      [jurisdictionId, studentId],
    );
  }
}
