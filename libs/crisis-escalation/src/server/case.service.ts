import { createHash } from 'node:crypto';
import { actorRef, type Actor, chinaDayOf, isUuid, type Ordinal, ORDINALS, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { Clock, FieldCipher, newId, pageOf, readCursor, RecordAccess, type StatedPurpose, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader, Publishing } from '@heliotrope/policy';
import { disclose, severityLevel } from '@heliotrope/policy/rules';
import { Inject, Injectable } from '@nestjs/common';
import { ScreeningReader } from '@heliotrope/screening';
import { actingRule, caseAcknowledged, mayAcknowledge, OPENING_REASONS, type OpeningReason } from '../rules/index.js';
import type { CaseCountsDto, CaseDetailDto, CaseListItemDto, CaseListQuery, CasePageDto, CaseStepDto } from './case.dto.js';
import { CaseMarks } from './case-marks.service.js';
import type { CaseStep } from './case-step.entity.js';
import type { CrisisCase } from './case.entity.js';
import { CaseRepository, rankOf } from './case.repository.js';

const READ = 'crisis-escalation.read-cases';
const KEYS = 'crisis-escalation';

/** What the people of a school do with a case: see it, take it up, write in it. */
@Injectable()
export class CaseService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CaseRepository) private readonly cases: CaseRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(ScreeningReader) private readonly screening: ScreeningReader,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(RecordAccess) private readonly records: RecordAccess,
    @Inject(CaseMarks) private readonly marks: CaseMarks,
  ) {}

  list(actor: Actor, query: CaseListQuery): Promise<CasePageDto> {
    const limit = query.limit ?? 50;
    return this.work.read(actor, READ, async (tx) => {
      const rows = await this.cases.list(tx, {
        state: query.state,
        schoolId: query.schoolId,
        studentId: query.studentId,
        ownerAccountId: query.mine === 'true' && actor.kind === 'person' ? actor.accountId : undefined,
        after: readCursor(query.cursor, 'ordinal', 'instant', 'id'),
        limit: limit + 1,
      });
      const page = pageOf(rows, limit, (row) => [rankOf(row), row.dueAt, row.id]);
      const items = await this.describe(tx, page.items);
      for (const row of page.items) tx.audit({ object: `student:${row.studentId}`, jurisdictionId: row.jurisdictionId, detail: { caseId: row.id } });
      return { items, nextCursor: page.nextCursor };
    });
  }

  see(actor: Actor, id: string, stated: StatedPurpose | null = null): Promise<CaseDetailDto> {
    return this.work.read(actor, READ, async (tx) => {
      const found = await this.find(tx, id);
      const purpose = await this.records.purpose(tx, { object: `case:${id}`, jurisdictionId: found.jurisdictionId }, stated);
      tx.audit({ object: `student:${found.studentId}`, jurisdictionId: found.jurisdictionId, ...(purpose ? { purpose } : {}), detail: { caseId: id } });
      return this.detail(tx, found);
    });
  }

  acknowledge(actor: Actor, id: string): Promise<CaseDetailDto> {
    return this.work.run(actor, 'crisis-escalation.acknowledge', async (tx) => {
      const found = await this.find(tx, id, true);
      if (!mayAcknowledge(found.state)) throw refuse('crisis-escalation/already-acknowledged');
      await this.cases.acknowledge(tx, found, actorRef(actor));
      await this.cases.addStep(tx, { ...found, caseId: id }, { kind: 'acknowledged', author: actorRef(actor) });
      tx.state(caseAcknowledged.of(found.jurisdictionId, { caseId: id, schoolId: found.schoolId }));
      tx.audit({ object: `case:${id}`, jurisdictionId: found.jurisdictionId });
      return this.detail(tx, await this.find(tx, id));
    });
  }

  note(actor: Actor, id: string, text: string): Promise<CaseDetailDto> {
    return this.work.run(actor, 'crisis-escalation.note', async (tx) => {
      const found = await this.find(tx, id, true);
      const stepId = newId(tx.now.getTime());
      const noteEnc = await this.cipher.encrypt(tx, keysOf(found), notePlace(stepId), text);
      await this.cases.addStep(tx, { ...found, caseId: id }, { kind: 'noted', author: actorRef(actor), id: stepId, noteEnc });
      tx.audit({ object: `case:${id}`, jurisdictionId: found.jurisdictionId, detail: { stepId } });
      return this.detail(tx, found);
    });
  }

  /** How many cases stand at which level, for a bureau. Small numbers are hidden, so that a number never is a child. */
  counts(actor: Actor): Promise<CaseCountsDto> {
    return this.work.read(actor, 'crisis-escalation.count-cases', async (tx) => {
      const jurisdictions = tx.scopes.flatMap((scope) => scope.jurisdictions);
      const found = await this.cases.countsByOrdinal(tx);
      // Every level stands there, with or without cases: a level left out would tell something of those that are hidden.
      const rows = [...ORDINALS].reverse().map((ordinal) => found.find((row) => row.ordinal === ordinal) ?? { ordinal, open: 0, overdue: 0, total: 0 });
      const table = {
        columns: ['overdue', 'in time', 'taken up'],
        rows: rows.map((row) => ({ label: String(row.ordinal), cells: [row.overdue, row.open - row.overdue, row.total - row.open] })),
      };
      const series = { jurisdictionId: Math.min(...jurisdictions), series: seriesOf(tx) };
      const shown = await this.publishing.publish(tx, series, (earlier) => disclose(table, this.limits(jurisdictions), earlier));
      const items = rows.map((row, i) => {
        const { total, cells: [overdue, inTime] } = shown.rows[i]!;
        // Open less overdue is a number too: while either part is hidden, so is their sum.
        const open = overdue == null || inTime == null ? null : overdue + inTime;
        return { ordinal: row.ordinal, levelLabel: this.label(jurisdictions[0]!, row.ordinal), total, open, overdue: overdue ?? null };
      });
      return { items, asOf: this.clock.now() };
    });
  }

  /** Over several bureaus the most careful of their limits holds. */
  private limits(jurisdictions: readonly number[]) {
    const today = chinaDayOf(this.clock.now());
    const most = (key: 'statistics.min-denominator' | 'statistics.min-cell') =>
      Math.max(...jurisdictions.map((jurisdiction) => this.policy.inForce(jurisdiction, key, today)));
    return { minDenominator: most('statistics.min-denominator'), minCell: most('statistics.min-cell') };
  }

  private async find(tx: Tx, id: string, lock = false): Promise<CrisisCase> {
    const found = isUuid(id) ? await (lock ? this.cases.visibleForUpdate(tx, id) : this.cases.visible(tx, id)) : null;
    if (!found) throw refuse('crisis-escalation/case-absent');
    return found;
  }

  private async detail(tx: Tx, found: CrisisCase): Promise<CaseDetailDto> {
    const [item] = await this.describe(tx, [found]);
    const steps = await this.cases.timeline(tx, found);
    const people = await this.organisation.accountNames(tx, steps.flatMap(accountsIn));
    const timeline = await Promise.all(steps.map((step) => this.stepDto(tx, found, step, people)));
    const reviews = await this.screening.reviewsOfPupil(tx, found.jurisdictionId, found.studentId);
    return {
      ...item!, timeline, mayAcknowledge: mayAcknowledge(found.state),
      // Told and not refused: whoever is called to a child in danger must reach the page.
      inDoubt: !(await this.marks.stands(tx, found, steps)),
      reviews: reviews.map(({ id, roundTitle, openedAt }) => ({ id, roundTitle: roundTitle ?? '', at: openedAt })),
    };
  }

  private async stepDto(tx: Tx, found: CrisisCase, step: CaseStep, people: ReadonlyMap<string, string>): Promise<CaseStepDto> {
    const { ordinal, reason, rules = [], accountIds } = step.detail as StepDetail;
    const [kind, id] = [step.author.slice(0, step.author.indexOf(':')), step.author.slice(step.author.indexOf(':') + 1)];
    return {
      id: step.id, kind: step.kind, at: step.at,
      author: kind === 'account' ? (people.get(id) ?? '已离任人员') : actingRule(id),
      byRule: kind === 'rule',
      ordinal: ordinal ?? null,
      rules: [...rules],
      reasons: [...(reason ? [OPENING_REASONS[reason]] : []), ...new Set(rules.map((rule) => this.screening.ruleReason(rule)))],
      told: (accountIds ?? []).map((account) => people.get(account) ?? '已离任人员'),
      note: step.noteEnc ? await this.cipher.decrypt(tx, keysOf(found), notePlace(step.id), step.noteEnc) : null,
    };
  }

  private async describe(tx: Tx, rows: readonly CrisisCase[]): Promise<CaseListItemDto[]> {
    const pupils = await this.pupilsOf(tx, rows);
    const owners = await this.organisation.accountNames(tx, rows.flatMap((row) => row.ownerAccountId ?? []));
    return rows.map((row) => ({
      id: row.id,
      pupil: { studentId: row.studentId, ...pupils.get(row.studentId)! },
      state: row.state,
      ordinal: row.ordinal,
      levelLabel: this.label(row.jurisdictionId, row.ordinal),
      acute: row.acute,
      ownerName: row.ownerAccountId ? (owners.get(row.ownerAccountId) ?? null) : null,
      dueAt: row.dueAt,
      openedAt: row.openedAt,
      acknowledgedAt: row.acknowledgedAt,
    }));
  }

  /** Names and classes of the pupils of these cases. A pupil whose record has gone is still shown, as such. */
  private async pupilsOf(tx: Tx, rows: readonly CrisisCase[]) {
    const found = new Map<string, { name: string; className: string; schoolName: string }>();
    for (const jurisdictionId of new Set(rows.map((row) => row.jurisdictionId))) {
      const own = rows.filter((row) => row.jurisdictionId === jurisdictionId);
      const names = await this.organisation.pupilNames(tx, jurisdictionId, own.map((row) => row.studentId), chinaDayOf(tx.now));
      for (const row of own) {
        const school = await this.organisation.school(tx, row.schoolId);
        const { name = '已注销', className = '' } = names.get(row.studentId) ?? {};
        found.set(row.studentId, { name, className, schoolName: school?.name ?? '' });
      }
    }
    return found;
  }

  private label(jurisdictionId: number, ordinal: Ordinal): string {
    return severityLevel(this.policy.inForce(jurisdictionId, 'severity.scale', chinaDayOf(this.clock.now())), ordinal).label;
  }
}

const keysOf = (found: CrisisCase) => ({ jurisdictionId: found.jurisdictionId, scope: KEYS });
const notePlace = (stepId: string) => ({ table: 'crisis_escalation.case_step', column: 'note_enc', row: stepId });

interface StepDetail {
  readonly ordinal?: Ordinal;
  readonly reason?: OpeningReason;
  readonly rules?: readonly string[];
  readonly accountIds?: readonly string[];
}

function accountsIn(step: CaseStep): readonly string[] {
  const told = (step.detail as StepDetail).accountIds ?? [];
  return step.author.startsWith('account:') ? [step.author.slice('account:'.length), ...told] : told;
}

/** Everybody with the same reach sees the same table, and is held against the same tables of before. */
function seriesOf(tx: Tx): string {
  const reach = tx.scopes.map(({ jurisdictions, schools, classes }) => [[...jurisdictions].sort(), schools, classes]);
  return `crisis-escalation/case-counts:${createHash('sha256').update(JSON.stringify(reach)).digest('hex').slice(0, 24)}`;
}
