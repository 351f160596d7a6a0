import type { PupilKey } from '@heliotrope/data-protection';
import type { HeldBack } from '@heliotrope/data-protection/rules';
import { actorRef, type SchoolDay } from '@heliotrope/kernel';
import { FieldCipher, type FieldPlace, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { PaperSheet, PaperTurn } from '../../rules/paper-entries.js';
import { roundKeyScope } from '../round-key.js';
import type { PaperBatchRow } from './paper-batch.repository.js';

type Batch = Pick<PaperBatchRow, 'jurisdictionId' | 'id' | 'roundId' | 'schoolId'>;
type Values = readonly (number | null)[];

/** One pupil's paper in a batch. */
export interface HeldPaper extends PaperSheet {
  readonly assignmentId: string;
  readonly studentId: string;
  /** `taken`, or the code of the refusal; null while it waits. */
  readonly outcome: string | null;
}

export const TAKEN = 'taken';
const TURNS = ['first', 'second', 'settled'] as const;

/** What has been typed and waits, each turn sealed under the round's key like the answers themselves. */
@Injectable()
export class PaperSheetRepository {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  async ofBatch(tx: Tx, batch: Batch): Promise<HeldPaper[]> {
    const rows = await tx.query<{ assignmentId: string; studentId: string; turn: 1 | 2 | 3; answers: Buffer | null; outcome: string | null }>(
      `select assignment_id as "assignmentId", student_id as "studentId", turn, answers_enc as answers, outcome
         from screening.paper_sheet where jurisdiction_id = $1 and batch_id = $2 order by assignment_id, turn`,
      [batch.jurisdictionId, batch.id],
    );
    const held = new Map<string, HeldPaper>();
    for (const { assignmentId, studentId, turn, answers, outcome } of rows) {
      const known = held.get(assignmentId) ?? { assignmentId, studentId, outcome, first: null, second: null, settled: null };
      const opened = answers && (JSON.parse(await this.cipher.decrypt(tx, keyOf(batch), placeOf(batch, assignmentId, turn), answers)) as Values);
      held.set(assignmentId, { ...known, [TURNS[turn - 1]!]: opened });
    }
    return [...held.values()];
  }

  /** Whose hands have typed a turn. */
  async typists(tx: Tx, batch: Batch, turn: PaperTurn): Promise<string[]> {
    const rows = await tx.query<{ by: string }>(
      `select distinct typed_by as by from screening.paper_sheet where jurisdiction_id = $1 and batch_id = $2 and turn = $3`,
      [batch.jurisdictionId, batch.id, turn],
    );
    return rows.map((row) => row.by);
  }

  async save(tx: Tx, batch: Batch, turn: 1 | 2 | 3, paper: { assignmentId: string; studentId: string }, answers: Values): Promise<void> {
    const sealed = await this.cipher.encrypt(tx, keyOf(batch), placeOf(batch, paper.assignmentId, turn), JSON.stringify(answers));
    await tx.query(
      `insert into screening.paper_sheet (jurisdiction_id, batch_id, assignment_id, turn, school_id, student_id, typed_by, typed_at, answers_enc)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (jurisdiction_id, batch_id, assignment_id, turn) do update
         set typed_by = excluded.typed_by, typed_at = excluded.typed_at, answers_enc = excluded.answers_enc`,
      [batch.jurisdictionId, batch.id, paper.assignmentId, turn, batch.schoolId, paper.studentId, actorRef(tx.actor), tx.now, sealed],
    );
    // What was settled was settled between two readings, one of which is no longer there.
    if (turn !== 3) await this.drop(tx, batch, paper.assignmentId, [3]);
  }

  async drop(tx: Tx, batch: Batch, assignmentId: string, turns: readonly number[] = [1, 2, 3]): Promise<void> {
    await tx.query(
      `delete from screening.paper_sheet where jurisdiction_id = $1 and batch_id = $2 and assignment_id = $3 and turn = any($4::smallint[])`,
      [batch.jurisdictionId, batch.id, assignmentId, [...turns]],
    );
  }

  /** Done with: what was typed is forgotten, what became of it stays. */
  async finish(tx: Tx, batch: Batch, outcomes: ReadonlyMap<string, string>): Promise<void> {
    await tx.query(
      `update screening.paper_sheet s set outcome = o.outcome, answers_enc = null
         from unnest($3::uuid[], $4::text[]) as o (assignment_id, outcome)
        where s.jurisdiction_id = $1 and s.batch_id = $2 and s.assignment_id = o.assignment_id`,
      [batch.jurisdictionId, batch.id, [...outcomes.keys()], [...outcomes.values()]],
    );
  }

  async forget(tx: Tx, batch: Batch): Promise<void> {
    await tx.query(`delete from screening.paper_sheet where jurisdiction_id = $1 and batch_id = $2`, [batch.jurisdictionId, batch.id]);
    await tx.query(
      `update screening.paper_entry set cells_enc = null, state = 'cancelled', finished_at = $3
        where jurisdiction_id = $1 and batch_id = $2 and state = 'checked'`,
      [batch.jurisdictionId, batch.id, tx.now],
    );
  }

  /** Of the standing batches those whose round was closed on the day or earlier: nobody will come back for that paper. */
  async destroyDue(tx: Tx, ask: { jurisdictionId: number; from: SchoolDay; held: HeldBack; limit: number }): Promise<string[]> {
    const due = await tx.query<Batch>(
      `select b.jurisdiction_id as "jurisdictionId", b.id, b.round_id as "roundId", b.school_id as "schoolId" from screening.paper_batch b
         join screening.round r on r.jurisdiction_id = b.jurisdiction_id and r.id = b.round_id
        where b.jurisdiction_id = $1 and b.state = 'entering' and b.school_id <> all($3::uuid[]) and (r.closed_at at time zone 'Asia/Shanghai')::date <= $2
          and not exists (select from screening.paper_sheet s
                           where s.jurisdiction_id = b.jurisdiction_id and s.batch_id = b.id and s.student_id = any($4::uuid[]))
        order by b.id limit $5`,
      [ask.jurisdictionId, ask.from, ask.held.schools, ask.held.pupils, ask.limit],
    );
    for (const batch of due) await this.forget(tx, batch);
    await tx.query(
      `update screening.paper_batch set state = 'cancelled', version = version + 1, finished_at = $3 where jurisdiction_id = $1 and id = any($2::uuid[])`,
      [ask.jurisdictionId, due.map((one) => one.id), tx.now],
    );
    return due.map((one) => one.id);
  }

  /** A file that was never confirmed may hold him as well, and goes as a whole. */
  async erase(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<string[]> {
    await tx.query(
      `update screening.paper_entry e set cells_enc = null, state = 'cancelled', finished_at = $3
         from screening.paper_batch b
         join screening.assignment a on a.jurisdiction_id = b.jurisdiction_id and a.round_id = b.round_id and a.class_id = b.class_id
        where e.jurisdiction_id = $1 and a.student_id = $2 and b.jurisdiction_id = e.jurisdiction_id and b.id = e.batch_id and e.state = 'checked'`,
      [jurisdictionId, studentId, tx.now],
    );
    const rows = await tx.query<{ id: string }>(
      `delete from screening.paper_sheet where jurisdiction_id = $1 and student_id = $2 and answers_enc is not null returning batch_id as id`,
      [jurisdictionId, studentId],
    );
    return [...new Set(rows.map((row) => row.id))];
  }
}

const keyOf = (batch: Batch) => ({ jurisdictionId: batch.jurisdictionId, scope: roundKeyScope(batch.roundId) });
const placeOf = (batch: Batch, assignmentId: string, turn: number): FieldPlace =>
  ({ table: 'screening.paper_sheet', column: 'answers_enc', row: `${batch.id} ${assignmentId} ${turn}` });
