import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { addFiveNumbers, fiveNumbers } from '../../rules/five-numbers.js';
import { isWindowOver } from '../../rules/round.js';
import { RoundRepository } from '../round/round.repository.js';
import type { BoardDto, BoardRowDto } from './board.dto.js';
import { CompletionRepository } from './completion.repository.js';

/** How far has each school come, and each class of a school? Counts only, from roll-ups a few seconds old. */
@Injectable()
export class BoardService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(CompletionRepository) private readonly completion: CompletionRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  board(actor: Actor, roundId: string, schoolId?: string): Promise<BoardDto> {
    return this.work.read(actor, 'screening.read-board', async (tx) => {
      const round = await this.rounds.byId(tx, roundId);
      if (!round) throw refuse('screening/round-absent');
      const isOver = isWindowOver(round, tx.now);
      const rows = schoolId === undefined
        ? await this.schools(tx, round.jurisdictionId, roundId, isOver)
        : await this.classes(tx, round.jurisdictionId, roundId, schoolId, isOver);
      const asOf = (await this.completion.waitingSince(tx, [round.jurisdictionId])) ?? tx.now;
      return { rows, total: addFiveNumbers(rows), asOf };
    });
  }

  private async schools(tx: Tx, jurisdictionId: number, roundId: string, isOver: boolean): Promise<BoardRowDto[]> {
    const found = await this.completion.bySchool(tx, jurisdictionId, roundId);
    return found.map((row) => ({ id: row.id, name: row.name, ...fiveNumbers(row, isOver), kind: 'school' as const, hasChildren: true }));
  }

  private async classes(tx: Tx, jurisdictionId: number, roundId: string, schoolId: string, isOver: boolean): Promise<BoardRowDto[]> {
    const found = await this.completion.byClass(tx, jurisdictionId, roundId, schoolId);
    const names = await this.organisation.classNames(tx, found.map((row) => row.id), chinaDayOf(tx.now));
    return found.map((row) => ({ id: row.id, ...fiveNumbers(row, isOver), name: names.get(row.id) ?? '', kind: 'class' as const, hasChildren: false }));
  }
}
