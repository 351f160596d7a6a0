import { type Actor, chinaDayOf, refuse, isUuid } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, gradeOn, schoolYearOf } from '../../rules/index.js';
import { SchoolRepository } from '../reading/school.repository.js';
import type { ClassDto, SchoolDto, TreeNodeDto } from './tree.dto.js';
import { TreeRepository } from './tree.repository.js';

const FOUND_AT_MOST = 30;

/** The organisation as its viewer may walk it. */
@Injectable()
export class TreeService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(TreeRepository) private readonly tree: TreeRepository,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
  ) {}

  search(actor: Actor, text: string): Promise<TreeNodeDto[]> {
    return this.work.read(actor, 'organisation.read-tree', (tx) => this.tree.search(tx, text.trim(), FOUND_AT_MOST));
  }

  roots(actor: Actor): Promise<TreeNodeDto[]> {
    return this.work.read(actor, 'organisation.read-tree', (tx) => this.tree.roots(tx));
  }

  /** Children of a bureau (its bureaus, then its schools) or of a school (its classes of this year). */
  below(actor: Actor, parent: string): Promise<TreeNodeDto[]> {
    return this.work.read(actor, 'organisation.read-tree', async (tx) => {
      if (isUuid(parent)) {
        const day = chinaDayOf(tx.now);
        const classes = await this.schools.classes(tx, parent, schoolYearOf(day));
        return classes.map((row) => ({
          id: row.id, kind: 'class' as const, name: classNameOn(row, day), code: '', parentId: row.schoolId, hasChildren: false,
        }));
      }
      const bureau = /^\d{1,9}$/.test(parent) ? Number(parent) : 0;
      return [...(await this.tree.bureausBelow(tx, bureau)), ...(await this.tree.schoolsOf(tx, bureau))];
    });
  }

  school(actor: Actor, id: string): Promise<SchoolDto> {
    return this.work.read(actor, 'organisation.read-tree', async (tx) => {
      const found = await this.schools.school(tx, id);
      if (!found) throw refuse('organisation/school-absent');
      const { stages, ...rest } = found;
      return { ...rest, stages: [...stages] };
    });
  }

  classes(actor: Actor, schoolId: string): Promise<ClassDto[]> {
    return this.work.read(actor, 'organisation.read-tree', async (tx) => {
      if (!(await this.schools.school(tx, schoolId))) throw refuse('organisation/school-absent');
      const day = chinaDayOf(tx.now);
      const rows = await this.schools.classes(tx, schoolId, schoolYearOf(day));
      return rows.flatMap((row) => {
        const grade = gradeOn(row, day);
        if (typeof grade === 'string') return [];
        const { id, stage, entryYear, number, campusId, version } = row;
        return [{ id, schoolId, stage, entryYear, number, campusId, version, name: classNameOn(row, day), gradeName: grade.name, yearOfSchooling: grade.year }];
      });
    });
  }
}
