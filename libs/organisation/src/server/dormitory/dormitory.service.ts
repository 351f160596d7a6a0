import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn } from '../../rules/index.js';
import { givenDayOrNull } from '../reading/given-day.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { PupilPageRepository } from '../students/pupil-page.repository.js';
import type { DormitoryBody, DormitoryDto, ResidentDto, RoomBody, RoomDto } from './dormitory.dto.js';
import { DormitoryRepository, type DormitoryRow, type RoomRow } from './dormitory.repository.js';
import { StayRepository } from './stay.repository.js';

const READ = 'organisation.read-dormitories';
const EDIT = 'organisation.edit-dormitories';
const WORD = { 0: '', 1: '男生', 2: '女生' } as const;

/** Buildings, rooms and beds of a boarding school. */
@Injectable()
export class DormitoryService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(DormitoryRepository) private readonly dormitories: DormitoryRepository,
    @Inject(StayRepository) private readonly stays: StayRepository,
    @Inject(PupilPageRepository) private readonly pupils: PupilPageRepository,
  ) {}

  list(actor: Actor, schoolId: string): Promise<DormitoryDto[]> {
    return this.work.read(actor, READ, async (tx) => {
      if (!(await this.schools.school(tx, schoolId))) throw refuse('organisation/school-absent');
      const rooms = await this.dormitories.roomsOf(tx, schoolId);
      return (await this.dormitories.ofSchool(tx, schoolId)).map((row) => shown(row, rooms.filter((room) => room.dormitoryId === row.id)));
    });
  }

  add(actor: Actor, schoolId: string, body: DormitoryBody): Promise<DormitoryDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const school = await this.schools.school(tx, schoolId);
      if (!school) throw refuse('organisation/school-absent');
      const one = { jurisdictionId: school.jurisdictionId, schoolId, name: body.name.trim(), forSex: body.forSex, closedOn: givenDayOrNull(body.closedOn) };
      const id = await this.dormitories.add(tx, one);
      if (!id) throw refuse('organisation/dormitory-taken');
      tx.audit({ object: `dormitory:${id}`, jurisdictionId: school.jurisdictionId, detail: { schoolId, change: 'opened' } });
      return shown({ ...one, id, version: 1 }, []);
    });
  }

  edit(actor: Actor, id: string, seen: number, body: DormitoryBody): Promise<DormitoryDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const held = await this.dormitories.forUpdate(tx, id);
      if (!held) throw refuse('organisation/dormitory-absent');
      const rooms = (await this.dormitories.roomsOf(tx, held.schoolId)).filter((room) => room.dormitoryId === id);
      sameVersion(seen, shown(held, rooms));
      const next = { ...held, name: body.name.trim(), forSex: body.forSex, closedOn: givenDayOrNull(body.closedOn) };
      const count = rooms.reduce((sum, room) => sum + room.residents, 0);
      if (next.closedOn && !held.closedOn && count > 0) throw refuse('organisation/dormitory-occupied', { count });
      if (!(await this.dormitories.save(tx, next))) throw refuse('organisation/dormitory-taken');
      tx.audit({ object: `dormitory:${id}`, jurisdictionId: held.jurisdictionId, detail: { schoolId: held.schoolId, change: 'edited' } });
      return shown({ ...next, version: held.version + 1 }, rooms);
    });
  }

  addRoom(actor: Actor, dormitoryId: string, body: RoomBody): Promise<RoomDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const dormitory = await this.dormitories.forUpdate(tx, dormitoryId);
      if (!dormitory) throw refuse('organisation/dormitory-absent');
      const { jurisdictionId, schoolId } = dormitory;
      const id = await this.dormitories.addRoom(tx, { jurisdictionId, schoolId, dormitoryId, number: body.number.trim(), beds: body.beds, closedOn: givenDayOrNull(body.closedOn) });
      if (!id) throw refuse('organisation/dormitory-taken');
      tx.audit({ object: `dormitory-room:${id}`, jurisdictionId, detail: { dormitoryId, change: 'opened' } });
      return roomShown((await this.dormitories.room(tx, id))!);
    });
  }

  editRoom(actor: Actor, id: string, seen: number, body: RoomBody): Promise<RoomDto> {
    return this.work.run(actor, EDIT, async (tx) => {
      const held = await this.roomHeld(tx, id);
      sameVersion(seen, roomShown(held));
      const next = { ...held, number: body.number.trim(), beds: body.beds, closedOn: givenDayOrNull(body.closedOn) };
      if ((next.closedOn && !held.closedOn && held.residents > 0) || next.beds < held.residents) throw refuse('organisation/dormitory-occupied', { count: held.residents });
      if (!(await this.dormitories.saveRoom(tx, next))) throw refuse('organisation/dormitory-taken');
      tx.audit({ object: `dormitory-room:${id}`, jurisdictionId: held.jurisdictionId, detail: { change: 'edited' } });
      return roomShown({ ...next, version: held.version + 1 });
    });
  }

  residents(actor: Actor, roomId: string): Promise<ResidentDto[]> {
    return this.work.read(actor, READ, async (tx) => {
      const room = await this.dormitories.room(tx, roomId);
      if (!room) throw refuse('organisation/dormitory-absent');
      const rows = await this.stays.residents(tx, room.jurisdictionId, roomId);
      tx.audit({ object: `dormitory-room:${roomId}`, jurisdictionId: room.jurisdictionId, detail: { count: rows.length } });
      const day = chinaDayOf(tx.now);
      return rows.map((row) => ({ id: row.id, name: row.name, className: classNameOn({ ...row, number: row.classNumber }, day), fromOn: row.fromOn }));
    });
  }

  async moveIn(actor: Actor, roomId: string, studentId: string): Promise<void> {
    await this.work.run(actor, EDIT, async (tx) => {
      const room = await this.roomHeld(tx, roomId);
      const pupil = await this.pupils.forUpdate(tx, studentId);
      if (!pupil || pupil.schoolId !== room.schoolId || pupil.state !== 'enrolled') throw refuse('organisation/student-absent');
      if (room.closedOn) throw refuse('organisation/dormitory-absent');
      if (room.forSex !== 0 && pupil.sex !== room.forSex) throw refuse('organisation/room-sex', { word: WORD[room.forSex] });
      if (room.residents >= room.beds) throw refuse('organisation/room-full', { beds: room.beds });
      await this.stays.moveIn(tx, room, roomId, studentId, chinaDayOf(tx.now));
      tx.audit({ object: `student:${studentId}`, jurisdictionId: room.jurisdictionId, detail: { movedInto: roomId } });
    });
  }

  async moveOut(actor: Actor, roomId: string, studentId: string): Promise<void> {
    await this.work.run(actor, EDIT, async (tx) => {
      const room = await this.roomHeld(tx, roomId);
      const lives = (await this.stays.of(tx, room.jurisdictionId, studentId))?.roomId === roomId;
      if (!lives) throw refuse('organisation/student-absent');
      await this.stays.moveOut(tx, room.jurisdictionId, studentId, chinaDayOf(tx.now));
      tx.audit({ object: `student:${studentId}`, jurisdictionId: room.jurisdictionId, detail: { movedOutOf: roomId } });
    });
  }

  private async roomHeld(tx: Tx, id: string): Promise<RoomRow> {
    const held = await this.dormitories.roomForUpdate(tx, id);
    if (!held) throw refuse('organisation/dormitory-absent');
    return held;
  }
}

function roomShown({ id, dormitoryId, number, beds, residents, closedOn, version }: RoomRow): RoomDto {
  return { id, dormitoryId, number, beds, residents, closedOn, version };
}

function shown({ id, name, forSex, closedOn, version }: DormitoryRow, rooms: readonly RoomRow[]): DormitoryDto {
  return { id, name, forSex, closedOn, version, rooms: rooms.map(roomShown) };
}
