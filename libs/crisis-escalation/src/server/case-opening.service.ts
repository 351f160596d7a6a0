import { actorRef, addDays, chinaDayOf, type Ordinal, type SchoolDay } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { schoolDayAfter } from '@heliotrope/organisation/rules';
import { Notifier, type Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import {
  BUREAU_POSTS, caseOpened, caseOpening, caseRaised, type Concern, type Duty, dutyFor, firstResponseDue, type Opening,
  OWNER_POSTS, type PostHolder,
} from '../rules/index.js';
import { CaseRepository } from './case.repository.js';

export interface ConcernedPupil {
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly classId: string | null;
  readonly studentId: string;
  /** Where the concern came from, as it stands in the timeline: codes and ids only. */
  readonly source: Readonly<Record<string, unknown>>;
}

const GRAVE: Ordinal = 3;

/** Opens, raises or adds to a pupil's case, in the transaction of whoever heard the concern. */
@Injectable()
export class CaseOpeningService {
  constructor(
    @Inject(CaseRepository) private readonly cases: CaseRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(Notifier) private readonly notifier: Notifier,
  ) {}

  async hear(tx: Tx, pupil: ConcernedPupil, concern: Concern): Promise<void> {
    const standing = await this.cases.standingForUpdate(tx, pupil.jurisdictionId, pupil.studentId);
    const opening = caseOpening(concern, standing);
    if (opening.act === 'open' && !(await this.open(tx, pupil, opening))) return this.hear(tx, pupil, concern);
    if (standing && opening.act === 'raise') await this.raise(tx, pupil, standing.id, opening);
    if (standing && opening.act === 'attach') await this.step(tx, pupil, standing.id, 'attached', { ...pupil.source, reason: opening.reason });
  }

  /** False when another opener came first. */
  private async open(tx: Tx, pupil: ConcernedPupil, opening: Opening & { act: 'open' | 'raise' }): Promise<boolean> {
    const duty = await this.dutyOf(tx, pupil, opening.ordinal, opening.acute);
    const dueAt = await this.dueAt(tx, pupil, opening);
    const id = await this.cases.insert(tx, {
      jurisdictionId: pupil.jurisdictionId, schoolId: pupil.schoolId, classId: pupil.classId, studentId: pupil.studentId,
      ordinal: opening.ordinal, acute: opening.acute, ownerAccountId: duty.ownerAccountId, dueAt, openedAt: tx.now,
    });
    if (id === null) return false;
    const { ordinal, acute, reason } = opening;
    await this.step(tx, pupil, id, 'opened', { ...pupil.source, ordinal, acute, reason, dueAt, owner: duty.ownerAccountId });
    await this.tell(tx, pupil, id, duty);
    tx.state(caseOpened.of(pupil.jurisdictionId, { caseId: id, schoolId: pupil.schoolId, ordinal, acute }));
    tx.audit({ object: `case:${id}`, jurisdictionId: pupil.jurisdictionId, action: 'crisis-escalation.open-case', detail: { reason } });
    return true;
  }

  private async raise(tx: Tx, pupil: ConcernedPupil, id: string, opening: Opening & { act: 'open' | 'raise' }): Promise<void> {
    const { ordinal, acute, reason } = opening;
    const dueAt = await this.dueAt(tx, pupil, opening);
    await this.cases.raise(tx, pupil.jurisdictionId, id, { ordinal, acute, dueAt });
    await this.step(tx, pupil, id, 'raised', { ...pupil.source, ordinal, acute, reason, dueAt });
    await this.tell(tx, pupil, id, await this.dutyOf(tx, pupil, ordinal, acute));
    tx.state(caseRaised.of(pupil.jurisdictionId, { caseId: id, schoolId: pupil.schoolId, ordinal, acute }));
    tx.audit({ object: `case:${id}`, jurisdictionId: pupil.jurisdictionId, action: 'crisis-escalation.raise-case', detail: { reason } });
  }

  private async dutyOf(tx: Tx, pupil: ConcernedPupil, ordinal: Ordinal, acute: boolean) {
    const { jurisdictionId, schoolId } = pupil;
    const today = chinaDayOf(tx.now);
    const at = { jurisdictionId, schoolId, classId: pupil.classId ?? undefined };
    const inSchool = await this.organisation.dutyHolders(tx, at, OWNER_POSTS, today);
    const overIt = await this.organisation.officersOf(tx, jurisdictionId, BUREAU_POSTS, today);
    return dutyFor([...inSchool, ...overIt] as PostHolder[], acute || ordinal >= GRAVE);
  }

  private async dueAt(tx: Tx, pupil: ConcernedPupil, level: { ordinal: Ordinal; acute: boolean }): Promise<Date> {
    const calendar = await this.organisation.calendarOf(tx, pupil.jurisdictionId, pupil.schoolId);
    const durations = this.policy.inForce(pupil.jurisdictionId, 'crisis.first-response-due', chinaDayOf(tx.now));
    // A calendar that ends before the n-th school day must not put a case off: days then count as they come.
    const nth = (day: SchoolDay, n: number) => schoolDayAfter(calendar, day, n) ?? addDays(day, n);
    return firstResponseDue(level, tx.now, durations, nth).dueAt;
  }

  private step(tx: Tx, pupil: ConcernedPupil, caseId: string, kind: 'opened' | 'raised' | 'attached' | 'told', detail: object) {
    return this.cases.addStep(tx, { jurisdictionId: pupil.jurisdictionId, schoolId: pupil.schoolId, caseId }, {
      kind, author: actorRef(tx.actor), detail: { ...detail },
    });
  }

  /** The messages say that something waits, never who or how serious: they may be read over a shoulder. */
  private async tell(tx: Tx, pupil: ConcernedPupil, caseId: string, duty: Duty): Promise<void> {
    const { jurisdictionId } = pupil;
    await this.notifier.tell(tx, {
      jurisdictionId, accountIds: duty.toldAccountIds, kind: 'crisis-escalation/case-waiting',
      title: '有一名学生需要您尽快关注', link: `/crisis-escalation/cases/${caseId}`,
    });
    await this.notifier.tell(tx, {
      jurisdictionId, accountIds: duty.alarmedAccountIds, kind: 'crisis-escalation/nobody-in-charge',
      title: '有学校的个案无人负责：请立即联系学校并指定心理教师或负责人', link: '/crisis-escalation/counts',
    });
    await this.step(tx, pupil, caseId, 'told', { accountIds: [...duty.toldAccountIds, ...duty.alarmedAccountIds] });
  }
}
