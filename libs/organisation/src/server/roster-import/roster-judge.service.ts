import type { FieldFault } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { headingOf, type RosterField } from '../../rules/index.js';
import { inSets } from './in-sets.js';
import { RosterImportRepository, type RosterImportRow } from './roster-import.repository.js';
import { RosterSealer } from './roster-sealer.service.js';
import { SHEET_ROWS } from './roster-reader.js';
import { type JudgedWrong, RosterStageRepository } from './roster-stage.repository.js';

const PAGE = 1_000;

/** What the rows of a sheet mean together and for the roster: who is new, who changed, who stands in it twice. */
@Injectable()
export class RosterJudge {
  constructor(
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(RosterStageRepository) private readonly stage: RosterStageRepository,
    @Inject(RosterSealer) private readonly sealer: RosterSealer,
  ) {}

  async judge(tx: Tx, row: RosterImportRow): Promise<void> {
    await inSets(tx, () => this.stage.judge(tx, row, row.schoolId));
    await this.tellWrong(tx, row);
    await this.moveSecrets(tx, row);
  }

  private async tellWrong(tx: Tx, row: RosterImportRow): Promise<void> {
    const keys = await this.sealer.keys(tx, row.jurisdictionId);
    for (let after = 0, more = true; more; ) {
      const wrong = await this.stage.judgedWrong(tx, row, after, PAGE);
      const written = new Map<number, string[]>();
      for (const block of wrong.length > 0 ? await this.stage.rawBlocks(tx, row, wrong.map((one) => one.rowNo)) : []) {
        const rows = await this.sealer.openBlock(tx, row, block.firstRow, block.sealed);
        for (const { rowNo } of wrong) if (rows.has(rowNo)) written.set(rowNo, rows.get(rowNo)!);
      }
      await this.imports.addFaults(tx, row, wrong.map((one) => ({
        rowNo: one.rowNo, faults: [faultOf(one)], raw: this.sealer.sealRaw(keys, row.id, one.rowNo, written.get(one.rowNo) ?? []), name: one.name, studentId: one.studentId,
      })));
      after = wrong.at(-1)?.rowNo ?? after;
      more = wrong.length === PAGE;
    }
  }

  private async moveSecrets(tx: Tx, row: RosterImportRow): Promise<void> {
    const keys = await this.sealer.keys(tx, row.jurisdictionId);
    for (let after = 0, more = true; more; ) {
      const secrets = await this.stage.secretsToMove(tx, row, after, PAGE);
      const moved = [];
      for (const one of secrets) moved.push(await this.sealer.moved(tx, row, keys, one));
      if (moved.length > 0) await this.stage.moveSecrets(tx, row, moved);
      after = secrets.at(-1)?.rowNo ?? after;
      more = secrets.length === PAGE;
    }
  }
}

const FAULTS: Record<JudgedWrong['fault'], { field: RosterField; code: string; say(otherRow: string): string }> = {
  'student-number-twice': { field: 'studentNumber', code: 'twice', say: (row) => `与${row}的学籍号重复` },
  'citizen-number-twice': { field: 'citizenNumber', code: 'twice', say: (row) => `与${row}的身份证号重复` },
  'same-pupil': { field: 'studentNumber', code: 'twice', say: (row) => `与${row}是名册中的同一名学生` },
  'two-pupils': { field: 'citizenNumber', code: 'two-pupils', say: () => '学籍号和身份证号分别属于名册中的两名学生，请核对' },
  // A right that ends at a school does not fetch a pupil out of another one; that is a transfer, and both sides take part.
  elsewhere: { field: 'studentNumber', code: 'elsewhere', say: () => '该生在另一所学校的名册中，请先办理转学' },
};

function faultOf({ rowNo, fault, otherRow }: JudgedWrong): FieldFault {
  const { field, code, say } = FAULTS[fault];
  return { field: headingOf(field), row: rowNo, code: `organisation/roster-${code}`, message: say(placeOf(otherRow ?? 0)) };
}

/** 第5行, or 第2张表第5行 in a workbook with several. */
function placeOf(rowNo: number): string {
  const sheet = Math.floor(rowNo / SHEET_ROWS);
  return `${sheet > 0 ? `第${sheet + 1}张表` : ''}第${rowNo % SHEET_ROWS}行`;
}
