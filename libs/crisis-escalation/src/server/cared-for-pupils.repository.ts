import { KeepsPupilRecords, type PupilRecords } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';

/** Pupils with a crisis case, open or closed. */
@KeepsPupilRecords()
export class CaredForPupilRepository implements PupilRecords {
  async holding(tx: Tx, pupils: string, params: readonly unknown[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select distinct c.student_id as id from crisis_escalation.crisis_case c where c.jurisdiction_id = $1 and c.student_id in (${pupils})`,
      params,
    );
    return rows.map((row) => row.id);
  }
}
