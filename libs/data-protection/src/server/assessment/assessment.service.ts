import { type Actor, actorRef, chinaDayOf, mayDo, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { type Page, type PageQuery, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { ASSESSED_SUBJECTS, assessmentKeptUntil, isInForce, mayApprove, missingAnswers } from '../../rules/index.js';
import { accountIn } from '../author.js';
import { bureauFor, dayOf } from '../place.js';
import type { AssessmentDto, WriteAssessmentBody } from './assessment.dto.js';
import { AssessmentRepository, type AssessmentRow } from './assessment.repository.js';

const APPROVE = 'data-protection.approve-assessment';

/** Impact assessments: one person writes, another approves, and what was approved is revoked but never rewritten. */
@Injectable()
export class AssessmentService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AssessmentRepository) private readonly assessments: AssessmentRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  list(actor: Actor, query: PageQuery): Promise<Page<AssessmentDto>> {
    return this.work.read(actor, 'data-protection.read-assessments', async (tx) => {
      const limit = query.limit ?? 50;
      const rows = await this.assessments.list(tx, readCursor(query.cursor, 'id')?.[0] ?? null, limit + 1);
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
      return { items: await this.shown(tx, items), nextCursor };
    });
  }

  one(actor: Actor, id: string): Promise<AssessmentDto> {
    return this.work.read(actor, 'data-protection.read-assessments', async (tx) => (await this.shown(tx, [await this.find(tx, id)]))[0]!);
  }

  write(actor: Actor, body: WriteAssessmentBody): Promise<{ id: string }> {
    return this.work.run(actor, 'data-protection.write-assessment', async (tx) => {
      const jurisdictionId = bureauFor(tx, body.bureauId);
      const { subject, title, risk, conclusion } = body;
      const content = { ...body.content };
      const missing = missingAnswers(content);
      if (missing.length > 0) {
        throw refuse('data-protection/assessment-incomplete', {
          errors: missing.map((name) => ({ field: `content.${name}`, code: 'data-protection/assessment-incomplete', message: '请写明这一项' })),
        });
      }
      const validUntil = dayOf(body.validUntil);
      if (validUntil < chinaDayOf(tx.now)) throw refuse('data-protection/assessment-over');
      const id = await this.assessments.add(tx, { jurisdictionId, subject, title, content, risk, conclusion, validUntil, author: actorRef(actor) });
      tx.audit({ object: `impact-assessment:${id}`, jurisdictionId, detail: { subject, risk, conclusion, validUntil } });
      return { id };
    });
  }

  approve(actor: Actor, id: string): Promise<AssessmentDto> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const found = await this.find(tx, id, true);
      const today = chinaDayOf(tx.now);
      const verdict = mayApprove(found, actorRef(actor), today);
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      await this.assessments.approve(tx, found, actorRef(actor), today);
      tx.audit({ object: `impact-assessment:${id}`, jurisdictionId: found.jurisdictionId, detail: { subject: found.subject, validUntil: found.validUntil } });
      return (await this.shown(tx, [await this.find(tx, id)]))[0]!;
    });
  }

  revoke(actor: Actor, id: string): Promise<AssessmentDto> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const found = await this.find(tx, id, true);
      if (found.state !== 'approved') throw refuse('data-protection/assessment-state');
      await this.assessments.revoke(tx, found, actorRef(actor));
      tx.audit({ object: `impact-assessment:${id}`, jurisdictionId: found.jurisdictionId, detail: { revoked: true } });
      return (await this.shown(tx, [await this.find(tx, id)]))[0]!;
    });
  }

  private async find(tx: Tx, id: string, isForChange = false): Promise<AssessmentRow> {
    const found = await this.assessments.byId(tx, id, isForChange);
    if (!found) throw refuse('data-protection/assessment-absent');
    return found;
  }

  private async shown(tx: Tx, rows: readonly AssessmentRow[]): Promise<AssessmentDto[]> {
    const today = chinaDayOf(tx.now);
    const people = await this.organisation.accountNames(tx, rows.flatMap((row) => [accountIn(row.author), accountIn(row.approvedBy)].flatMap((id) => id ?? [])));
    const nameOf = (ref: string | null) => people.get(accountIn(ref) ?? '') ?? null;
    return rows.map(({ jurisdictionId, author, approvedBy, approvedAt: _at, createdAt: _made, ...row }) => ({
      ...row, bureauId: jurisdictionId, subjectName: ASSESSED_SUBJECTS[row.subject], isInForce: isInForce(row, row.subject, today),
      keptUntil: assessmentKeptUntil(row), authorName: nameOf(author) ?? '系统', approverName: nameOf(approvedBy),
      mayApprove: mayDo(tx.actor, APPROVE) && mayApprove({ ...row, author }, actorRef(tx.actor), today).allowed,
    }));
  }
}
