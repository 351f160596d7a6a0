import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { sameVersion, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { calendarChanged, termFault, type Term, weekOfTerm } from '../../rules/index.js';
import { CalendarRepository } from '../reading/calendar.repository.js';
import { givenDay } from '../reading/given-day.js';
import { oneBureau } from '../reading/one-bureau.js';
import type { TermBody, TermDto } from './term.dto.js';

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

  /** @param seen the version the editor had before him; null when he had none, and then none may be there. */
  async setTerm(actor: Actor, schoolYear: number, number: 1 | 2, body: TermBody, seen: number | null): Promise<void> {
    await this.work.run(actor, 'organisation.edit-calendar', async (tx) => {
      const jurisdictionId = oneBureau(tx.scopes, body.jurisdictionId);
      const term: Term = { schoolYear, number, startsOn: givenDay(body.startsOn), endsOn: givenDay(body.endsOn) };
      const others = await this.calendars.terms(tx, [jurisdictionId]);
      const held = others.find((one) => one.schoolYear === schoolYear && one.number === number);
      if (held) sameVersion(seen ?? 0, held);
      const fault = termFault(term, others);
      if (fault === 'backwards') throw refuse('organisation/term-backwards');
      if (fault) throw refuse('organisation/term-overlaps', { year: fault.schoolYear, number: fault.number });
      await this.calendars.saveTerm(tx, jurisdictionId, term);
      tx.state(calendarChanged.of(jurisdictionId, { schoolId: null }));
      tx.audit({ object: `term:${schoolYear}-${number}`, jurisdictionId, detail: { startsOn: term.startsOn, endsOn: term.endsOn } });
    });
  }
}

function nameOf(term: Term): string {
  return `${term.schoolYear}—${term.schoolYear + 1}学年第${term.number === 1 ? '一' : '二'}学期`;
}
