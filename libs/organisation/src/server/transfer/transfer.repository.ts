import type { SchoolDay } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { SummaryBasis, TransferState } from '../../rules/index.js';

export interface TransferOut {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly state: TransferState;
  readonly proposedAt: Date;
  readonly decidedAt: Date | null;
  readonly declineReason: string | null;
  readonly summaryBasis: SummaryBasis;
  readonly toJurisdictionId: number;
  readonly toSchoolId: string;
  readonly toSchoolName: string;
  readonly leavesOn: SchoolDay;
  readonly consentOn: SchoolDay | null;
  readonly basisNote: string;
  readonly summaryEnc: Buffer | null;
  readonly proposedBy: string;
}

export interface TransferIn {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly studentId: string;
  readonly state: TransferState;
  readonly proposedAt: Date;
  readonly decidedAt: Date | null;
  readonly declineReason: string | null;
  readonly summaryBasis: SummaryBasis;
  readonly fromJurisdictionId: number;
  readonly fromSchoolId: string;
  readonly fromSchoolName: string;
  readonly nameEnc: Buffer | null;
  readonly sex: number;
  readonly grade: string;
  readonly leavesOn: SchoolDay;
  readonly fileExists: boolean;
  readonly classId: string | null;
  readonly summaryEnc: Buffer | null;
  readonly decidedBy: string | null;
}

const BOTH = {
  jurisdictionId: 'jurisdiction_id', id: 'id', schoolId: 'school_id', studentId: 'student_id', state: 'state', proposedAt: 'proposed_at',
  decidedAt: 'decided_at', declineReason: 'decline_reason', summaryBasis: 'summary_basis', leavesOn: 'leaves_on', summaryEnc: 'summary_enc',
};
const OUT: Record<keyof TransferOut, string> = {
  ...BOTH, toJurisdictionId: 'to_jurisdiction_id', toSchoolId: 'to_school_id', toSchoolName: 'to_school_name', consentOn: 'consent_on',
  basisNote: 'basis_note', proposedBy: 'proposed_by',
} as Record<keyof TransferOut, string>;
const INTO: Record<keyof TransferIn, string> = {
  ...BOTH, fromJurisdictionId: 'from_jurisdiction_id', fromSchoolId: 'from_school_id', fromSchoolName: 'from_school_name', nameEnc: 'name_enc', sex: 'sex',
  grade: 'grade', fileExists: 'file_exists', classId: 'class_id', decidedBy: 'decided_by',
} as Record<keyof TransferIn, string>;
const SIDES = { out: { table: 'organisation.transfer_out', columns: OUT }, in: { table: 'organisation.transfer_in', columns: INTO } } as const;

export type Side = keyof typeof SIDES;
type RowOf<S extends Side> = S extends 'out' ? TransferOut : TransferIn;
type Listed<S extends Side> = RowOf<S> & { readonly studentName: string | null };

@Injectable()
export class TransferRepository {
  async add<S extends Side>(tx: Tx, side: S, row: Partial<RowOf<S>>): Promise<void> {
    const { table, columns } = SIDES[side];
    const properties = Object.keys(row);
    await tx.query(
      `insert into ${table} (${properties.map((property) => (columns as Record<string, string>)[property]).join(', ')})
       values (${properties.map((_, at) => `$${at + 1}`).join(', ')}) on conflict (jurisdiction_id, id) do nothing`,
      Object.values(row),
    );
  }

  async byId<S extends Side>(tx: Tx, side: S, id: string, lock: 'for update' | '' = ''): Promise<RowOf<S> | undefined> {
    const params: unknown[] = [id];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 't.jurisdiction_id', school: 't.school_id' }, params);
    return (await tx.query<RowOf<S>>(`select ${selected(side)} from ${SIDES[side].table} t where t.id = $1 and ${scope} ${lock}`, params))[0];
  }

  /** The newest first. The name of a pupil who is not here stays sealed. */
  async page<S extends Side>(tx: Tx, side: S, before: string | undefined, limit: number): Promise<Listed<S>[]> {
    const params: unknown[] = [limit, before ?? null];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 't.jurisdiction_id', school: 't.school_id' }, params);
    return tx.query<Listed<S>>(
      `select ${selected(side)}, s.name as "studentName" from ${SIDES[side].table} t
         left join organisation.student s on s.jurisdiction_id = t.jurisdiction_id and s.id = t.student_id
        where ${scope} and ($2::uuid is null or t.id < $2) order by t.id desc limit $1`,
      params,
    );
  }

  async change<S extends Side>(tx: Tx, side: S, of: { jurisdictionId: number; id: string }, changes: Partial<RowOf<S>>): Promise<void> {
    const { table, columns } = SIDES[side];
    const params: unknown[] = [of.jurisdictionId, of.id];
    const sets = Object.entries(changes).map(([property, value]) => `${(columns as Record<string, string>)[property]} = $${params.push(value)}`);
    await tx.query(`update ${table} set ${sets.join(', ')} where jurisdiction_id = $1 and id = $2`, params);
  }
}

const selected = (side: Side): string => Object.entries(SIDES[side].columns).map(([property, column]) => `t.${column} as "${property}"`).join(', ');
