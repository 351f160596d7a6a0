import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

@Injectable()
export class SeatSlipRepository {
  async schoolClass(tx: Tx, jurisdictionId: number, roundId: string, classId: string): Promise<{ code: string; schoolName: string } | undefined> {
    const params: unknown[] = [jurisdictionId, roundId, classId];
    const scope = scopeWhere(tx.scopes, { jurisdiction: 'c.jurisdiction_id', school: 'c.school_id', class: 'c.class_id' }, params);
    const [found] = await tx.query<{ code: string; schoolName: string }>(
      `select c.code, s.name as "schoolName" from screening.round_class c
         join organisation.school s on s.jurisdiction_id = c.jurisdiction_id and s.id = c.school_id
        where c.jurisdiction_id = $1 and c.round_id = $2 and c.class_id = $3 and ${scope}`,
      params,
    );
    return found;
  }

  /** In the order of the seats; a pupil who takes no part is handed no slip. The class has been found within the viewer's scope before. */
  async seats(tx: Tx, jurisdictionId: number, roundId: string, classId: string, windowId: string | null): Promise<{ seatNo: number; seatCode: number; studentId: string }[]> {
    return tx.query(
      `select seat_no as "seatNo", seat_code as "seatCode", student_id as "studentId" from screening.assignment
        where jurisdiction_id = $1 and round_id = $2 and class_id = $3 and stopped_at is null
          and case when $4::uuid is null then turn = 0 else window_id = $4 end order by seat_no`,
      [jurisdictionId, roundId, classId, windowId],
    );
  }
}
