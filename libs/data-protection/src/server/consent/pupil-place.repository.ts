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
