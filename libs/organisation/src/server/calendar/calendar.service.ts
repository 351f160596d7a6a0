import { type Actor, addDays, chinaDayOf, refuse, schoolDay, type SchoolDay } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import {
  calendarChanged, copiedDay, copiedTerm, type DayEntry, missingHolidayYears, monthOf, readHolidayArrangement, type Term, termFault,
} from '../../rules/index.js';
import { CalendarRepository } from '../reading/calendar.repository.js';
import { givenDay } from '../reading/given-day.js';
import { oneBureau } from '../reading/one-bureau.js';
import { SchoolRepository } from '../reading/school.repository.js';
import type { CalendarMonthDto, CopiedDto, CopyTermsBody, HolidayYearBody, HolidayYearDto, MonthQuery } from './calendar.dto.js';
import { HolidayRepository } from './holiday.repository.js';
import type { CalendarDayBody, SchoolDayBody } from './term.dto.js';

/** The calendar as a page: the country's days, overruled by the bureau's, overruled by the school's own. */
@Injectable()
export class CalendarService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(CalendarRepository) private readonly calendars: CalendarRepository,
    @Inject(HolidayRepository) private readonly holidays: HolidayRepository,
  ) {}

  month(actor: Actor, query: MonthQuery): Promise<CalendarMonthDto> {
    return this.work.read(actor, 'organisation.read-calendar', async (tx) => {
      const { jurisdictionId, schoolId } = await this.placeOf(tx, query);
      const calendar = await this.calendars.calendar(tx, jurisdictionId, schoolId);
      const rows = /-(0[1-9]|1[0-2])$/.test(query.month) && query.month >= '2000-01'
        ? await this.calendars.entries(tx, jurisdictionId, schoolId, schoolDay(`${query.month}-01`), lastOf(query.month))
        : [];
      const days = monthOf(query.month, calendar, new Map<SchoolDay, DayEntry>(rows.map((row) => [row.day, row])));
      if (!days) throw refuse('organisation/month');
      const holidayYears = await this.years(tx);
      return {
        month: query.month, jurisdictionId, schoolId, holidayYears,
        days: days.map(({ day, kind, week, entry }) => ({ day, kind, week, name: entry?.name ?? null, by: entry?.by ?? null })),
        schoolDays: days.filter((one) => one.kind === 'school' || one.kind === 'make-up').length,
        missingYears: missingHolidayYears(holidayYears.map((one) => one.year), chinaDayOf(tx.now)),
      };
    });
  }

  async setDay(actor: Actor, day: string, body: CalendarDayBody): Promise<void> {
    await this.work.run(actor, 'organisation.edit-calendar', async (tx) => {
      const at = { jurisdictionId: oneBureau(tx.scopes, body.jurisdictionId), schoolId: null };
      await this.calendars.saveDay(tx, at, givenDay(day), body.off, body.name);
      this.told(tx, at, day, { off: body.off });
    });
  }

  async forgetDay(actor: Actor, day: string, jurisdictionId: number | undefined): Promise<void> {
    await this.work.run(actor, 'organisation.edit-calendar', async (tx) => {
      const at = { jurisdictionId: oneBureau(tx.scopes, jurisdictionId), schoolId: null };
      await this.calendars.forgetDay(tx, at, givenDay(day));
      this.told(tx, at, day, { forgotten: true });
    });
  }

  async setSchoolDay(actor: Actor, schoolId: string, day: string, body: SchoolDayBody): Promise<void> {
    await this.work.run(actor, 'organisation.edit-school-calendar', async (tx) => {
      const at = await this.schoolPlace(tx, schoolId);
      await this.calendars.saveDay(tx, at, givenDay(day), body.off, body.name);
      this.told(tx, at, day, { off: body.off });
    });
  }

  async forgetSchoolDay(actor: Actor, schoolId: string, day: string): Promise<void> {
    await this.work.run(actor, 'organisation.edit-school-calendar', async (tx) => {
      const at = await this.schoolPlace(tx, schoolId);
      await this.calendars.forgetDay(tx, at, givenDay(day));
      this.told(tx, at, day, { forgotten: true });
    });
  }

  /** Last year's terms and the bureau's own days, a year later on the same weekdays: a beginning that is edited further. */
  copyYear(actor: Actor, body: CopyTermsBody): Promise<CopiedDto> {
    return this.work.run(actor, 'organisation.edit-calendar', async (tx) => {
      const jurisdictionId = oneBureau(tx.scopes, body.jurisdictionId);
      const terms = await this.calendars.terms(tx, [jurisdictionId]);
      if (terms.some((term) => term.schoolYear === body.schoolYear)) throw refuse('organisation/copy-exists', { year: body.schoolYear });
      const last = terms.filter((term) => term.schoolYear === body.schoolYear - 1);
      if (last.length === 0) throw refuse('organisation/copy-nothing', { year: body.schoolYear - 1 });
      const copied = last.map(copiedTerm).filter((term): term is Term => termFault(term, terms) === undefined);
      for (const term of copied) await this.calendars.saveTerm(tx, jurisdictionId, term);
      const own = await this.calendars.entries(tx, jurisdictionId, null, last[0]!.startsOn, last.at(-1)!.endsOn);
      const days = own.filter((row) => row.by === 'bureau');
      for (const row of days) await this.calendars.saveDay(tx, { jurisdictionId, schoolId: null }, copiedDay(row.day), row.off, row.name);
      tx.state(calendarChanged.of(jurisdictionId, { schoolId: null }));
      tx.audit({ object: `school-year:${body.schoolYear}`, jurisdictionId, detail: { copiedTerms: copied.length, copiedDays: days.length } });
      return { terms: copied.length, days: days.length };
    });
  }

  holidayYears(actor: Actor): Promise<HolidayYearDto[]> {
    return this.work.read(actor, 'organisation.read-calendar', (tx) => this.years(tx));
  }

  /** Takes over the State Council's arrangement of one year, for the whole installation. */
  async enterHolidays(actor: Actor, body: HolidayYearBody): Promise<HolidayYearDto[]> {
    return this.work.run(actor, 'organisation.edit-holidays', async (tx) => {
      const read = readHolidayArrangement(body);
      if ('faults' in read) throw refuse('organisation/holiday-file', { errors: read.faults });
      await this.holidays.replace(tx, read);
      const [home] = tx.scopes.flatMap((scope) => scope.jurisdictions);
      tx.state(calendarChanged.of(home!, { schoolId: null }));
      tx.audit({ object: `holiday-year:${read.year}`, jurisdictionId: home!, detail: { days: read.days.length } });
      return this.years(tx);
    });
  }

  private async years(tx: Tx): Promise<HolidayYearDto[]> {
    return (await this.holidays.years(tx)).map((row) => ({ ...row, papers: [...row.papers] }));
  }

  private async placeOf(tx: Tx, query: MonthQuery): Promise<{ jurisdictionId: number; schoolId: string | null }> {
    const only = tx.scopes.length === 1 && tx.scopes[0]!.schools !== 'all' ? tx.scopes[0]!.schools[0] : undefined;
    const schoolId = query.schoolId ?? (query.jurisdictionId === undefined ? only : undefined);
    if (schoolId !== undefined) return this.schoolPlace(tx, schoolId);
    return { jurisdictionId: oneBureau(tx.scopes, query.jurisdictionId), schoolId: null };
  }

  private async schoolPlace(tx: Tx, schoolId: string): Promise<{ jurisdictionId: number; schoolId: string }> {
    const school = await this.schools.school(tx, schoolId);
    if (!school) throw refuse('organisation/school-absent');
    return { jurisdictionId: school.jurisdictionId, schoolId };
  }

  private told(tx: Tx, at: { jurisdictionId: number; schoolId: string | null }, day: string, detail: object): void {
    tx.state(calendarChanged.of(at.jurisdictionId, { schoolId: at.schoolId }));
    tx.audit({ object: `calendar-day:${day}`, jurisdictionId: at.jurisdictionId, detail: { ...detail, ...(at.schoolId ? { schoolId: at.schoolId } : {}) } });
  }
}

function lastOf(month: string): SchoolDay {
  const inNext = addDays(schoolDay(`${month}-28`), 4);
  return addDays(schoolDay(`${inNext.slice(0, 7)}-01`), -1);
}
