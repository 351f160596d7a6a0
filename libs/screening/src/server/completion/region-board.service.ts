import { type Actor, bureausReached, chinaDayOf, chinaInstant, refuse, schoolDay } from '@heliotrope/kernel';
import { schoolYearOf } from '@heliotrope/organisation/rules';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { addFiveNumbers, fiveNumbers } from '../../rules/five-numbers.js';
import { isWindowOver } from '../../rules/round.js';
import type { RegionBoardDto, RegionBoardQuery, RegionBoardRowDto } from './board.dto.js';
import { type BureauCounters, CompletionRepository } from './completion.repository.js';

/** How far has each county of a city come this year, and each city of a province? One row of the roll-ups for each bureau. */
@Injectable()
export class RegionBoardService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CompletionRepository) private readonly completion: CompletionRepository,
  ) {}

  board(actor: Actor, ask: RegionBoardQuery): Promise<RegionBoardDto> {
    return this.work.read(actor, 'screening.read-board', async (tx) => {
      const reached = [...new Set(bureausReached(tx.scopes))];
      const parentId = ask.parent ?? Math.min(...reached);
      if (!reached.includes(parentId)) throw refuse('screening/board-absent');
      const schoolYear = ask.schoolYear ?? schoolYearOf(chinaDayOf(tx.now));
      const firstDay = (year: number) => chinaInstant(schoolDay(`${year}-08-15`), 0);
      const found = await this.completion.byBureau(tx, reached, firstDay(schoolYear), firstDay(schoolYear + 1));
      const within = found.filter((one) => one.id === parentId || one.ancestorIds.includes(parentId));
      const parent = found.find((one) => one.id === parentId)!;
      const rows = rowsBelow(parent, within, tx.now);
      const asOf = (await this.completion.waitingSince(tx, within.map((one) => one.id))) ?? tx.now;
      return { schoolYear, parentId, parentName: parent.name, rows, total: addFiveNumbers(rows), asOf };
    });
  }
}

/** The parent's own schools first, where it manages some, then everything under each bureau directly below it. */
function rowsBelow(parent: BureauCounters, within: readonly BureauCounters[], now: Date): RegionBoardRowDto[] {
  const children = within.filter((one) => one.parentId === parent.id);
  const under = (child: BureauCounters) => within.filter((one) => one.id === child.id || one.ancestorIds.includes(child.id));
  return [
    ...(parent.roundId === null ? [] : [rowOf(parent, [parent], true, now)]),
    ...children.map((child) => rowOf(child, under(child), false, now)),
  ];
}

function rowOf(of: BureauCounters, bureaus: readonly BureauCounters[], isOwn: boolean, now: Date): RegionBoardRowDto {
  const numbers = bureaus.map((one) => fiveNumbers(one, one.closesAt !== null && isWindowOver({ state: one.state as 'open', closesAt: one.closesAt }, now)));
  return {
    id: of.id, kind: of.kind, name: of.name, isOwn, hasChildren: !isOwn && bureaus.length > 1, bureaus: bureaus.length,
    bureausBegun: bureaus.filter((one) => one.roundId !== null).length, roundId: bureaus.length === 1 ? of.roundId : null,
    ...addFiveNumbers(numbers),
  };
}
