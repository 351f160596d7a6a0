import { actorRef } from '@heliotrope/kernel';
import { TellsTodos, type ToldTodo, type TodoSource, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { standingLevel } from '../../rules/level-decision.js';
import { LoweringRepository } from './lowering.repository.js';

/** Lowerings that wait for a second person, told to everybody but the first. */
@TellsTodos('screening.second-lowering')
export class LoweringTodos implements TodoSource {
  constructor(@Inject(LoweringRepository) private readonly lowerings: LoweringRepository) {}

  async todos(tx: Tx, _accountId: string, limit: number): Promise<ToldTodo[]> {
    const waiting = await this.lowerings.waiting(tx, { notBy: actorRef(tx.actor), after: null, limit });
    return waiting.map(({ eventId, state, suggested, confirmed }) => ({
      id: eventId, kind: 'screening/lowering-waiting', title: '有一项等级下调待您同意', link: '/screening/lowerings', dueAt: null, urgency: standingLevel({ state, suggested, confirmed }),
    }));
  }
}
