import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface DivisionRow {
  readonly code: string;
  readonly name: string;
  readonly kind: 'province' | 'city' | 'county';
  readonly parentCode: string | null;
  readonly standard: boolean;
  readonly validFrom: SchoolDay | null;
  readonly validUntil: SchoolDay | null;
  readonly predecessorCode: string | null;
  readonly version: number;
}

const DIVISION = `d.code, d.name, d.kind, d.parent_code as "parentCode", d.standard, d.valid_from as "validFrom",
  d.valid_until as "validUntil", d.predecessor_code as "predecessorCode", d.version`;

/** The table of divisions: the same for everybody. */
@Injectable()
export class DivisionRepository {
  below(tx: Tx, parentCode: string | null): Promise<DivisionRow[]> {
    return tx.query<DivisionRow>(
      `select ${DIVISION} from organisation.division d where d.parent_code is not distinct from $1 order by d.code`, [parentCode],
    );
  }

  async byCode(tx: Tx, code: string): Promise<DivisionRow | undefined> {
    return (await tx.query<DivisionRow>(`select ${DIVISION} from organisation.division d where d.code = $1`, [code]))[0];
  }

  /** Holds the row until the commit; of two editors the second waits and then sees the first one's version. */
  async lock(tx: Tx, code: string): Promise<void> {
    await tx.query(`select 1 from organisation.division where code = $1 for update`, [code]);
  }

  /** A code that was replaced ends the day before its successor begins, unless its end is known already. */
  async endBefore(tx: Tx, code: string, day: SchoolDay): Promise<void> {
    await tx.query(`update organisation.division set valid_until = $2, version = version + 1 where code = $1 and valid_until is null`, [code, day]);
  }

  async save(tx: Tx, row: Omit<DivisionRow, 'version'>): Promise<void> {
    await tx.query(
      `insert into organisation.division (code, name, kind, parent_code, standard, valid_from, valid_until, predecessor_code)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (code) do update set name = excluded.name, standard = excluded.standard, valid_from = excluded.valid_from,
         valid_until = excluded.valid_until, predecessor_code = excluded.predecessor_code,
         version = division.version + 1`,
      [row.code, row.name, row.kind, row.parentCode, row.standard, row.validFrom, row.validUntil, row.predecessorCode],
    );
  }
}
