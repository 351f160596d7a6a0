import { type Actor, actorRef, chinaDayOf, type Ordinal } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { type Page, pageOf, type PageQuery, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { severityLevel } from '@heliotrope/policy/rules';
import { Inject, Injectable } from '@nestjs/common';
import { standingLevel } from '../../rules/level-decision.js';
import { LoweringReason } from './lowering-reason.service.js';
import { LoweringRepository, type ProposedLowering } from './lowering.repository.js';
import type { LoweringDto } from './second-lowering.dto.js';

const PAGE = 50;

/** What waits for a second person. Each pupil shown is on record, like an opened review. */
@Injectable()
export class LoweringService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(LoweringRepository) private readonly lowerings: LoweringRepository,
    @Inject(LoweringReason) private readonly reasons: LoweringReason,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  waiting(actor: Actor, query: PageQuery): Promise<Page<LoweringDto>> {
    return this.work.read(actor, 'screening.second-lowering', async (tx) => {
      const limit = query.limit ?? PAGE;
      const rows = await this.lowerings.waiting(tx, { after: readCursor(query.cursor, 'id'), limit: limit + 1 });
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.reviewId]);
      for (const { studentId, jurisdictionId, reviewId } of items) {
        tx.audit({ object: `student:${studentId}`, jurisdictionId, detail: { reviewId, listed: true } });
      }
      return { items: await this.shown(tx, items), nextCursor };
    });
  }

  private async shown(tx: Tx, rows: readonly ProposedLowering[]): Promise<LoweringDto[]> {
    const day = chinaDayOf(tx.now);
    const pupils = new Map<string, string>();
    for (const jurisdictionId of new Set(rows.map((row) => row.jurisdictionId))) {
      const ids = rows.filter((row) => row.jurisdictionId === jurisdictionId).map((row) => row.studentId);
      for (const [id, { name }] of await this.organisation.pupilNames(tx, jurisdictionId, ids, day)) pupils.set(id, name);
    }
    const classes = await this.organisation.classNames(tx, rows.map((row) => row.classId), day);
    const accountOf = ({ by }: ProposedLowering) => by.replace(/^account:/, '');
    const people = await this.organisation.accountNames(tx, [...new Set(rows.map(accountOf))]);
    const label = ({ jurisdictionId }: ProposedLowering, ordinal: Ordinal) =>
      severityLevel(this.policy.inForce(jurisdictionId, 'severity.scale', day), ordinal).label;
    return Promise.all(rows.map(async (row) => ({
      id: row.reviewId, studentName: pupils.get(row.studentId) ?? '', className: classes.get(row.classId) ?? '',
      from: standingLevel(row), fromLabel: label(row, standingLevel(row)), to: row.to, toLabel: label(row, row.to),
      proposedBy: people.get(accountOf(row)) ?? '', proposedAt: row.at, reason: await this.reasons.read(tx, row), mine: row.by === actorRef(tx.actor),
    })));
  }
}
