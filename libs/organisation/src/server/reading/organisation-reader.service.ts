import { type SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, type PostKind, type SchoolCalendar } from '../../rules/index.js';
import { BureauRepository, type BureauRow } from './bureau.repository.js';
import { CalendarRepository } from './calendar.repository.js';
import { type DutyHolder, DutyRepository } from './duty.repository.js';
import { eligiblePupilsSql, type PupilName, PupilRepository } from './pupil.repository.js';
import { type RevealRow, RevealRepository } from '../reveal/reveal.repository.js';
import { SchoolRepository, type ClassRow, type SchoolRow } from './school.repository.js';

/**
 * What later domains may ask of this one. Every question runs in the caller's transaction, so the walls round the
 * caller hold here too.
 */
@Injectable()
export class OrganisationReader {
  constructor(
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
    @Inject(CalendarRepository) private readonly calendars: CalendarRepository,
    @Inject(DutyRepository) private readonly duties: DutyRepository,
    @Inject(PupilRepository) private readonly pupils: PupilRepository,
    @Inject(RevealRepository) private readonly reveals: RevealRepository,
  ) {}

  bureau(tx: Tx, id: number): Promise<BureauRow | undefined> {
    return this.bureaus.byId(tx, id);
  }

  bureausBelow(tx: Tx, parentId: number): Promise<BureauRow[]> {
    return this.bureaus.below(tx, parentId);
  }

  /** The bureau and all below it: what a round or a report of that bureau covers. */
  jurisdictionsUnder(tx: Tx, bureauId: number): Promise<number[]> {
    return this.bureaus.withAllBelow(tx, bureauId);
  }

  /** Open schools managed directly by these bureaus, within the caller's scope. */
  schoolsOf(tx: Tx, jurisdictions: readonly number[]): Promise<SchoolRow[]> {
    return this.schools.schools(tx, jurisdictions);
  }

  school(tx: Tx, id: string): Promise<SchoolRow | undefined> {
    return this.schools.school(tx, id);
  }

  /** The name of a class's school, for those whose post reaches the class and not the whole school. */
  schoolName(tx: Tx, jurisdictionId: number, id: string): Promise<string | undefined> {
    return this.schools.name(tx, jurisdictionId, id);
  }

  classesOf(tx: Tx, schoolId: string, schoolYear: number): Promise<ClassRow[]> {
    return this.schools.classes(tx, schoolId, schoolYear);
  }

  /** Class id → 七年级3班 as it is called on this day. */
  async classNames(tx: Tx, classIds: readonly string[], day: SchoolDay): Promise<Map<string, string>> {
    const rows = await this.schools.classesById(tx, classIds);
    return new Map(rows.map((row) => [row.id, classNameOn(row, day)]));
  }

  /** Pupil id → name and class, for pupils whose record the caller may open. */
  async pupilNames(tx: Tx, jurisdictionId: number, ids: readonly string[], day: SchoolDay): Promise<Map<string, PupilName & { className: string }>> {
    const rows = await this.pupils.named(tx, jurisdictionId, ids);
    return new Map(rows.map((row) => [row.id, { ...row, className: classNameOn({ ...row, number: row.classNumber }, day) }]));
  }

  /** The SELECT of eligible pupils for an `insert … select`; see `eligiblePupilsSql`. */
  eligiblePupilsSql(params: unknown[], at: Parameters<typeof eligiblePupilsSql>[1]): string {
    return eligiblePupilsSql(params, at);
  }

  calendarOf(tx: Tx, jurisdictionId: number, schoolId: string | null): Promise<SchoolCalendar> {
    return this.calendars.calendar(tx, jurisdictionId, schoolId);
  }

  dutyHolders(tx: Tx, at: { jurisdictionId: number; schoolId: string; classId?: string }, kinds: readonly PostKind[], day: SchoolDay): Promise<DutyHolder[]> {
    return this.duties.holders(tx, at, kinds, day);
  }

  officersOf(tx: Tx, jurisdictionId: number, kinds: readonly PostKind[], day: SchoolDay): Promise<DutyHolder[]> {
    return this.duties.officers(tx, jurisdictionId, kinds, day);
  }

  /** Account id → name, for the authors of what later domains show. */
  accountNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
    return this.duties.accountNames(tx, ids);
  }

  /** Who opened which masked field of this pupil and why, newest first: what the rights desk hands to the person concerned. */
  revealsOf(tx: Tx, jurisdictionId: number, studentId: string): Promise<RevealRow[]> {
    return this.reveals.of(tx, jurisdictionId, studentId);
  }
}
