import { chinaDayOf } from '@heliotrope/kernel';
import { TellsTodos, type Todo, type TodoSource, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { BackgroundCheckRepository } from './background-check.repository.js';
import { StaffList } from './staff-list.service.js';

/** Staff with pupils whose background check is missing or old wait on the desk of whoever records checks, until there are none. */
@TellsTodos('organisation.record-background-check')
export class BackgroundCheckTodos implements TodoSource {
  constructor(
    @Inject(BackgroundCheckRepository) private readonly checks: BackgroundCheckRepository,
    @Inject(StaffList) private readonly staff: StaffList,
  ) {}

  async todos(tx: Tx): Promise<Todo[]> {
    const { missing, old } = await this.checks.counts(tx, chinaDayOf(tx.now), this.staff.oldBeforeFor(tx));
    if (missing + old === 0) return [];
    return [{
      id: 'background-checks', kind: 'organisation/background-check-due', title: `有${missing + old}名接触学生的教职工未做或需重做从业查询`,
      link: `/organisation/staff?check=${missing > 0 ? 'missing' : 'old'}`, dueAt: null,
    }];
  }
}
