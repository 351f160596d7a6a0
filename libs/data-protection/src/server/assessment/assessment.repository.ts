import { bureauWide, type SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { AssessedRisk, AssessedSubject, AssessmentContent, AssessmentState, Conclusion } from '../../rules/index.js';

export interface AssessmentRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly subject: AssessedSubject;
  readonly title: string;
  readonly content: AssessmentContent;
  readonly risk: AssessedRisk;
  readonly conclusion: Conclusion;
  readonly state: AssessmentState;
  readonly validFrom: SchoolDay | null;
  readonly validUntil: SchoolDay;
  readonly author: string;
  readonly createdAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
}

const ROW = `a.jurisdiction_id as "jurisdictionId", a.id, a.subject, a.title, a.content, a.risk, a.conclusion, a.state, a.valid_from as "validFrom",
  a.valid_until as "validUntil", a.author, a.created_at as "createdAt", a.approved_by as "approvedBy", a.approved_at as "approvedAt"`;

@Injectable()
export class AssessmentRepository {
  list(tx: Tx, after: string | null, limit: number): Promise<AssessmentRow[]> {
    const params: unknown[] = [after, limit];
    return tx.query<AssessmentRow>(
      `select ${ROW} from data_protection.impact_assessment a where ($1::uuid is null or a.id < $1) and ${within(tx, params)} order by a.id desc limit $2`,
      params,
    );
  }

  async byId(tx: Tx, id: string, isForChange = false): Promise<AssessmentRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<AssessmentRow>(
      `select ${ROW} from data_protection.impact_assessment a where a.id = $1 and ${within(tx, params)}${isForChange ? ' for update' : ''}`,
      params,
    ))[0];
  }

  /** Approved records of one subject; the rule says which of them hold on a day. */
  approved(tx: Tx, jurisdictionId: number, subject: AssessedSubject): Promise<AssessmentRow[]> {
    return tx.query<AssessmentRow>(
      `select ${ROW} from data_protection.impact_assessment a
        where a.jurisdiction_id = $1 and a.subject = $2 and a.state = 'approved' order by a.valid_until desc`,
      [jurisdictionId, subject],
    );
  }

  async add(tx: Tx, row: Omit<AssessmentRow, 'id' | 'state' | 'validFrom' | 'createdAt' | 'approvedBy' | 'approvedAt'>): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.impact_assessment
         (jurisdiction_id, id, subject, title, content, risk, conclusion, valid_until, author, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [row.jurisdictionId, id, row.subject, row.title, JSON.stringify(row.content), row.risk, row.conclusion, row.validUntil, row.author, tx.now],
    );
    return id;
  }

  async approve(tx: Tx, { jurisdictionId, id }: AssessmentRow, by: string, from: SchoolDay): Promise<void> {
    await tx.query(
      `update data_protection.impact_assessment set state = 'approved', approved_by = $3, approved_at = $4, valid_from = $5 where jurisdiction_id = $1 and id = $2`,
      [jurisdictionId, id, by, tx.now, from],
    );
  }

  async revoke(tx: Tx, { jurisdictionId, id }: AssessmentRow, by: string): Promise<void> {
    await tx.query(
      `update data_protection.impact_assessment set state = 'revoked', revoked_by = $3, revoked_at = $4 where jurisdiction_id = $1 and id = $2`,
      [jurisdictionId, id, by, tx.now],
    );
  }
}

const within = (tx: Tx, params: unknown[]): string => scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'a.jurisdiction_id' }, params);
