import { TellsTodos, type ToldTodo, type TodoSource, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { CaseRepository } from './case.repository.js';

/** Cases that nobody has taken up wait for everyone who may: one owner on leave must not mean that nobody sees them. */
@TellsTodos('crisis-escalation.acknowledge')
export class CaseTodos implements TodoSource {
  constructor(@Inject(CaseRepository) private readonly cases: CaseRepository) {}

  async todos(tx: Tx, _accountId: string, limit: number): Promise<ToldTodo[]> {
    const waiting = await this.cases.list(tx, { state: 'open', after: null, limit });
    return waiting.map(({ id, dueAt, ordinal, acute }) => ({
      id, kind: 'crisis-escalation/case-waiting', title: '有一名学生需要您尽快关注', link: `/crisis-escalation/cases/${id}`, dueAt, urgency: acute ? 5 : ordinal,
    }));
  }
}
