import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { readSchoolRow, schoolChanged, type SchoolForm } from '../../rules/index.js';
import { BureauRepository } from '../reading/bureau.repository.js';
import { SchoolRepository, type SchoolRow } from '../reading/school.repository.js';
import { SchoolRegisterRepository } from '../school/school-register.repository.js';
import { judgeEach, type JudgedRow, type PlaceJudge, type SheetPlace } from './place-judge.js';

const COMPARED = ['name', 'divisionCode', 'primaryYears', 'juniorYears', 'area', 'sponsor', 'boarding', 'legalPerson'] as const;

/** Schools of one bureau, recognised by their identifier code. A school the sheet does not name stays as it is. */
@Injectable()
export class SchoolJudge implements PlaceJudge {
  constructor(
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
    @Inject(SchoolRegisterRepository) private readonly register: SchoolRegisterRepository,
  ) {}

  async judge(tx: Tx, place: SheetPlace, rows: Parameters<PlaceJudge['judge']>[2]): Promise<JudgedRow[]> {
    const held = new Map((await this.schools.schools(tx, [place.jurisdictionId])).map((row) => [row.identifierCode, row]));
    const division = (await this.bureaus.byId(tx, place.jurisdictionId))!.divisionCode;
    return judgeEach(rows, (cells, row) => readSchoolRow(cells, row, division), (form) => form.identifierCode, (form, row) => {
      const known = held.get(form.identifierCode);
      const verdict = !known ? 'new' : isSame(form, known) ? 'unchanged' : 'changed';
      return { row, verdict, faults: [], apply: () => this.write(tx, place.jurisdictionId, form, known) };
    });
  }

  private async write(tx: Tx, jurisdictionId: number, form: SchoolForm, known: SchoolRow | undefined): Promise<void> {
    const school = { ...form, jurisdictionId, centralSchoolId: known?.centralSchoolId ?? null, unifiedCode: form.unifiedCode ?? known?.unifiedCode ?? null, openedOn: form.openedOn ?? known?.openedOn ?? null };
    const id = known?.id ?? (await this.register.add(tx, school));
    if (known) await this.register.save(tx, id, school);
    tx.state(schoolChanged.of(jurisdictionId, { schoolId: id, change: known ? 'edited' : 'opened' }));
  }
}

function isSame(form: SchoolForm, known: SchoolRow): boolean {
  return (
    COMPARED.every((field) => form[field] === known[field]) && form.stages.join() === known.stages.join() &&
    (form.unifiedCode === null || form.unifiedCode === known.unifiedCode) && (form.openedOn === null || form.openedOn === known.openedOn)
  );
}
