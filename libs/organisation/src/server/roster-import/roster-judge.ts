import type { FieldFault } from '@heliotrope/kernel';
import { headingOf, rosterChange, type RosterField, type RosterPupil } from '../../rules/index.js';
import type { RowIndexes } from './roster-sealer.service.js';
import type { HeldStudent } from './staged-row.repository.js';

/** A row that is well formed, with the fingerprints of its numbers. */
export interface ReadRow {
  readonly rowNo: number;
  readonly pupil: RosterPupil;
  readonly indexes: RowIndexes;
}

export type Judged =
  | { readonly verdict: 'new' | 'changed' | 'unchanged'; readonly held: HeldStudent | undefined }
  | { readonly verdict: 'wrong'; readonly held: HeldStudent | undefined; readonly faults: readonly FieldFault[] };

const hex = (index: Buffer | null): string | null => index?.toString('hex') ?? null;

/** What the rows of a sheet mean together and for the roster: who is new, who changed, who stands in it twice. */
export class RosterJudge {
  private readonly heldByStudentNumber = new Map<string, HeldStudent>();
  private readonly heldByCitizenNumber = new Map<string, HeldStudent>();
  private readonly rowByStudentNumber = new Map<string, number>();
  private readonly rowByCitizenNumber = new Map<string, number>();

  /**
   * @param held pupils of the bureau who bear a number of these rows. @param staged rows judged in earlier chunks.
   * @param onlySchoolId set when the importer's right ends at this school.
   */
  constructor(
    held: readonly HeldStudent[],
    staged: readonly { rowNo: number; studentNumber: string | null; citizenNumber: string | null }[],
    private readonly onlySchoolId: string | null,
  ) {
    for (const student of held) {
      if (student.studentNumber) this.heldByStudentNumber.set(student.studentNumber, student);
      if (student.citizenNumber) this.heldByCitizenNumber.set(student.citizenNumber, student);
    }
    for (const row of staged) this.remember(row.rowNo, row.studentNumber, row.citizenNumber);
  }

  judge({ rowNo, pupil, indexes }: ReadRow): Judged {
    const studentNumber = hex(indexes.studentNumber);
    const citizenNumber = hex(indexes.citizenNumber);
    const byStudentNumber = this.heldByStudentNumber.get(studentNumber ?? '');
    const byCitizenNumber = this.heldByCitizenNumber.get(citizenNumber ?? '');
    const held = byStudentNumber ?? byCitizenNumber;
    const wrong = (field: RosterField, code: string, message: string): Judged => ({
      verdict: 'wrong', held, faults: [{ field: headingOf(field), row: rowNo, code: `organisation/roster-${code}`, message }],
    });

    const sameStudent = this.rowByStudentNumber.get(studentNumber ?? '');
    if (sameStudent !== undefined) return wrong('studentNumber', 'twice', `与第${sameStudent}行的学籍号重复`);
    const sameCitizen = this.rowByCitizenNumber.get(citizenNumber ?? '');
    if (sameCitizen !== undefined) return wrong('citizenNumber', 'twice', `与第${sameCitizen}行的身份证号重复`);
    if (byStudentNumber && byCitizenNumber && byStudentNumber.id !== byCitizenNumber.id) {
      return wrong('citizenNumber', 'two-pupils', '学籍号和身份证号分别属于名册中的两名学生，请核对');
    }
    // A right that ends at a school does not fetch a pupil out of another one; that is a transfer, and both sides take part.
    if (held && this.onlySchoolId !== null && held.schoolId !== this.onlySchoolId) {
      return wrong('studentNumber', 'elsewhere', '该生在另一所学校的名册中，请先办理转学');
    }
    this.remember(rowNo, studentNumber, citizenNumber);
    const verdict = rosterChange(held, {
      schoolId: pupil.schoolId, stage: pupil.stage, entryYear: pupil.entryYear, classNumber: pupil.classNumber, name: pupil.name,
      sex: pupil.sex, bornOn: pupil.bornOn, boarding: pupil.boarding, studentNumber, citizenNumber,
      guardianName: pupil.guardian?.name ?? null, guardianRelation: pupil.guardian?.relation ?? null,
      guardianPhone: hex(indexes.guardianPhone),
    });
    return { verdict, held };
  }

  private remember(rowNo: number, studentNumber: string | null, citizenNumber: string | null): void {
    if (studentNumber) this.rowByStudentNumber.set(studentNumber, rowNo);
    if (citizenNumber) this.rowByCitizenNumber.set(citizenNumber, rowNo);
  }
}
