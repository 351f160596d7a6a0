import { RowMarks, type MarkedRow, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { CaseStep } from './case-step.entity.js';
import type { CrisisCase } from './case.entity.js';

type Step = Pick<CaseStep, 'jurisdictionId' | 'id' | 'caseId' | 'n' | 'kind' | 'author' | 'at' | 'detail'>;

/** The steps that set a level, and what they set. */
const SETS_LEVEL: readonly string[] = ['opened', 'raised', 'level-lowered'];

/** Keyed marks over a case's timeline: who changes a level in the database, or takes a step out, is found out. GB/T 22239-2019, 8.1.4.7.b. */
@Injectable()
export class CaseMarks {
  constructor(@Inject(RowMarks) private readonly marks: RowMarks) {}

  of(tx: Tx, step: Step): Promise<Buffer> {
    return this.marks.mark(tx, marked(step));
  }

  /** Is every step what its author wrote, is none missing between them, and does the case stand where the last level left it? */
  async stands(tx: Tx, found: Pick<CrisisCase, 'ordinal' | 'acute'>, steps: readonly CaseStep[]): Promise<boolean> {
    for (const [at, step] of steps.entries()) {
      if (step.n !== at + 1 || !(await this.marks.fits(tx, marked(step), step.mark))) return false;
    }
    const last = steps.findLast(({ kind }) => SETS_LEVEL.includes(kind));
    return last !== undefined && last.detail['ordinal'] === found.ordinal && last.detail['acute'] === found.acute;
  }
}

const marked = (step: Step): MarkedRow => ({
  jurisdictionId: step.jurisdictionId, table: 'crisis_escalation.case_step', id: step.id,
  values: [step.caseId, step.n, step.kind, step.author, step.at.toISOString(), inOrder(step.detail)],
});

/** The database keeps the members of an object in an order of its own. */
function inOrder(detail: unknown): string {
  return JSON.stringify(JSON.parse(JSON.stringify(detail)), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value);
}
