import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface PupilPlace {
  readonly jurisdictionId: number;
  readonly schoolId: string;
}

@Injectable()
export class PupilPlaceRepository {
  /** Where the pupil is, if that lies within the caller's scope. */
  async of(tx: Tx, studentId: string): Promise<PupilPlace | undefined> {
    const params: unknown[] = [studentId];
    const [found] = await tx.query<PupilPlace>(
      `select x.jurisdiction_id as "jurisdictionId", x.school_id as "schoolId" from organisation.v_pupil_sex x
        where x.student_id = $1 and ${scopeWhere(tx.scopes, { jurisdiction: 'x.jurisdiction_id', school: 'x.school_id' }, params)}`,
      params,
    );
    return found;
  }
}
