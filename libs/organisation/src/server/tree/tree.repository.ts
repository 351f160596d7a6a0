import { bureausReached } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface TreeRow {
  readonly id: string;
  readonly kind: 'province' | 'city' | 'county' | 'school';
  readonly name: string;
  readonly code: string;
  readonly parentId: string | null;
  readonly hasChildren: boolean;
}

const BUREAU = `b.id::text as id, b.kind, b.name, b.division_code as code, b.parent_id::text as "parentId",
  (exists (select from organisation.bureau d where d.parent_id = b.id)
    or exists (select from organisation.school s where s.jurisdiction_id = b.id)) as "hasChildren"`;
const SCHOOL = `s.id::text as id, 'school' as kind, s.name, s.identifier_code as code, s.jurisdiction_id::text as "parentId",
  exists (select from organisation.class c where c.jurisdiction_id = s.jurisdiction_id and c.school_id = s.id) as "hasChildren"`;

/** Nodes of the tree, down to the schools. What a viewer may not reach is not there. */
@Injectable()
export class TreeRepository {
  /** The topmost nodes of the viewer: bureaus he reaches whole, and schools of posts that end at a school. */
  async roots(tx: Tx): Promise<TreeRow[]> {
    const whole = bureausReached(tx.scopes);
    const single = tx.scopes.flatMap((scope) => (scope.schools === 'all' ? [] : scope.schools));
    const bureaus = await tx.query<TreeRow>(
      `select ${BUREAU} from organisation.bureau b
        where b.id = any($1::int[]) and not (b.ancestor_ids && $1::int[]) order by b.id`,
      [whole],
    );
    const schools = await this.schools(tx, 's.id = any($1::uuid[]) and not s.jurisdiction_id = any($2::int[])', [single, whole]);
    return [...bureaus, ...schools];
  }

  async bureausBelow(tx: Tx, parentId: number): Promise<TreeRow[]> {
    return tx.query<TreeRow>(
      `select ${BUREAU} from organisation.bureau b where b.parent_id = $1 and b.id = any($2::int[]) and b.closed_on is null order by b.id`,
      [parentId, bureausReached(tx.scopes)],
    );
  }

  async schoolsOf(tx: Tx, jurisdictionId: number): Promise<TreeRow[]> {
    return this.schools(tx, 's.jurisdiction_id = $1', [jurisdictionId]);
  }

  /** By name, pinyin, initials or code, bureaus before schools. */
  async search(tx: Tx, text: string, limit: number): Promise<TreeRow[]> {
    const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    const bureaus = await tx.query<TreeRow>(
      `select ${BUREAU} from organisation.bureau b where b.search like $1 and b.id = any($2::int[]) and b.closed_on is null order by b.id limit $3`,
      [pattern, bureausReached(tx.scopes), limit],
    );
    return [...bureaus, ...(await this.schools(tx, 's.search like $1', [pattern], limit))];
  }

  private async schools(tx: Tx, where: string, params: unknown[], limit = 2_000): Promise<TreeRow[]> {
    const scope = scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.id' }, params);
    return tx.query<TreeRow>(
      `select ${SCHOOL} from organisation.school s where ${where} and s.closed_on is null and ${scope} order by s.name, s.id limit ${limit}`,
      params,
    );
  }
}
