import { type Actor, chinaDayOf, isSchoolDay, refuse, type Scope, type SchoolDay } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { termFault, type Term, weekOfTerm } from '../../rules/index.js';
import { CalendarRepository } from '../reading/calendar.repository.js';
import type { CalendarDayBody, TermBody, TermDto } from './term.dto.js';

@Injectable()
export class TermService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CalendarRepository) private readonly calendars: CalendarRepository,
  ) {}

  /** The terms of every bureau the viewer reaches. */
  terms(actor: Actor): Promise<TermDto[]> {
    return this.work.read(actor, 'organisation.read-calendar', async (tx) => {
      const day = chinaDayOf(tx.now);
      const terms = await this.calendars.terms(tx, tx.scopes.flatMap((scope) => [...scope.jurisdictions]));
      return terms.map((term) => ({
        ...term,
        name: nameOf(term),
        isCurrent: term.startsOn <= day && day <= term.endsOn,
        week: weekOfTerm({ terms: [term], exceptions: new Map() }, day) ?? null,
      }));
    });
  }

  async setTerm(actor: Actor, schoolYear: number, number: 1 | 2, body: TermBody): Promise<void> {
    await this.work.run(actor, 'organisation.edit-calendar', async (tx) => {
      const jurisdictionId = oneBureau(tx.scopes, body.jurisdictionId);
      const term: Term = { schoolYear, number, startsOn: dayOf(body.startsOn), endsOn: dayOf(body.endsOn) };
      const fault = termFault(term, await this.calendars.terms(tx, [jurisdictionId]));
      if (fault === 'backwards') throw refuse('organisation/term-backwards');
      if (fault) throw refuse('organisation/term-overlaps', { year: fault.schoolYear, number: fault.number });
      await this.calendars.saveTerm(tx, jurisdictionId, term);
      tx.audit({ object: `term:${schoolYear}-${number}`, jurisdictionId, detail: { startsOn: term.startsOn, endsOn: term.endsOn } });
    });
  }

  async setDay(actor: Actor, day: string, body: CalendarDayBody): Promise<void> {
    await this.work.run(actor, 'organisation.edit-calendar', async (tx) => {
      const jurisdictionId = oneBureau(tx.scopes, body.jurisdictionId);
      await this.calendars.saveDay(tx, jurisdictionId, dayOf(day), body.off, body.name);
      tx.audit({ object: `calendar-day:${day}`, jurisdictionId, detail: { off: body.off } });
    });
  }
}

function nameOf(term: Term): string {
  return `${term.schoolYear}—${term.schoolYear + 1}学年第${term.number === 1 ? '一' : '二'}学期`;
}

function dayOf(text: string): SchoolDay {
  if (!isSchoolDay(text)) throw refuse('organisation/day', { day: text });
  return text;
}

/** The bureau whose calendar is edited: the one asked for, or the only one. */
function oneBureau(scopes: readonly Scope[], asked: number | undefined): number {
  const reached = [...new Set(scopes.filter((scope) => scope.schools === 'all').flatMap((scope) => scope.jurisdictions))];
  if (asked !== undefined && reached.includes(asked)) return asked;
  if (asked !== undefined) throw refuse('organisation/bureau-absent');
  if (reached.length !== 1) throw refuse('organisation/jurisdiction-needed');
  return reached[0]!;
}
