import type { SchoolDay } from '@heliotrope/kernel';
import { gradeName } from './battery.js';
import type { InstrumentDefinition } from './instrument.js';

// May a bureau put this instrument into a round? Words must be there, a licence where one is needed must be in force, and
// the bureau, or one above it, must have approved this very version for these grades. Reason for the approval: Shanghai
// Changning, November 2021, where a questionnaire with steps of suicide reached pupils of grades 4 and 5
// (docs/domain-facts.md §1.4, item approval). Does not decide whether the words are fit for a grade: `item-wording.ts`.

export interface Approval {
  readonly grades: { readonly from: number; readonly to: number };
  readonly validFrom: SchoolDay;
  readonly validUntil: SchoolDay;
}

export interface Licence {
  readonly holder: string;
  readonly number: string;
  readonly validUntil: SchoolDay;
}

export type ObstacleCode = 'instrument-is-interview' | 'wording-missing' | 'licence-missing' | 'licence-expired' | 'not-approved' | 'approval-over' | 'grades-not-approved';

export interface Obstacle {
  readonly code: ObstacleCode;
  readonly message: string;
}

/**
 * What stands in the way of this instrument in a round of these grades that ends on this day? Empty: nothing. Each
 * obstacle says in Chinese what is missing; all are found, not only the first.
 *
 * @param licence the one that runs longest, of the bureau or of one above it; null when none is recorded.
 * @param approvals of this version, not withdrawn, by the bureau or by one above it.
 * @param grades the school years that would answer; null: any the instrument is for.
 * @param day the last day it would be answered on.
 */
export function obstaclesTo(
  definition: Pick<InstrumentDefinition, 'title' | 'mode' | 'wording' | 'items'>,
  licence: Licence | null,
  approvals: readonly Approval[],
  grades: { readonly from: number; readonly to: number } | null,
  day: SchoolDay,
): Obstacle[] {
  const found: Obstacle[] = [];
  const { title } = definition;
  if (definition.mode === 'interview') found.push({ code: 'instrument-is-interview', message: `${title}须由受训成人一对一口头询问，不能用于班级普测` });
  if (definition.items.some((item) => item.text === null)) {
    return [...found, { code: 'wording-missing', message: `${title}的题目须由持有授权的单位导入后才能使用` }];
  }
  if (definition.wording === 'licensed') {
    if (!licence) found.push({ code: 'licence-missing', message: `${title}没有登记授权` });
    else if (licence.validUntil < day) found.push({ code: 'licence-expired', message: `${title}的授权（${licence.number}）到 ${licence.validUntil} 为止，不能用到 ${day}` });
  }
  const inForce = approvals.filter((one) => one.validFrom <= day && day <= one.validUntil);
  if (approvals.length === 0) found.push({ code: 'not-approved', message: `${title}还没有经教育局批准使用` });
  else if (inForce.length === 0) found.push({ code: 'approval-over', message: `${title}的批准不含 ${day}，请重新批准` });
  else if (grades && !covers(inForce, grades)) {
    const approved = inForce.map((one) => `${gradeName(one.grades.from)}至${gradeName(one.grades.to)}`).join('、');
    found.push({ code: 'grades-not-approved', message: `${title}只批准用于${approved}` });
  }
  return found;
}

/** Does every one of these school years stand under some approval? */
function covers(approvals: readonly Approval[], { from, to }: { from: number; to: number }): boolean {
  for (let grade = from; grade <= to; grade++) {
    if (!approvals.some((one) => one.grades.from <= grade && grade <= one.grades.to)) return false;
  }
  return true;
}
