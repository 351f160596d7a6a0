import { TellsTodos, type ToldTodo, type TodoSource, type Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { ReviewRepository } from './review.repository.js';
import { ReviewDueService } from './review-due.service.js';

/** Suggestions that nobody has decided on. */
@TellsTodos('screening.review')
export class ReviewTodos implements TodoSource {
  constructor(
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(ReviewDueService) private readonly due: ReviewDueService,
  ) {}

  async todos(tx: Tx, _accountId: string, limit: number): Promise<ToldTodo[]> {
    const waiting = await this.reviews.page(tx, { state: 'waiting', after: null, limit });
    const due = await this.due.dueTimes(tx, waiting);
    return waiting.map(({ id, suggested, acute }) => ({
      id, kind: 'screening/review-waiting', title: '有一名学生的测评结果待复核', link: `/screening/reviews/${id}`, dueAt: due.get(id) ?? null, urgency: acute ? 5 : suggested,
    }));
  }
}
