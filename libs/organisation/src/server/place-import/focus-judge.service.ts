import { chinaDayOf } from '@heliotrope/kernel';
import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { focusChanged, isFocusOn, placeHeading, readFocusRow } from '../../rules/index.js';
import { FocusReader } from '../focus/focus-reader.service.js';
import { FocusRepository } from '../focus/focus.repository.js';
import { STUDENT_NUMBER } from '../students/pupil-fields.js';
import { StudentRepository } from '../students/student.repository.js';
import { fault, judgeEach, type JudgedRow, type PlaceJudge, type SheetPlace, wrongRow } from './place-judge.js';

/** Marks of special attention from the school's own list: the pupil by number, checked by name, the category by its word. */
@Injectable()
export class FocusJudge implements PlaceJudge {
  constructor(
    @Inject(StudentRepository) private readonly students: StudentRepository,
    @Inject(FocusRepository) private readonly marks: FocusRepository,
    @Inject(FocusReader) private readonly reader: FocusReader,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  async judge(tx: Tx, { jurisdictionId }: SheetPlace, rows: Parameters<PlaceJudge['judge']>[2]): Promise<JudgedRow[]> {
    const day = chinaDayOf(tx.now);
    const categories = await this.reader.categories(tx, jurisdictionId, day);
    const key = (form: { studentNumber: string; code: string }) => `${form.studentNumber} ${form.code}`;
    return judgeEach(rows, (cells, row) => readFocusRow(cells, row, categories, day), key, async (form, row) => {
      const student = await this.cipher.blindIndex(tx, jurisdictionId, STUDENT_NUMBER, form.studentNumber);
      const [pupil] = await this.students.page(tx, { limit: 1, numbers: [{ jurisdictionId, student, citizen: student }] });
      if (!pupil || pupil.state === 'left') return wrongRow(row, [fault(row, placeHeading('focus', 'studentNumber'), 'pupil', '您的学校没有这个学籍号的在校学生')]);
      if (pupil.name !== form.name) return wrongRow(row, [fault(row, placeHeading('focus', 'name'), 'name-differs', '姓名与学籍号对应的学生不一致')]);
      const held = (await this.marks.of(tx, pupil)).some((mark) => mark.code === form.code && isFocusOn(mark, day));
      return {
        row, verdict: held ? 'unchanged' : 'new', faults: [],
        apply: async () => {
          await this.marks.add(tx, { jurisdictionId, schoolId: pupil.schoolId, studentId: pupil.id, code: form.code, source: form.source, fromOn: day, untilOn: form.untilOn });
          tx.state(focusChanged.of(jurisdictionId, { schoolId: pupil.schoolId, studentId: pupil.id, code: form.code, change: 'set' }));
          tx.audit({ object: `student:${pupil.id}`, jurisdictionId, detail: { focus: form.code, change: 'set' } });
        },
      };
    });
  }
}
