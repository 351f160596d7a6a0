import { type Actor, refuse } from '@heliotrope/kernel';
import { sameVersion, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { givenDayOrNull } from '../reading/given-day.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { CampusRepository, type CampusRow } from './campus.repository.js';
import type { CampusBody, CampusDto } from './school-form.dto.js';

const ACTION = 'organisation.edit-classes';

/** 校区 and 教学点: a school in several places. */
@Injectable()
export class CampusService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(CampusRepository) private readonly campuses: CampusRepository,
  ) {}

  list(actor: Actor, schoolId: string): Promise<CampusDto[]> {
    return this.work.read(actor, 'organisation.read-tree', async (tx) => {
      if (!(await this.schools.school(tx, schoolId))) throw refuse('organisation/school-absent');
      return (await this.campuses.ofSchool(tx, schoolId)).map(shown);
    });
  }

  add(actor: Actor, schoolId: string, body: CampusBody): Promise<CampusDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const school = await this.schools.school(tx, schoolId);
      if (!school) throw refuse('organisation/school-absent');
      const campus = { jurisdictionId: school.jurisdictionId, schoolId, kind: body.kind, name: body.name.trim(), area: body.area, closedOn: givenDayOrNull(body.closedOn) };
      const id = await this.campuses.add(tx, campus);
      if (!id) throw refuse('organisation/campus-taken', { name: campus.name });
      tx.audit({ object: `campus:${id}`, jurisdictionId: school.jurisdictionId, detail: { schoolId, change: 'opened' } });
      return shown({ ...campus, id, version: 1 });
    });
  }

  edit(actor: Actor, id: string, seen: number, body: CampusBody): Promise<CampusDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const held = await this.campuses.forUpdate(tx, id);
      if (!held) throw refuse('organisation/campus-absent');
      sameVersion(seen, shown(held));
      const next = { ...held, kind: body.kind, name: body.name.trim(), area: body.area, closedOn: givenDayOrNull(body.closedOn) };
      if (!(await this.campuses.save(tx, next))) throw refuse('organisation/campus-taken', { name: next.name });
      tx.audit({ object: `campus:${id}`, jurisdictionId: held.jurisdictionId, detail: { schoolId: held.schoolId, change: 'edited' } });
      return shown({ ...next, version: held.version + 1 });
    });
  }
}

function shown({ id, kind, name, area, closedOn, version }: CampusRow): CampusDto {
  return { id, kind, name, area, closedOn, version };
}
