import type { SchoolDay } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { needsCheck, POST_KINDS, type PostKind } from '../../rules/index.js';
import { lastCheckOf } from './background-check.repository.js';

const PLACE = { jurisdiction: 'p.jurisdiction_id', school: 'p.school_id' };
const WITH_PUPILS = POST_KINDS.filter(needsCheck);

/** One post of one person, as the staff page lists it. */
export interface StaffRow {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly username: string;
  readonly kind: PostKind;
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
  readonly orgName: string;
  readonly classIds: readonly string[];
  readonly stage: string | null;
  readonly entryYear: number | null;
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay | null;
  readonly replacesName: string | null;
  readonly replacedBy: string | null;
  readonly givenByName: string | null;
  readonly endedByName: string | null;
  readonly reason: string;
  readonly checkedOn: SchoolDay | null;
}

export interface StaffFilter {
  readonly bureauId?: number | undefined;
  readonly schoolId?: string | undefined;
  readonly q?: string | undefined;
  readonly kind?: PostKind | undefined;
  readonly state: 'held' | 'coming' | 'ended' | 'any';
  readonly check?: 'missing' | 'old' | undefined;
  readonly oldBefore: SchoolDay;
  readonly accountId?: string | undefined;
  readonly day: SchoolDay;
  readonly before: string | null;
  readonly limit: number;
}

const STATES = {
  held: `and p.valid_from <= $1 and coalesce(p.valid_until, 'infinity') >= $1`,
  coming: `and p.valid_from > $1 and coalesce(p.valid_until, 'infinity') >= p.valid_from`,
  ended: `and p.valid_until < $1`,
  any: `and $1::date is not null`,
} as const;

@Injectable()
export class StaffListRepository {
  /** Posts within the viewer's reach, the newest first. */
  list(tx: Tx, filter: StaffFilter): Promise<StaffRow[]> {
    const params: unknown[] = [filter.day];
    const bound = (value: unknown, type: string) => `$${params.push(value)}::${type}`;
    const only: string[] = [scopeWhere(tx.scopes, PLACE, params)];
    if (filter.schoolId !== undefined) only.push(`p.school_id = ${bound(filter.schoolId, 'uuid')}`);
    if (filter.bureauId !== undefined) only.push(`p.jurisdiction_id = ${bound(filter.bureauId, 'int')}`);
    if (filter.accountId !== undefined) only.push(`p.account_id = ${bound(filter.accountId, 'uuid')}`);
    if (filter.kind !== undefined) only.push(`p.kind = ${bound(filter.kind, 'text')}`);
    if (filter.q) {
      const like = bound(`%${filter.q.replace(/[%_\\]/g, '\\$&')}%`, 'text');
      only.push(`(a.name ilike ${like} or a.username ilike ${like})`);
    }
    if (filter.before !== null) only.push(`p.id < ${bound(filter.before, 'uuid')}`);
    const check = lastCheckOf('p.account_id', 'p.jurisdiction_id');
    if (filter.check !== undefined) {
      only.push(`p.kind = any(${bound(WITH_PUPILS, 'text[]')})`, filter.check === 'missing' ? `${check} is null` : `${check} < ${bound(filter.oldBefore, 'date')}`);
    }
    return tx.query<StaffRow>(
      `select p.id, p.account_id as "accountId", a.name, a.username, p.kind, p.jurisdiction_id as "jurisdictionId", p.school_id as "schoolId",
              coalesce(s.name, b.name) as "orgName", p.class_ids::text[] as "classIds", p.stage, p.entry_year as "entryYear",
              p.valid_from as "validFrom", p.valid_until as "validUntil", p.reason,
              (select ra.name from organisation.post r join organisation.account ra on ra.id = r.account_id
                where r.jurisdiction_id = p.jurisdiction_id and r.id = p.replaces_post_id) as "replacesName",
              (select ra.name from organisation.post r join organisation.account ra on ra.id = r.account_id
                where r.jurisdiction_id = p.jurisdiction_id and r.replaces_post_id = p.id and r.valid_from <= $1 and coalesce(r.valid_until, 'infinity') >= $1
                limit 1) as "replacedBy",
              (select g.name from organisation.account g where g.id = p.given_by) as "givenByName",
              (select e.name from organisation.account e where e.id = p.ended_by) as "endedByName",
              ${check} as "checkedOn"
         from organisation.post p
         join organisation.account a on a.id = p.account_id
         join organisation.bureau b on b.id = p.jurisdiction_id
         left join organisation.school s on s.jurisdiction_id = p.jurisdiction_id and s.id = p.school_id
        where ${only.join(' and ')} ${STATES[filter.state]} order by p.id desc limit ${bound(filter.limit, 'int')}`,
      params,
    );
  }
}
