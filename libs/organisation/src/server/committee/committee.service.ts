import { type Actor, chinaDayOf, refuse, type SchoolDay } from '@heliotrope/kernel';
import { pageOf, readCursor, sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, committeeChanged, committeeCount, schoolYearOf } from '../../rules/index.js';
import { DormitoryRepository } from '../dormitory/dormitory.repository.js';
import { StayRepository } from '../dormitory/stay.repository.js';
import { givenDay, givenDayOrNull } from '../reading/given-day.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { PupilPageRepository } from '../students/pupil-page.repository.js';
import type { CommitteeCountsDto, CommitteeQuery, MemberBody, MemberDto, MemberPageDto, NewMemberBody } from './committee.dto.js';
import { CommitteeRepository, type MemberRow } from './committee.repository.js';

const READ = 'organisation.read-committee';
const EDIT = 'organisation.edit-committee';
const PAGE = 50;

/** Psychology committee members and heads of dormitory rooms, counted against what the bureau's paper asks. */
@Injectable()
export class CommitteeService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
    @Inject(CommitteeRepository) private readonly members: CommitteeRepository,
    @Inject(DormitoryRepository) private readonly dormitories: DormitoryRepository,
    @Inject(StayRepository) private readonly stays: StayRepository,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  list(actor: Actor, query: CommitteeQuery): Promise<MemberPageDto> {
    return this.work.read(actor, READ, async (tx) => {
      const limit = query.limit ?? PAGE;
      const after = readCursor(query.cursor, 'id')?.[0];
      const rows = await this.members.page(tx, {
        limit: limit + 1, ...(query.schoolId ? { schoolId: query.schoolId } : {}), ...(query.classId ? { classId: query.classId } : {}),
        ...(query.role ? { role: query.role } : {}), ...(after ? { after } : {}),
      });
      const page = pageOf(rows, limit, (row) => [row.id]);
      const jurisdictionId = page.items[0]?.jurisdictionId;
      if (jurisdictionId !== undefined) tx.audit({ object: 'committee', jurisdictionId, detail: { count: page.items.length } });
      return { items: page.items.map((row) => shown(row, chinaDayOf(tx.now))), nextCursor: page.nextCursor };
    });
  }

  /** Per class of the viewer, and per dormitory where the school boards: how many there are, trained, asked for, missing. */
  counts(actor: Actor, schoolId: string): Promise<CommitteeCountsDto> {
    return this.work.read(actor, READ, async (tx) => {
      const day = chinaDayOf(tx.now);
      const classes = await this.schools.classes(tx, schoolId, schoolYearOf(day));
      // A form teacher reaches classes and not the school above them; either tells whose paper holds here.
      const jurisdictionId = classes[0]?.jurisdictionId ?? (await this.schools.school(tx, schoolId))?.jurisdictionId;
      if (jurisdictionId === undefined) throw refuse('organisation/school-absent');
      const perClass = this.policy.applicable(jurisdictionId, 'committee.per-class', day).wins;
      const inDormitories = this.policy.applicable(jurisdictionId, 'committee.in-dormitories', day).wins;
      const members = await this.members.ofSchool(tx, schoolId);
      const count = (row: { id: string; kind: 'class' | 'dormitory'; name: string }, of: readonly MemberRow[], required: number | null) => ({
        ...row, ...committeeCount(of.map((one) => ({ trained: one.trainedOn !== null })), required),
      });
      const dormitories = (await this.dormitories.ofSchool(tx, schoolId)).filter((row) => row.closedOn === null);
      return {
        items: [
          ...classes.map((row) => count({ id: row.id, kind: 'class', name: classNameOn(row, day) }, members.filter((one) => one.role === 'class' && one.classId === row.id), perClass?.value ?? null)),
          ...dormitories.map((row) => count({ id: row.id, kind: 'dormitory', name: row.name }, members.filter((one) => one.role === 'dormitory' && one.dormitoryId === row.id), inDormitories?.value ? 1 : null)),
        ],
        source: perClass ? `${perClass.source} ${perClass.clause}` : null,
      };
    });
  }

  appoint(actor: Actor, body: NewMemberBody): Promise<MemberDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const pupil = await this.pupils.forUpdate(tx, body.studentId);
      if (!pupil || pupil.state !== 'enrolled') throw refuse('organisation/student-absent');
      const lodging = body.role === 'class' ? undefined : await this.stays.of(tx, pupil.jurisdictionId, pupil.id);
      if (body.role !== 'class' && !lodging) throw refuse('organisation/member-place');
      const id = await this.members.add(tx, pupil, {
        role: body.role, classId: body.role === 'class' ? pupil.classId : null, roomId: lodging?.roomId ?? null,
        fromOn: givenDay(body.fromOn), trainedOn: givenDayOrNull(body.trainedOn),
      });
      if (!id) throw refuse('organisation/member-held');
      return this.told(tx, (await this.members.byId(tx, id))!, 'appointed');
    });
  }

  edit(actor: Actor, id: string, seen: number, body: MemberBody): Promise<MemberDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const held = await this.members.forUpdate(tx, id);
      if (!held) throw refuse('organisation/member-absent');
      sameVersion(seen, shown(held, chinaDayOf(tx.now)));
      const untilOn = givenDayOrNull(body.untilOn);
      if (untilOn && untilOn < held.fromOn) throw refuse('organisation/member-dates');
      await this.members.save(tx, held, untilOn, givenDayOrNull(body.trainedOn));
      return this.told(tx, (await this.members.byId(tx, id))!, 'edited');
    });
  }

  private told(tx: Tx, row: MemberRow, change: 'appointed' | 'edited'): MemberDto {
    tx.state(committeeChanged.of(row.jurisdictionId, { schoolId: row.schoolId, memberId: row.id, change }));
    tx.audit({ object: `student:${row.studentId}`, jurisdictionId: row.jurisdictionId, detail: { member: row.id, role: row.role, change } });
    return shown(row, chinaDayOf(tx.now));
  }
}

function shown(row: MemberRow, day: SchoolDay): MemberDto {
  const { id, studentId, studentName, role, room, fromOn, untilOn, trainedOn, version } = row;
  return { id, studentId, studentName, role, room, fromOn, untilOn, trainedOn, version, className: classNameOn({ ...row, number: row.classNumber }, day) };
}
