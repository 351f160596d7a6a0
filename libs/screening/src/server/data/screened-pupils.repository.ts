import { KeepsPupilRecords, type PupilRecords } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';

/** Pupils who have a seat in a round or an answer sheet: their entry in the roster is not to be taken away. */
@KeepsPupilRecords()
export class ScreenedPupilRepository implements PupilRecords {
  async holding(tx: Tx, pupils: string, params: readonly unknown[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select distinct a.student_id as id from screening.assignment a where a.jurisdiction_id = $1 and a.student_id in (${pupils})`,
      params,
    );
    return rows.map((row) => row.id);
  }
}
