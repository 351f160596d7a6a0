import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface BureauRow {
  readonly id: number;
  readonly kind: 'province' | 'city' | 'county';
  readonly parentId: number | null;
  readonly ancestorIds: readonly number[];
  readonly divisionCode: string;
  readonly name: string;
}

const BUREAU = `b.id, b.kind, b.parent_id as "parentId", b.ancestor_ids as "ancestorIds", b.division_code as "divisionCode", b.name`;

/** The tree of bureaus: a reference table, its names are public. What is shown of it is limited by whoever asks. */
@Injectable()
export class BureauRepository {
  async byId(tx: Tx, id: number): Promise<BureauRow | undefined> {
    return (await tx.query<BureauRow>(`select ${BUREAU} from organisation.bureau b where b.id = $1`, [id]))[0];
  }

  async named(tx: Tx, ids: readonly number[]): Promise<BureauRow[]> {
    return tx.query<BureauRow>(`select ${BUREAU} from organisation.bureau b where b.id = any($1::int[]) order by b.id`, [[...ids]]);
  }

  /** Of all bureaus there are: for work that goes round them by itself. */
  async allIds(tx: Tx): Promise<number[]> {
    return (await tx.query<{ id: number }>(`select id from organisation.bureau order by id`)).map((row) => row.id);
  }

  /** Bureaus directly below this one. */
  async below(tx: Tx, parentId: number): Promise<BureauRow[]> {
    return tx.query<BureauRow>(`select ${BUREAU} from organisation.bureau b where b.parent_id = $1 order by b.id`, [parentId]);
  }

  /** The bureau and every bureau below it. */
  async withAllBelow(tx: Tx, id: number): Promise<number[]> {
    const rows = await tx.query<{ id: number }>(
      `select id from organisation.bureau where id = $1 or ancestor_ids @> array[$1::int] order by id`,
      [id],
    );
    return rows.map((row) => row.id);
  }
}
