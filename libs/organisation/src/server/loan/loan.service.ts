import { type Actor, chinaDayOf, declaredActions, isSchoolDay, isUuid, type Person, refuse, type SchoolDay } from '@heliotrope/kernel';
import { Notifier, pageOf, type PageQuery, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { loanFault, LONGEST_LOAN_DAYS, POSTS, type PostKind, refusalToLend } from '../../rules/index.js';
import type { LendBody, LentDto, LoanDto, LoanOfferDto, LoanPageDto } from './loan.dto.js';
import { type Colleague, LoanRepository, type LoanRow } from './loan.repository.js';

const LEND = 'organisation.lend';

/** Rights lent to colleagues for some days. A loan ends by itself; recognising a person looks at the day. */
@Injectable()
export class LoanService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(LoanRepository) private readonly loans: LoanRepository,
    @Inject(Notifier) private readonly notifier: Notifier,
  ) {}

  lend(actor: Actor, body: LendBody): Promise<LentDto> {
    return this.work.run(actor, LEND, async (tx) => {
      const lender = person(actor);
      const today = chinaDayOf(tx.now);
      const [to] = await this.loans.posts(tx, today, { postId: body.borrowerPostId, notAccountId: lender.accountId });
      if (!to) throw refuse('organisation/loan-elsewhere');
      const own = await this.loans.posts(tx, today, { accountId: lender.accountId });
      const through = own.find((post) => sameOrganisation(post, to) && hasThrough(lender, post, body.action));
      const has = through ? 'here' : lender.posts.some((grant) => grant.actions.has(body.action)) ? 'elsewhere' : 'no';
      const [validFrom, validUntil] = [dayOf(body.validFrom ?? today), dayOf(body.validUntil)];
      const code = loanFault({ action: body.action, lenderHas: has, to: to.kind, validUntil, today }) ?? (validFrom < today || validFrom > validUntil ? 'organisation/loan-days' : null);
      if (code !== null || !through) throw refuse(code ?? 'organisation/loan-elsewhere', { action: nameOf(body.action), post: POSTS[to.kind].name, days: LONGEST_LOAN_DAYS });
      const id = await this.loans.add(tx, {
        jurisdictionId: through.jurisdictionId, schoolId: through.schoolId, action: body.action, postId: through.postId, lenderAccountId: lender.accountId,
        borrowerPostId: to.postId, borrowerAccountId: to.accountId, reason: body.reason.trim(), validFrom, validUntil,
      });
      await this.notifier.tell(tx, {
        jurisdictionId: through.jurisdictionId, accountIds: [to.accountId], kind: 'organisation/right-lent',
        title: `有同事把“${nameOf(body.action)}”临时授权给您，至${validUntil}`, link: '/roles/loans',
      });
      tx.audit({
        object: `account:${to.accountId}`, jurisdictionId: through.jurisdictionId,
        detail: { loanId: id, action: body.action, from: lender.accountId, validFrom, validUntil },
      });
      return { id };
    });
  }

  /** To whom may what be lent? */
  offer(actor: Actor): Promise<LoanOfferDto> {
    return this.work.read(actor, LEND, async (tx) => {
      const lender = person(actor);
      const today = chinaDayOf(tx.now);
      const own = await this.loans.posts(tx, today, { accountId: lender.accountId });
      const colleagues = await this.loans.posts(tx, today, { notAccountId: lender.accountId });
      return {
        longestDays: LONGEST_LOAN_DAYS,
        colleagues: colleagues.flatMap((to) => {
          const actions = lendable(lender, own.filter((post) => sameOrganisation(post, to)), to.kind);
          return actions.length === 0 ? [] : [{ postId: to.postId, name: to.name, postName: POSTS[to.kind].name, actions }];
        }),
      };
    });
  }

  mine(actor: Actor, query: PageQuery): Promise<LoanPageDto> {
    return this.work.read(actor, LEND, (tx) => this.page(tx, query, person(actor).accountId));
  }

  all(actor: Actor, query: PageQuery): Promise<LoanPageDto> {
    return this.work.read(actor, 'organisation.read-loans', (tx) => this.page(tx, query, null));
  }

  /** Ends a loan before its day, by either of the two. */
  end(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, LEND, async (tx) => {
      const { accountId } = person(actor);
      const loan = isUuid(id) ? await this.loans.ownForUpdate(tx, id, accountId) : undefined;
      if (!loan) throw refuse('organisation/loan-absent');
      if (loan.endedAt !== null || loan.validUntil < chinaDayOf(tx.now)) throw refuse('organisation/loan-over');
      await this.loans.end(tx, loan.jurisdictionId, id, accountId);
      tx.audit({ object: `account:${loan.borrowerAccountId}`, action: 'organisation.end-loan', jurisdictionId: loan.jurisdictionId, detail: { loanId: id, action: loan.action } });
    });
  }

  private async page(tx: Tx, query: PageQuery, accountId: string | null): Promise<LoanPageDto> {
    const limit = query.limit ?? 50;
    const rows = await this.loans.list(tx, { accountId, before: readCursor(query.cursor, 'id')?.[0] ?? null, limit: limit + 1 });
    const page = pageOf(rows, limit, (row) => [row.id]);
    return { ...page, items: page.items.map((row) => shown(row, accountId, chinaDayOf(tx.now))) };
  }
}

function shown(row: LoanRow, me: string | null, day: SchoolDay): LoanDto {
  const { id, action, lenderName, borrowerName, orgName, reason, validFrom, validUntil, givenAt } = row;
  const state = row.endedAt !== null ? 'ended' : validUntil < day ? 'over' : validFrom > day ? 'coming' : 'running';
  return { id, action, actionName: nameOf(action), lenderName, borrowerName, orgName, reason, validFrom, validUntil, givenAt, state, mine: row.lenderAccountId === me };
}

/** What of the lender's own rights at these posts may go to such a post. */
function lendable(lender: Person, own: readonly Colleague[], to: PostKind) {
  return [...declaredActions()].flatMap(([action, name]) =>
    refusalToLend(action, to) === null && own.some((post) => hasThrough(lender, post, action)) ? [{ action, name }] : []);
}

/** Does the person have the action through a post of this kind at this place, not borrowed? */
function hasThrough(lender: Person, post: Colleague, action: string): boolean {
  return lender.posts.some(({ post: kind, actions, scope, lent }) =>
    kind === post.kind && !lent && actions.has(action) && scope.jurisdictions.includes(post.jurisdictionId) &&
    (scope.schools === 'all' ? post.schoolId === null : post.schoolId !== null && scope.schools.includes(post.schoolId)));
}

function sameOrganisation(one: Colleague, other: Colleague): boolean {
  return one.jurisdictionId === other.jurisdictionId && one.schoolId === other.schoolId;
}

const nameOf = (action: string): string => declaredActions().get(action) ?? action;

function person(actor: Actor): Person {
  if (actor.kind !== 'person') throw refuse('platform/not-allowed');
  return actor;
}

function dayOf(text: string): SchoolDay {
  if (!isSchoolDay(text)) throw refuse('organisation/day', { day: text });
  return text;
}
