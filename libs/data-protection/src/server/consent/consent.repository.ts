import { type SchoolDay } from '@heliotrope/kernel';
import { INTAKE_POOL, type MarkedRow, newId, RowMarks, scopeWhere, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Audience, ConsentLine, Purpose } from '../../rules/index.js';

export interface ConsentRow extends ConsentLine {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly purpose: Purpose;
  readonly n: number;
  readonly noticeId: string;
  readonly noticeHash: string;
  readonly means: 'online' | 'paper';
  readonly relation: string;
  readonly signedOn: SchoolDay;
  readonly recordedBy: string;
  readonly at: Date;
}

type StoredRow = Omit<ConsentRow, 'isSound'> & { readonly mark: Buffer | null };

export interface Invitation {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly campaignId: string;
  readonly schoolId: string;
  readonly classId: string;
  readonly studentId: string;
  readonly audience: Audience;
}

/** Of `data_protection.consent_record r`. */
export const CONSENT_COLUMNS = `r.jurisdiction_id as "jurisdictionId", r.id, r.school_id as "schoolId", r.student_id as "studentId", r.purpose, r.n, r.audience,
  r.campaign_id as "campaignId", r.notice_id as "noticeId", r.notice_hash as "noticeHash", r.material, r.means, r.decision, r.relation,
  r.signed_on as "signedOn", r.recorded_by as "recordedBy", r.at`;

@Injectable()
export class ConsentRepository {
  constructor(
    @Inject(INTAKE_POOL) private readonly intake: pg.Pool,
    @Inject(RowMarks) private readonly marks: RowMarks,
  ) {}

  /** Where a code leads. Asked before any bureau is known, hence as the intake role. */
  async placeOf(codeHash: Buffer): Promise<{ jurisdictionId: number; schoolId: string; invitationId: string } | undefined> {
    const { rows } = await this.intake.query<{ jurisdictionId: number; schoolId: string; invitationId: string }>({
      name: 'data-protection.place-of-code',
      text: `select jurisdiction_id as "jurisdictionId", school_id as "schoolId", invitation_id as "invitationId"
               from data_protection.consent_code where code_hash = $1`,
      values: [codeHash],
    });
    return rows[0];
  }

  /** The invitation, if this is still its code. */
  async invitation(tx: Tx, jurisdictionId: number, id: string, codeHash: Buffer): Promise<Invitation | undefined> {
    return (await tx.query<Invitation>(
      `select jurisdiction_id as "jurisdictionId", id, campaign_id as "campaignId", school_id as "schoolId", class_id as "classId",
              student_id as "studentId", audience
         from data_protection.consent_invitation where jurisdiction_id = $1 and id = $2 and code_hash = $3`,
      [jurisdictionId, id, codeHash],
    ))[0];
  }

  /** Every line of these pupils for one purpose, in the order in which they were added. */
  async linesOf(tx: Tx, jurisdictionId: number, purpose: Purpose, studentIds: readonly string[]): Promise<Map<string, ConsentRow[]>> {
    const rows = await this.read(tx, `r.jurisdiction_id = $1 and r.purpose = $2 and r.student_id = any($3::uuid[]) order by r.student_id, r.n`, [jurisdictionId, purpose, [...studentIds]]);
    const byPupil = new Map<string, ConsentRow[]>(studentIds.map((id) => [id, []]));
    for (const row of rows) byPupil.get(row.studentId)!.push(row);
    return byPupil;
  }

  /** Every line of one pupil, for his pack. */
  allOf(tx: Tx, jurisdictionId: number, studentId: string): Promise<ConsentRow[]> {
    return this.read(tx, `r.jurisdiction_id = $1 and r.student_id = $2 order by r.at, r.n`, [jurisdictionId, studentId]);
  }

  async byId(tx: Tx, jurisdictionIds: readonly number[], id: string): Promise<ConsentRow | undefined> {
    return (await this.read(tx, `r.jurisdiction_id = any($1::int[]) and r.id = $2`, [[...jurisdictionIds], id]))[0];
  }

  /** The number in the pupil's register lets one of two who speak at once through. */
  async add(tx: Tx, row: Omit<ConsentRow, 'at' | 'isSound'> & { signerEnc: Buffer | null }): Promise<void> {
    await tx.query(
      `insert into data_protection.consent_record
         (jurisdiction_id, id, campaign_id, school_id, student_id, purpose, n, audience, notice_id, notice_hash, material, means, decision,
          relation, signer_enc, signed_on, recorded_by, at, mark)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
      [
        row.jurisdictionId, row.id, row.campaignId, row.schoolId, row.studentId, row.purpose, row.n, row.audience, row.noticeId, row.noticeHash,
        row.material, row.means, row.decision, row.relation, row.signerEnc, row.signedOn, row.recordedBy, tx.now,
        await this.marks.mark(tx, markedConsent({ ...row, at: tx.now })),
      ],
    );
  }

  async addScan(tx: Tx, record: ConsentRow, file: { key: string; sha256: string; bytes: number }, author: string): Promise<void> {
    await tx.query(
      `insert into data_protection.consent_scan (jurisdiction_id, id, record_id, school_id, file_key, sha256, bytes, added_by, added_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [record.jurisdictionId, newId(tx.now.getTime()), record.id, record.schoolId, file.key, file.sha256, file.bytes, author, tx.now],
    );
  }

  /** Which of these records have a scan. */
  async scanned(tx: Tx, jurisdictionId: number, recordIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `select distinct record_id as id from data_protection.consent_scan where jurisdiction_id = $1 and record_id = any($2::uuid[])`,
      [jurisdictionId, [...recordIds]],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Every line within the scopes of a sweep, page by page. */
  after(tx: Tx, id: string | null, limit: number): Promise<ConsentRow[]> {
    const params: unknown[] = [id, limit];
    return this.read(tx, `($1::uuid is null or r.id > $1) and ${scopeWhere(tx.scopes, PLACE, params)} order by r.id limit $2`, params);
  }

  /** Withdrawals that were heard, whose line is gone though the pupil's other lines stand: somebody took it out. */
  async withdrawalsTaken(tx: Tx): Promise<string[]> {
    const params: unknown[] = [];
    const rows = await tx.query<{ id: string }>(
      `select r.record_id as id from data_protection.processing_stop r
        where ${scopeWhere(tx.scopes, PLACE, params)}
          and not exists (select from data_protection.consent_record c where c.jurisdiction_id = r.jurisdiction_id and c.id = r.record_id)
          and exists (select from data_protection.consent_record c where c.jurisdiction_id = r.jurisdiction_id and c.student_id = r.student_id and c.purpose = r.purpose)`,
      params,
    );
    return rows.map((row) => row.id);
  }

  private async read(tx: Tx, where: string, params: unknown[]): Promise<ConsentRow[]> {
    const rows = await tx.query<StoredRow>(`select ${CONSENT_COLUMNS}, r.mark from data_protection.consent_record r where ${where}`, params);
    const found: ConsentRow[] = [];
    for (const { mark, ...row } of rows) found.push({ ...row, isSound: await this.marks.fits(tx, markedConsent(row), mark) });
    return found;
  }
}

const PLACE = { jurisdiction: 'r.jurisdiction_id', school: 'r.school_id' };

/** All that a line says. The school is left out: it moves with the pupil. */
export function markedConsent(row: Omit<ConsentRow, 'isSound' | 'schoolId'>): MarkedRow {
  return {
    jurisdictionId: row.jurisdictionId, table: 'data_protection.consent_record', id: row.id,
    values: [
      row.studentId, row.purpose, row.n, row.audience, row.campaignId, row.noticeId, row.noticeHash, row.material, row.means, row.decision,
      row.relation, row.signedOn, row.recordedBy, row.at.toISOString(),
    ],
  };
}
