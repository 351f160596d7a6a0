import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { PostKind } from '../../rules/index.js';

const PLACE = { jurisdiction: 'l.jurisdiction_id', school: 'l.school_id' };

/** A right lent from one post to another of the same organisation. */
export interface NewLoan {
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
  readonly action: string;
  readonly postId: string;
  readonly lenderAccountId: string;
  readonly borrowerPostId: string;
  readonly borrowerAccountId: string;
  readonly reason: string;
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay;
}

export interface LoanRow extends NewLoan {
  readonly id: string;
  readonly lenderName: string;
  readonly borrowerName: string;
  readonly orgName: string;
  readonly givenAt: Date;
  readonly endedAt: Date | null;
}

/** Somebody in the same organisation, by the post through which he would borrow. */
export interface Colleague {
  readonly postId: string;
  readonly accountId: string;
  readonly name: string;
  readonly kind: PostKind;
  readonly jurisdictionId: number;
  readonly schoolId: string | null;
}

const LOAN = `l.id, l.jurisdiction_id as "jurisdictionId", l.school_id as "schoolId", l.action, l.post_id as "postId",
  l.lender_account_id as "lenderAccountId", l.borrower_post_id as "borrowerPostId", l.borrower_account_id as "borrowerAccountId",
  l.reason, l.valid_from as "validFrom", l.valid_until as "validUntil", l.given_at as "givenAt", l.ended_at as "endedAt",
  f.name as "lenderName", t.name as "borrowerName", coalesce(s.name, b.name) as "orgName"`;
const FROM = `organisation.loan l join organisation.account f on f.id = l.lender_account_id join organisation.account t on t.id = l.borrower_account_id
  join organisation.bureau b on b.id = l.jurisdiction_id
  left join organisation.school s on s.jurisdiction_id = l.jurisdiction_id and s.id = l.school_id`;

@Injectable()
export class LoanRepository {
  async add(tx: Tx, loan: NewLoan): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into organisation.loan (jurisdiction_id, id, school_id, action, post_id, lender_account_id, borrower_post_id, borrower_account_id,
         reason, valid_from, valid_until, given_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        loan.jurisdictionId, id, loan.schoolId, loan.action, loan.postId, loan.lenderAccountId, loan.borrowerPostId, loan.borrowerAccountId,
        loan.reason, loan.validFrom, loan.validUntil, tx.now,
      ],
    );
    return id;
  }

  /** What this person has lent or borrowed, or everything in reach; the newest first. */
  list(tx: Tx, of: { accountId: string | null; before: string | null; limit: number }): Promise<LoanRow[]> {
    const params: unknown[] = [of.accountId, of.before, of.limit];
    return tx.query<LoanRow>(
      `select ${LOAN} from ${FROM}
        where ($1::uuid is null or l.lender_account_id = $1 or l.borrower_account_id = $1) and ($2::uuid is null or l.id < $2)
          and ${scopeWhere(tx.scopes.map((scope) => ({ ...scope, classes: 'all' })), PLACE, params)}
        order by l.id desc limit $3`,
      params,
    );
  }

  /** A loan the caller has given or received, held until the act commits. */
  async ownForUpdate(tx: Tx, id: string, accountId: string): Promise<NewLoan & { endedAt: Date | null } | undefined> {
    const rows = await tx.query<NewLoan & { endedAt: Date | null }>(
      `select l.jurisdiction_id as "jurisdictionId", l.action, l.valid_until as "validUntil", l.lender_account_id as "lenderAccountId",
              l.borrower_account_id as "borrowerAccountId", l.ended_at as "endedAt"
         from organisation.loan l where l.id = $1 and (l.lender_account_id = $2 or l.borrower_account_id = $2) for update`,
      [id, accountId],
    );
    return rows[0];
  }

  async end(tx: Tx, jurisdictionId: number, id: string, by: string): Promise<void> {
    await tx.query(`update organisation.loan set ended_at = $3, ended_by = $4 where jurisdiction_id = $1 and id = $2`, [jurisdictionId, id, tx.now, by]);
  }

  /** Posts held today at these organisations, and whose they are. */
  posts(tx: Tx, day: SchoolDay, of: { accountId?: string; postId?: string; notAccountId?: string }): Promise<Colleague[]> {
    const params: unknown[] = [day, of.accountId ?? null, of.postId ?? null, of.notAccountId ?? null];
    const within = scopeWhere(tx.scopes.map((scope) => ({ ...scope, classes: 'all' })), { jurisdiction: 'p.jurisdiction_id', school: 'p.school_id' }, params);
    return tx.query<Colleague>(
      `select p.id as "postId", p.account_id as "accountId", a.name, p.kind, p.jurisdiction_id as "jurisdictionId", p.school_id as "schoolId"
         from organisation.post p join organisation.account a on a.id = p.account_id
        where p.valid_from <= $1 and coalesce(p.valid_until, 'infinity') >= $1 and a.state <> 'disabled'
          and ($2::uuid is null or p.account_id = $2) and ($3::uuid is null or p.id = $3) and ($4::uuid is null or p.account_id <> $4) and ${within}
        order by a.name, p.id limit 200`,
      params,
    );
  }
}
