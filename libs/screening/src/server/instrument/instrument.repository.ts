import type { SchoolDay } from '@heliotrope/kernel';
import { INTAKE_POOL, newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { WordFound } from '../../rules/item-wording.js';
import type { HeldInstruments } from '../instrument-library.js';

export interface HeldInstrument {
  readonly jurisdictionId: number;
  readonly code: string;
  readonly version: string;
  readonly title: string;
  readonly origin: 'xlsx' | 'fhir';
  readonly savedBy: string;
  readonly savedAt: Date;
}

export interface HeldLicence {
  readonly jurisdictionId: number;
  readonly code: string;
  readonly holder: string;
  readonly number: string;
  readonly validUntil: SchoolDay;
}

export interface GivenApproval {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly code: string;
  readonly version: string;
  readonly checksum: string;
  readonly gradeFrom: number;
  readonly gradeTo: number;
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay;
  readonly itemsRead: number;
  readonly wordsSeen: readonly WordFound[];
  readonly wordList: string;
  readonly note: string;
  readonly approvedBy: string;
  readonly approvedAt: Date;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawnReason: string | null;
}

export type NewApproval = Omit<GivenApproval, 'approvedAt' | 'withdrawnBy' | 'withdrawnAt' | 'withdrawnReason'>;

const HELD = `i.jurisdiction_id as "jurisdictionId", i.code, i.version, i.title, i.origin, i.saved_by as "savedBy", i.saved_at as "savedAt"`;
const LICENCE = `l.jurisdiction_id as "jurisdictionId", l.code, l.holder, l.number, l.valid_until as "validUntil"`;
const APPROVAL = `a.jurisdiction_id as "jurisdictionId", a.id, a.code, a.version, a.checksum, a.grade_from as "gradeFrom", a.grade_to as "gradeTo",
  a.valid_from as "validFrom", a.valid_until as "validUntil", a.items_read as "itemsRead", a.words_seen as "wordsSeen", a.word_list as "wordList", a.note,
  a.approved_by as "approvedBy", a.approved_at as "approvedAt", a.withdrawn_by as "withdrawnBy", a.withdrawn_at as "withdrawnAt", a.withdrawn_reason as "withdrawnReason"`;

/** Shared tables: what a bureau holds is read by those below it, so every reading names the bureaus it is for. */
@Injectable()
export class InstrumentRepository implements HeldInstruments {
  constructor(@Inject(INTAKE_POOL) private readonly intake: pg.Pool) {}

  /** As the intake role: pupils' seats need it before any bureau is known. */
  async definitionOf(code: string, version: string): Promise<{ definition: unknown; checksum: string } | undefined> {
    const { rows } = await this.intake.query<{ definition: unknown; checksum: string }>(
      `select definition, checksum from screening.instrument where code = $1 and version = $2`, [code, version]);
    return rows[0];
  }

  heldBy(tx: Tx, bureaus: readonly number[]): Promise<HeldInstrument[]> {
    return tx.query<HeldInstrument>(`select ${HELD} from screening.instrument i where i.jurisdiction_id = any($1::int[])`, [[...bureaus]]);
  }

  async add(tx: Tx, row: Omit<HeldInstrument, 'savedAt'> & { definition: unknown; checksum: string }): Promise<boolean> {
    const added = await tx.query(
      `insert into screening.instrument (jurisdiction_id, id, code, version, title, definition, checksum, origin, saved_by, saved_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (code, version) do nothing returning id`,
      [row.jurisdictionId, newId(tx.now.getTime()), row.code, row.version, row.title, JSON.stringify(row.definition), row.checksum, row.origin, row.savedBy, tx.now],
    );
    return added.length === 1;
  }

  licencesOf(tx: Tx, bureaus: readonly number[]): Promise<HeldLicence[]> {
    return tx.query<HeldLicence>(`select ${LICENCE} from screening.instrument_licence l where l.jurisdiction_id = any($1::int[]) order by l.valid_until`, [[...bureaus]]);
  }

  async addLicence(tx: Tx, row: HeldLicence & { recordedBy: string }): Promise<void> {
    await tx.query(
      `insert into screening.instrument_licence (jurisdiction_id, id, code, holder, number, valid_until, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [row.jurisdictionId, newId(tx.now.getTime()), row.code, row.holder, row.number, row.validUntil, row.recordedBy, tx.now],
    );
  }

  approvalsOf(tx: Tx, bureaus: readonly number[]): Promise<GivenApproval[]> {
    return tx.query<GivenApproval>(`select ${APPROVAL} from screening.instrument_approval a where a.jurisdiction_id = any($1::int[]) order by a.approved_at desc`, [[...bureaus]]);
  }

  async addApproval(tx: Tx, row: NewApproval): Promise<void> {
    await tx.query(
      `insert into screening.instrument_approval
         (jurisdiction_id, id, code, version, checksum, grade_from, grade_to, valid_from, valid_until, items_read, words_seen, word_list, note, approved_by, approved_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        row.jurisdictionId, row.id, row.code, row.version, row.checksum, row.gradeFrom, row.gradeTo, row.validFrom, row.validUntil, row.itemsRead,
        JSON.stringify(row.wordsSeen), row.wordList, row.note, row.approvedBy, tx.now,
      ],
    );
  }

  /** The approval, if one of these bureaus gave it and it stands. */
  async withdraw(tx: Tx, bureaus: readonly number[], id: string, by: string, reason: string): Promise<GivenApproval | undefined> {
    const params = [[...bureaus], id, by, tx.now, reason];
    const [row] = await tx.query<GivenApproval>(
      `with a as (update screening.instrument_approval set withdrawn_by = $3, withdrawn_at = $4, withdrawn_reason = $5
         where jurisdiction_id = any($1::int[]) and id = $2 and withdrawn_at is null returning *)
       select ${APPROVAL} from a`, params);
    return row;
  }
}
