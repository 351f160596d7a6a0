import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Area } from '../../rules/index.js';

export interface CampusRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly kind: 'campus' | 'teaching-point';
  readonly name: string;
  readonly area: Area;
  readonly closedOn: SchoolDay | null;
  readonly version: number;
}

const CAMPUS = `p.jurisdiction_id as "jurisdictionId", p.id, p.school_id as "schoolId", p.kind, p.name, p.area, p.closed_on as "closedOn", p.version`;

@Injectable()
export class CampusRepository {
  async ofSchool(tx: Tx, schoolId: string): Promise<CampusRow[]> {
    return this.found(tx, 'p.school_id = $1', [schoolId], 'order by p.closed_on nulls first, p.name');
  }

  async forUpdate(tx: Tx, id: string): Promise<CampusRow | undefined> {
    return (await this.found(tx, 'p.id = $1', [id], 'for update'))[0];
  }

  /** False when the school has another of this name. */
  async add(tx: Tx, campus: Omit<CampusRow, 'id' | 'version'>): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `insert into organisation.campus (jurisdiction_id, id, school_id, kind, name, area, closed_on) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing returning id`,
      [campus.jurisdictionId, newId(tx.now.getTime()), campus.schoolId, campus.kind, campus.name, campus.area, campus.closedOn],
    );
    return rows[0]?.id;
  }

  async save(tx: Tx, campus: CampusRow): Promise<boolean> {
    const taken = await tx.query(
      `select 1 from organisation.campus where jurisdiction_id = $1 and school_id = $2 and name = $3 and id <> $4`,
      [campus.jurisdictionId, campus.schoolId, campus.name, campus.id],
    );
    if (taken.length > 0) return false;
    await tx.query(
      `update organisation.campus set kind = $3, name = $4, area = $5, closed_on = $6, version = version + 1 where jurisdiction_id = $1 and id = $2`,
      [campus.jurisdictionId, campus.id, campus.kind, campus.name, campus.area, campus.closedOn],
    );
    return true;
  }

  private async found(tx: Tx, where: string, params: unknown[], tail: string): Promise<CampusRow[]> {
    // A form teacher's post ends at classes; the campuses of the school are no secret to it.
    const scope = scopeWhere(tx.scopes.map((one) => ({ ...one, classes: 'all' as const })), { jurisdiction: 'p.jurisdiction_id', school: 'p.school_id' }, params);
    return tx.query<CampusRow>(`select ${CAMPUS} from organisation.campus p where ${where} and ${scope} ${tail}`, params);
  }
}
