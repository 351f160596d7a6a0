import type { SchoolDay } from '@heliotrope/kernel';
import { RELAY_POOL } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { PostKind } from '../../rules/index.js';

/**
 * Who watches over a bureau: administrators of its own, and of the bureaus above, where most of them sit. No act of one
 * bureau sees the posts of another, so the relay looks, by account numbers alone.
 */
@Injectable()
export class WatcherRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: { query(sql: string, params: unknown[]): Promise<{ rows: { id: string }[] }> }) {}

  async watchersOf(jurisdictionId: number, kind: PostKind, day: SchoolDay): Promise<string[]> {
    const { rows } = await this.relay.query(
      `with recursive up as (
         select id, parent_id from organisation.bureau where id = $1
         union all select b.id, b.parent_id from organisation.bureau b join up on b.id = up.parent_id)
       select distinct p.account_id as id
         from up join organisation.post p on p.jurisdiction_id = up.id join organisation.account a on a.id = p.account_id
        where p.school_id is null and p.kind = $2 and p.valid_from <= $3 and coalesce(p.valid_until, 'infinity') >= $3 and a.state <> 'disabled'`,
      [jurisdictionId, kind, day],
    );
    return rows.map(({ id }) => id);
  }
}
