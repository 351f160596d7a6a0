import { ConsentReader } from '@heliotrope/data-protection';
import { chinaDayOf, type FieldFault } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { readSheet } from '../../rules/answer-sheet.js';
import { type CriticalHit, criticalHits } from '../../rules/critical-items.js';
import type { PaperTurn } from '../../rules/paper-entries.js';
import { fitsName, PAPER_NAME, PAPER_SEAT, paperFault, readPaperRow } from '../../rules/paper-table.js';
import { SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import type { ShelvedInstrument } from '../instrument-library.js';
import { PaperBatchRepository, type PaperBatchRow, type PaperSeat } from './paper-batch.repository.js';
import { PaperSheetRepository } from './paper-sheet.repository.js';
import { headerOf, type PaperTable } from './paper-workbook.js';

/** One row of a table, held against the class and what has been typed of it before. */
export interface JudgedPaper {
  readonly row: number;
  readonly verdict: 'new' | 'changed' | 'unchanged' | 'wrong';
  readonly faults: readonly FieldFault[];
  readonly answers: readonly (number | null)[];
  /** Whose sheet it is; null when that cannot be told. */
  readonly seat: PaperSeat | null;
  readonly hits: readonly CriticalHit[];
}

@Injectable()
export class PaperJudge {
  constructor(
    @Inject(PaperBatchRepository) private readonly batches: PaperBatchRepository,
    @Inject(PaperSheetRepository) private readonly sheets: PaperSheetRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(ConsentReader) private readonly consents: ConsentReader,
  ) {}

  /** Rows with nothing in them are pupils without paper, and say nothing. */
  async judge(tx: Tx, batch: PaperBatchRow, { compiled }: ShelvedInstrument, turn: PaperTurn, table: PaperTable): Promise<JudgedPaper[]> {
    const { definition } = compiled;
    const header = headerOf(definition, table);
    const seats = await this.batches.seats(tx, batch);
    const names = await this.organisation.pupilNames(tx, batch.jurisdictionId, seats.map((seat) => seat.studentId), chinaDayOf(tx.now));
    const bySeat = new Map(seats.map((seat) => [seat.seatCode, seat]));
    const held = new Map((await this.sheets.ofBatch(tx, batch)).map((one) => [one.assignmentId, turn === 1 ? one.first : one.second]));
    const met = new Map<string, number>();
    const judged: JudgedPaper[] = [];
    for (const { row, cells } of table.rows) {
      const read = readPaperRow(definition, header, cells, row);
      if (read.isBlank) continue;
      const faults = [...read.faults];
      const found = read.seat === null ? undefined : bySeat.get(read.seat);
      const isHis = found !== undefined && fitsName(read.name, names.get(found.studentId)?.name ?? '');
      if (read.seat !== null && !found) faults.push(paperFault(row, PAPER_SEAT, 'seat', `这个班没有座位码 ${writeCode(read.seat, SEAT_CODE_LENGTH)}`));
      if (found && !isHis) faults.push(paperFault(row, PAPER_NAME, 'name', '姓名与座位码不是同一名学生'));
      const seat = found && isHis ? found : null;
      const sheet = new Int8Array(compiled.length);
      readSheet(compiled, read.answers, sheet);
      const hits = criticalHits(compiled, sheet);
      if (!seat && hits.length > 0) faults.push(paperFault(row, PAPER_SEAT, 'urgent', '这张答卷上有须立即关注的作答，请马上核对是谁的，并告知心理教师'));
      if (seat) {
        const before = met.get(seat.assignmentId);
        if (before !== undefined) faults.push(paperFault(row, PAPER_SEAT, 'twice', `与第 ${before} 行是同一名学生`));
        met.set(seat.assignmentId, before ?? row);
        if (seat.isAnswered) faults.push(paperFault(row, PAPER_SEAT, 'answered', '这名学生已经交过这份量表，纸质答卷不再计入'));
        else if (!(await this.mayAnswer(tx, batch, seat, names.get(seat.studentId)?.bornOn ?? null))) {
          faults.push(paperFault(row, PAPER_SEAT, 'consent', '没有参加这次测评的同意，不能录入'));
        }
      }
      const typed = seat ? held.get(seat.assignmentId) : null;
      const verdict = faults.length > 0 ? 'wrong' : !typed ? 'new' : typed.every((value, at) => value === read.answers[at]) ? 'unchanged' : 'changed';
      judged.push({ row, verdict, faults, answers: read.answers, seat, hits });
    }
    return judged;
  }

  private async mayAnswer(tx: Tx, { jurisdictionId, consentRule }: PaperBatchRow, seat: PaperSeat, bornOn: Parameters<ConsentReader['mayProcess']>[1]['bornOn']): Promise<boolean> {
    return !seat.isStopped && this.consents.mayProcess(tx, { jurisdictionId, purpose: 'screening', rule: consentRule, studentId: seat.studentId, bornOn });
  }
}
