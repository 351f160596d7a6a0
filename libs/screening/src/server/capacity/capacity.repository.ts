import type { SchoolDay } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { SchoolForCapacity } from '../../rules/follow-up-capacity.js';

export interface LastRound {
  readonly title: string;
  readonly screened: number;
  readonly flagged: number;
}

@Injectable()
export class CapacityRepository {
  constructor(@Inject(OrganisationReader) private readonly organisation: OrganisationReader) {}

  /** Schools with pupils in these years, and how many psychology teachers hold a post at each on this day. */
  schools(tx: Tx, jurisdictionId: number, grades: readonly number[], day: SchoolDay): Promise<SchoolForCapacity[]> {
    const params: unknown[] = [jurisdictionId, day];
    const eligible = this.organisation.eligiblePupilsSql(params, { jurisdictionId, day, years: grades.map((grade) => ({ from: grade, to: grade })) });
    return tx.query<SchoolForCapacity>(
      `select s.id, s.name, e.eligible, coalesce(t.teachers, 0) as teachers
         from (select school_id, count(*)::int as eligible from (${eligible}) p group by school_id) e
         join organisation.school s on s.jurisdiction_id = $1 and s.id = e.school_id
         left join (
           select p.school_id, count(distinct p.account_id)::int as teachers
             from organisation.post p join organisation.account a on a.id = p.account_id
            where p.jurisdiction_id = $1 and p.kind = 'psychology-teacher' and p.valid_from <= $2 and coalesce(p.valid_until, 'infinity') >= $2
              and a.state <> 'disabled' group by p.school_id) t on t.school_id = e.school_id
        order by s.name, s.id`,
      params,
    );
  }

  /** The bureau's last round that is over: how many handed in, and of how many somebody had to look at the result. */
  async lastRound(tx: Tx, jurisdictionId: number): Promise<LastRound | null> {
    const [found] = await tx.query<LastRound>(
      `select r.title, coalesce(c.completed + c.void, 0) as screened,
              (select count(distinct v.student_id)::int from screening.review v
                where v.jurisdiction_id = r.jurisdiction_id and v.round_id = r.id and v.suggested_ordinal > 0) as flagged
         from screening.round r
         left join screening.round_completion c on c.jurisdiction_id = r.jurisdiction_id and c.round_id = r.id
        where r.jurisdiction_id = $1 and r.state = 'closed' order by r.closes_at desc, r.id desc limit 1`,
      [jurisdictionId],
    );
    return found ?? null;
  }
}
