import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { pinyinOf } from '../roster-import/pinyin-name.js';

export interface RegisteredBureau {
  readonly id: number;
  readonly kind: 'province' | 'city' | 'county';
  readonly parentId: number | null;
  readonly ancestorIds: readonly number[];
  readonly divisionCode: string;
  readonly name: string;
  readonly schools: number;
  readonly closedOn: SchoolDay | null;
  readonly version: number;
}

/** Writing the tree of bureaus. A reference table: the editor's reach is checked against its ids, there is no third wall. */
@Injectable()
export class BureauRegisterRepository {
  async byId(tx: Tx, id: number): Promise<RegisteredBureau | undefined> {
    const rows = await tx.query<RegisteredBureau>(
      `select b.id, b.kind, b.parent_id as "parentId", b.ancestor_ids as "ancestorIds", b.division_code as "divisionCode", b.name,
              b.closed_on as "closedOn", b.version,
              (select count(*) from organisation.school s where s.jurisdiction_id = b.id and s.closed_on is null) as schools
         from organisation.bureau b where b.id = $1`,
      [id],
    );
    return rows[0];
  }

  async lock(tx: Tx, id: number): Promise<void> {
    await tx.query(`select 1 from organisation.bureau where id = $1 for update`, [id]);
  }

  async add(tx: Tx, bureau: Pick<RegisteredBureau, 'id' | 'kind' | 'parentId' | 'ancestorIds' | 'divisionCode' | 'name'>): Promise<boolean> {
    const words = pinyinOf(bureau.name);
    const rows = await tx.query(
      `insert into organisation.bureau (id, kind, parent_id, ancestor_ids, division_code, name, pinyin, initials)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
      [bureau.id, bureau.kind, bureau.parentId, [...bureau.ancestorIds], bureau.divisionCode, bureau.name, words.pinyin, words.initials],
    );
    return rows.length > 0;
  }

  async save(tx: Tx, id: number, name: string, closedOn: SchoolDay | null): Promise<void> {
    const words = pinyinOf(name);
    await tx.query(
      `update organisation.bureau set name = $2, pinyin = $3, initials = $4, closed_on = $5, version = version + 1 where id = $1`,
      [id, name, words.pinyin, words.initials, closedOn],
    );
  }
}
