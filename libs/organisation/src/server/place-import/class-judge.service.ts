import { chinaDayOf } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classChanged, type ClassForm, placeHeading, readClassRow, schoolYearOf } from '../../rules/index.js';
import { ClassRepository } from '../classes/class.repository.js';
import { type ClassRow, SchoolRepository } from '../reading/school.repository.js';
import { CampusRepository } from '../school/campus.repository.js';
import { fault, judgeEach, type JudgedRow, type PlaceJudge, type SheetPlace, wrongRow } from './place-judge.js';

/** Classes of the schools the importer may fill. A class the sheet does not name stays as it is. */
@Injectable()
export class ClassJudge implements PlaceJudge {
  constructor(
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(CampusRepository) private readonly campuses: CampusRepository,
    @Inject(ClassRepository) private readonly classes: ClassRepository,
  ) {}

  async judge(tx: Tx, place: SheetPlace, rows: Parameters<PlaceJudge['judge']>[2]): Promise<JudgedRow[]> {
    const day = chinaDayOf(tx.now);
    const schools = (await this.schools.schools(tx, [place.jurisdictionId])).filter((one) => place.schoolId === null || one.id === place.schoolId);
    const held = new Map<string, { classes: ClassRow[]; campuses: Map<string, string> }>();
    const of = async (schoolId: string) => {
      const known = held.get(schoolId) ?? {
        classes: await this.schools.classes(tx, schoolId, schoolYearOf(day)),
        campuses: new Map((await this.campuses.ofSchool(tx, schoolId)).filter((one) => one.closedOn === null).map((one) => [one.name, one.id])),
      };
      held.set(schoolId, known);
      return known;
    };
    return judgeEach(rows, (cells, row) => readClassRow(cells, row, schools, day), keyOf, async (form, row) => {
      const known = await of(form.schoolId);
      const campusId = form.campus === null ? null : known.campuses.get(form.campus);
      if (campusId === undefined) return wrongRow(row, [fault(row, placeHeading('classes', 'campus'), 'campus', '这所学校没有这个校区或教学点，请先添加')]);
      const same = known.classes.find((one) => keyOf(one) === keyOf(form));
      const verdict = !same ? 'new' : campusId === null || campusId === same.campusId ? 'unchanged' : 'changed';
      return { row, verdict, faults: [], apply: () => this.write(tx, place.jurisdictionId, form, campusId, same) };
    });
  }

  private async write(tx: Tx, jurisdictionId: number, form: ClassForm, campusId: string | null, same: ClassRow | undefined): Promise<void> {
    if (same) await this.classes.save(tx, { ...same, campusId });
    const id = same?.id ?? (await this.classes.add(tx, { ...form, jurisdictionId, campusId }));
    if (id) tx.state(classChanged.of(jurisdictionId, { schoolId: form.schoolId, classId: id, change: same ? 'edited' : 'opened' }));
  }
}

const keyOf = (one: Pick<ClassForm, 'schoolId' | 'stage' | 'entryYear' | 'number'>) => `${one.schoolId} ${one.stage} ${one.entryYear} ${one.number}`;
