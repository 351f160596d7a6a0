import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { PostKind } from '../../rules/index.js';

export interface DutyHolder {
  readonly accountId: string;
  readonly name: string;
  readonly post: PostKind;
  readonly since: SchoolDay;
}

/** Nobody stands in for the holder of `p` on this day. */
const notReplaced = (day: string) => `not exists (
  select from organisation.post r join organisation.account ra on ra.id = r.account_id and ra.state <> 'disabled'
   where r.jurisdiction_id = p.jurisdiction_id and r.replaces_post_id = p.id
     and r.valid_from <= ${day} and coalesce(r.valid_until, 'infinity') >= ${day})`;

/** Who holds which post where. Read by the rooms ahead to find whom to tell. */
@Injectable()
export class DutyRepository {
  /**
   * Holders on this day, in the order of the kinds asked for, the longest-serving first. School posts at the school; a
   * form teacher or grade head only when one of his classes is the one named. Whoever is replaced today is on leave.
   */
  async holders(tx: Tx, at: { jurisdictionId: number; schoolId: string; classId?: string }, kinds: readonly PostKind[], day: SchoolDay): Promise<DutyHolder[]> {
    return tx.query<DutyHolder>(
      `select p.account_id as "accountId", a.name, p.kind as post, p.valid_from as since
         from organisation.post p join organisation.account a on a.id = p.account_id
        where p.jurisdiction_id = $1 and p.school_id = $2 and p.kind = any($3::text[])
          and p.valid_from <= $4 and coalesce(p.valid_until, 'infinity') >= $4 and a.state <> 'disabled'
          and (p.kind not in ('form-teacher', 'grade-head') or $5::uuid = any(p.class_ids) or exists (
            select from organisation.class c
             where c.jurisdiction_id = p.jurisdiction_id and c.id = $5 and c.school_id = p.school_id
               and c.stage = p.stage and c.entry_year = p.entry_year))
          and ${notReplaced('$4')}
        order by array_position($3::text[], p.kind), p.valid_from, p.id`,
      [at.jurisdictionId, at.schoolId, [...kinds], day, at.classId ?? null],
    );
  }

  /** Officers of the bureau itself on this day. */
  async officers(tx: Tx, jurisdictionId: number, kinds: readonly PostKind[], day: SchoolDay): Promise<DutyHolder[]> {
    return tx.query<DutyHolder>(
      `select p.account_id as "accountId", a.name, p.kind as post, p.valid_from as since
         from organisation.post p join organisation.account a on a.id = p.account_id
        where p.jurisdiction_id = $1 and p.school_id is null and p.kind = any($2::text[])
          and p.valid_from <= $3 and coalesce(p.valid_until, 'infinity') >= $3 and a.state <> 'disabled' and ${notReplaced('$3')}
        order by array_position($2::text[], p.kind), p.valid_from, p.id`,
      [jurisdictionId, [...kinds], day],
    );
  }

  /** Account id → the person's name, for the authors of a timeline. */
  async accountNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; name: string }>(
      `select id, name from organisation.account where id = any($1::uuid[])`,
      [[...new Set(ids)]],
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }
}
