import { isWithin, chinaDayOf, refuse, type SchoolDay } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';

export interface PupilPlace {
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly classId: string;
  readonly studentId: string;
  readonly name: string;
  readonly className: string;
  readonly bornOn: SchoolDay | null;
}

/** Finds pupils within the viewer's classes; whoever lies outside is absent. */
@Injectable()
export class PupilPlaceRepository {
  constructor(@Inject(OrganisationReader) private readonly organisation: OrganisationReader) {}

  async ofClass(tx: Tx, classId: string): Promise<PupilPlace[]> {
    const params: unknown[] = [classId];
    const rows = await tx.query<{ jurisdictionId: number; studentId: string }>(
      `select v.jurisdiction_id as "jurisdictionId", v.student_id as "studentId" from organisation.v_enrolled_student v
        where v.class_id = $1 and ${scopeWhere(tx.scopes, { jurisdiction: 'v.jurisdiction_id', school: 'v.school_id', class: 'v.class_id' }, params)}
        order by v.student_id limit 200`,
      params,
    );
    return rows.length === 0 ? [] : this.named(tx, rows[0]!.jurisdictionId, rows.map((row) => row.studentId));
  }

  /** Classes with pupils within the viewer's scope: a form teacher's own, a school's all. */
  async classes(tx: Tx, jurisdictionId: number, schoolId: string | null): Promise<{ id: string; name: string; pupils: number }[]> {
    const params: unknown[] = [jurisdictionId, schoolId];
    const rows = await tx.query<{ id: string; pupils: number }>(
      `select v.class_id as id, count(*)::int as pupils from organisation.v_enrolled_student v
        where v.jurisdiction_id = $1 and ($2::uuid is null or v.school_id = $2)
          and ${scopeWhere(tx.scopes, { jurisdiction: 'v.jurisdiction_id', school: 'v.school_id', class: 'v.class_id' }, params)}
        group by v.class_id, v.stage, v.entry_year, v.class_number order by v.stage, v.entry_year desc, v.class_number limit 300`,
      params,
    );
    const names = await this.organisation.classNames(tx, rows.map((row) => row.id), chinaDayOf(tx.now));
    return rows.map((row) => ({ ...row, name: names.get(row.id) ?? '' }));
  }

  /** @throws Refusal data-protection/pupil-absent */
  async one(tx: Tx, studentId: string): Promise<PupilPlace> {
    for (const jurisdictionId of new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))) {
      const [found] = await this.named(tx, jurisdictionId, [studentId]);
      if (found && isWithin(tx.scopes, found)) return found;
    }
    throw refuse('data-protection/pupil-absent');
  }

  async named(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<PupilPlace[]> {
    const found = await this.organisation.pupilNames(tx, jurisdictionId, ids, chinaDayOf(tx.now));
    return [...found.values()]
      .map(({ id, schoolId, classId, name, className, bornOn }) => ({ jurisdictionId, schoolId, classId, studentId: id, name, className, bornOn }))
      .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
  }
}
