import { type Actor, chinaDayOf } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { weekOfTerm } from '../../rules/index.js';
import { CalendarRepository } from '../reading/calendar.repository.js';
import type { TermDto } from './term.dto.js';

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
        name: `${term.schoolYear}—${term.schoolYear + 1}学年第${term.number === 1 ? '一' : '二'}学期`,
        isCurrent: term.startsOn <= day && day <= term.endsOn,
        week: weekOfTerm({ terms: [term], exceptions: new Map() }, day) ?? null,
      }));
    });
  }
}
