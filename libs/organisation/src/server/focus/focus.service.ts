import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, focusChanged, focusFault } from '../../rules/index.js';
import { givenDay } from '../reading/given-day.js';
import { PupilPageRepository } from '../students/pupil-page.repository.js';
import { FocusReader } from './focus-reader.service.js';
import type { FocusBody, FocusCategoryDto, FocusDto, FocusPageDto, FocusQuery } from './focus.dto.js';
import { FocusRepository, type FocusRow } from './focus.repository.js';

const READ = 'organisation.read-focus';
const EDIT = 'organisation.edit-focus';
const PAGE = 50;

/** Pupils who receive special attention. Fewer people see this than the roster, and every look leaves a trace. */
@Injectable()
export class FocusService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
    @Inject(FocusRepository) private readonly marks: FocusRepository,
    @Inject(FocusReader) private readonly reader: FocusReader,
  ) {}

  categories(actor: Actor): Promise<FocusCategoryDto[]> {
    return this.work.read(actor, READ, async (tx) => {
      const bureaus = [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))];
      const lists = await this.reader.lists(tx, bureaus);
      const all = bureaus.flatMap((bureau) => lists.on(bureau, chinaDayOf(tx.now)));
      return [...new Map(all.map((one) => [one.code, one])).values()];
    });
  }

  list(actor: Actor, query: FocusQuery): Promise<FocusPageDto> {
    return this.work.read(actor, READ, async (tx) => {
      const limit = query.limit ?? PAGE;
      const after = readCursor(query.cursor, 'id')?.[0];
      const day = chinaDayOf(tx.now);
      const rows = await this.marks.page(tx, {
        limit: limit + 1, ...(query.schoolId ? { schoolId: query.schoolId } : {}), ...(query.classId ? { classId: query.classId } : {}),
        ...(query.code ? { code: query.code } : {}), ...(query.over ? {} : { on: day }), ...(after ? { after } : {}),
      });
      const page = pageOf(rows, limit, (row) => [row.id]);
      const jurisdictionId = page.items[0]?.jurisdictionId;
      if (jurisdictionId !== undefined) tx.audit({ object: query.classId ? `class:${query.classId}` : 'focus', jurisdictionId, detail: { count: page.items.length } });
      const lists = await this.reader.lists(tx, [...new Set(page.items.map((row) => row.jurisdictionId))]);
      const items = page.items.map((row) => ({
        ...lists.shown(row, day), studentId: row.studentId, studentName: row.studentName, className: classNameOn({ ...row, number: row.classNumber }, day),
      }));
      return { items, nextCursor: page.nextCursor };
    });
  }

  set(actor: Actor, studentId: string, body: FocusBody): Promise<FocusDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const pupil = await this.pupils.forUpdate(tx, studentId);
      if (!pupil || pupil.state === 'left') throw refuse('organisation/student-absent');
      const day = chinaDayOf(tx.now);
      const mark = {
        jurisdictionId: pupil.jurisdictionId, schoolId: pupil.schoolId, studentId, code: body.code, source: body.source, fromOn: day, untilOn: givenDay(body.untilOn),
      };
      const lists = await this.reader.lists(tx, [pupil.jurisdictionId]);
      const fault = focusFault(mark, lists.on(pupil.jurisdictionId, day).map((one) => one.code));
      if (fault) throw refuse(`organisation/focus-${fault}`);
      const id = await this.marks.add(tx, mark);
      if (!id) throw refuse('organisation/focus-held');
      this.told(tx, { ...mark, id }, 'set');
      return lists.shown({ ...mark, id, endedOn: null }, day);
    });
  }

  async end(actor: Actor, id: string): Promise<void> {
    await this.work.run(actor, EDIT, async (tx) => {
      const mark = await this.marks.forUpdate(tx, id);
      if (!mark) throw refuse('organisation/focus-absent');
      await this.marks.end(tx, mark, chinaDayOf(tx.now));
      this.told(tx, mark, 'ended');
    });
  }

  private told(tx: Tx, mark: Pick<FocusRow, 'jurisdictionId' | 'schoolId' | 'studentId' | 'code' | 'id'>, change: 'set' | 'ended'): void {
    tx.state(focusChanged.of(mark.jurisdictionId, { schoolId: mark.schoolId, studentId: mark.studentId, code: mark.code, change }));
    tx.audit({ object: `student:${mark.studentId}`, jurisdictionId: mark.jurisdictionId, detail: { focus: mark.id, change } });
  }
}
