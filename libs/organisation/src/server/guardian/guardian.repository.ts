import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface GuardianRow {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly studentId: string;
  readonly position: number;
  readonly name: string;
  readonly relation: string;
  readonly phoneEnc: Buffer | null;
  readonly version: number;
}

export interface SealedPhone {
  readonly enc: Buffer;
  readonly index: Buffer;
}

const GUARDIAN = `g.id, g.jurisdiction_id as "jurisdictionId", g.school_id as "schoolId", g.student_id as "studentId", g.position, g.name, g.relation,
  g.phone_enc as "phoneEnc", g.version`;

type Of = { readonly jurisdictionId: number; readonly id: string };

/** Guardians belong to a pupil, and whoever reaches the pupil reaches them. */
@Injectable()
export class GuardianRepository {
  of(tx: Tx, pupil: Of): Promise<GuardianRow[]> {
    return tx.query<GuardianRow>(
      `select ${GUARDIAN} from organisation.guardian g where g.jurisdiction_id = $1 and g.student_id = $2 order by g.position`, [pupil.jurisdictionId, pupil.id],
    );
  }

  async forUpdate(tx: Tx, id: string): Promise<GuardianRow | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id', class: 's.class_id' }, params);
    return (await tx.query<GuardianRow>(
      `select ${GUARDIAN} from organisation.guardian g
         join organisation.student s on s.jurisdiction_id = g.jurisdiction_id and s.id = g.student_id
        where g.id = $1 and ${scope} for update of g`,
      params,
    ))[0];
  }

  /** The id under which a new one is to be sealed and then added. */
  newId(tx: Tx): string {
    return newId(tx.now.getTime());
  }

  async add(tx: Tx, one: Omit<GuardianRow, 'phoneEnc' | 'version'>, phone: SealedPhone | null): Promise<void> {
    await tx.query(
      `insert into organisation.guardian (jurisdiction_id, id, school_id, student_id, position, name, relation, phone_enc, phone_index)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [one.jurisdictionId, one.id, one.schoolId, one.studentId, one.position, one.name, one.relation, phone?.enc ?? null, phone?.index ?? null],
    );
  }

  async save(tx: Tx, of: Of, change: { name: string; relation: string; phone: SealedPhone | null }): Promise<void> {
    await tx.query(
      `update organisation.guardian set name = $3, relation = $4, phone_enc = coalesce($5, phone_enc), phone_index = coalesce($6, phone_index), version = version + 1
        where jurisdiction_id = $1 and id = $2`,
      [of.jurisdictionId, of.id, change.name, change.relation, change.phone?.enc ?? null, change.phone?.index ?? null],
    );
  }

  async remove(tx: Tx, of: Of): Promise<void> {
    await tx.query(`delete from organisation.guardian where jurisdiction_id = $1 and id = $2`, [of.jurisdictionId, of.id]);
  }
}
