import { type Actor, refuse } from '@heliotrope/kernel';
import { sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { normaliseNumber, orderedStages, schoolChanged, schoolFaults } from '../../rules/index.js';
import { givenDayOrNull } from '../reading/given-day.js';
import { oneBureau } from '../reading/one-bureau.js';
import { SchoolRepository, type SchoolRow } from '../reading/school.repository.js';
import type { SchoolDto } from '../tree/tree.dto.js';
import type { NewSchoolBody, SchoolBody } from './school-form.dto.js';
import { SchoolRegisterRepository, type SchoolToSave } from './school-register.repository.js';

const ACTION = 'organisation.edit-schools';

/** Schools come, change and go. A school that has had pupils is closed and never deleted. */
@Injectable()
export class SchoolRegisterService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(SchoolRegisterRepository) private readonly register: SchoolRegisterRepository,
  ) {}

  open(actor: Actor, body: NewSchoolBody): Promise<SchoolDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const form = formOf(body, oneBureau(tx.scopes, body.jurisdictionId));
      await this.judge(tx, form);
      const id = await this.register.add(tx, form);
      tx.state(schoolChanged.of(form.jurisdictionId, { schoolId: id, change: 'opened' }));
      tx.audit({ object: `school:${id}`, jurisdictionId: form.jurisdictionId, detail: { change: 'opened' } });
      return shown((await this.schools.school(tx, id))!);
    });
  }

  edit(actor: Actor, id: string, seen: number, body: SchoolBody): Promise<SchoolDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      await this.register.lock(tx, id);
      const held = await this.schools.school(tx, id);
      if (!held) throw refuse('organisation/school-absent');
      sameVersion(seen, shown(held));
      const form = formOf(body, held.jurisdictionId);
      await this.judge(tx, form, held);
      await this.register.save(tx, id, form);
      const change = form.closedOn && !held.closedOn ? 'closed' : 'edited';
      tx.state(schoolChanged.of(held.jurisdictionId, { schoolId: id, change }));
      tx.audit({ object: `school:${id}`, jurisdictionId: held.jurisdictionId, detail: { change } });
      return shown((await this.schools.school(tx, id))!);
    });
  }

  private async judge(tx: Tx, form: SchoolToSave, held?: SchoolRow): Promise<void> {
    const errors = schoolFaults(form);
    if (errors.length > 0) throw refuse('organisation/school-form', { errors });
    const bearer = await this.register.bearer(tx, form.jurisdictionId, form.identifierCode);
    if (bearer && bearer.id !== held?.id) throw refuse('organisation/school-code-taken', { code: form.identifierCode, name: bearer.name });
    if (form.centralSchoolId && (form.centralSchoolId === held?.id || !(await this.register.isOpenSchool(tx, form.jurisdictionId, form.centralSchoolId)))) {
      throw refuse('organisation/central-school');
    }
    if (form.closedOn && held && !held.closedOn) {
      const count = await this.register.pupilsOf(tx, held.jurisdictionId, held.id);
      if (count > 0) throw refuse('organisation/school-has-pupils', { count });
    }
  }
}

function formOf(body: SchoolBody, jurisdictionId: number): SchoolToSave {
  return {
    jurisdictionId, name: body.name.trim(), identifierCode: normaliseNumber(body.identifierCode),
    unifiedCode: body.unifiedCode ? normaliseNumber(body.unifiedCode) : null, divisionCode: body.divisionCode,
    stages: orderedStages(body.stages), primaryYears: body.primaryYears, juniorYears: body.juniorYears, area: body.area, sponsor: body.sponsor,
    boarding: body.boarding, legalPerson: body.legalPerson, centralSchoolId: body.centralSchoolId ?? null,
    openedOn: givenDayOrNull(body.openedOn), closedOn: givenDayOrNull(body.closedOn),
  };
}

function shown(row: SchoolRow): SchoolDto {
  return { ...row, stages: [...row.stages] };
}
