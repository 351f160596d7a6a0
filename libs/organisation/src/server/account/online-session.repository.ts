import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { SIGN_IN_LIMITS } from '../../rules/index.js';

export interface OnlineRow {
  readonly id: string;
  readonly accountId: string;
  readonly username: string;
  readonly name: string;
  readonly browser: string;
  readonly ip: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly jurisdictions: readonly number[];
}

@Injectable()
export class OnlineSessions {
  /** Who is signed in now, of the accounts all of whose bureaus lie within the viewer's reach; the newest first. */
  list(tx: Tx, filter: { id?: string; q?: string | undefined; before?: string | null; limit: number }): Promise<OnlineRow[]> {
    const params: unknown[] = [tx.now, SIGN_IN_LIMITS.idleMs];
    const bound = (value: unknown) => `$${params.push(value)}`;
    const hers = tx.scopes.map((scope) => `all_of <@ ${bound([...scope.jurisdictions])}::int[]`).join(' or ');
    return tx.query<OnlineRow>(
      `select s.id, s.account_id as "accountId", a.username, a.name, s.browser, s.ip, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
              all_of as jurisdictions
         from organisation.session s join organisation.account a on a.id = s.account_id
         cross join lateral (select array(select j.jurisdiction_id from organisation.account_jurisdiction j where j.account_id = a.id order by 1) as all_of) j
        where s.ends_at > $1 and s.last_seen_at > $1::timestamptz - $2 * interval '1 millisecond' and cardinality(all_of) > 0 and (${hers})
          ${filter.id ? `and s.id = ${bound(filter.id)}` : ''}
          ${filter.q ? `and (a.username || ' ' || a.name) ilike ${bound(`%${filter.q.replace(/[\\%_]/g, '\\$&')}%`)}` : ''}
          ${filter.before ? `and s.id < ${bound(filter.before)}` : ''}
        order by s.id desc limit ${bound(filter.limit)}`,
      params,
    );
  }
}
