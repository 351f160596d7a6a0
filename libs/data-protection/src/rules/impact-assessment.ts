import { type SchoolDay, verdictOf, type Verdict } from '@heliotrope/kernel';
import { yearsLater } from './deciders.js';

/*
 * What must a 个人信息保护影响评估 hold, when does it permit what it is about, and how long is it kept? Source: 个人信息保护法 55 (sensitive
 * data, automatic decisions, entrusting, providing), 56 (three questions; report and record kept at least three years).
 */

/** What is to be enabled. A round, a new recipient, an export and an automatic aid each need a record of their own. */
export type AssessedSubject = 'screening' | 'counselling' | 'referral' | 'recipient' | 'export' | 'automatic-aid';
export const ASSESSED_SUBJECTS: Readonly<Record<AssessedSubject, string>> = {
  screening: '心理健康测评', counselling: '心理辅导与记录', referral: '转介医疗机构',
  recipient: '委托处理或向他人提供', export: '导出个人信息', 'automatic-aid': '自动化辅助判断',
};

export type AssessmentPart =
  | 'purposeAndMethod' | 'lawfulness' | 'necessity' | 'dataClasses' | 'effectsOnRights' | 'securityRisks' | 'measures' | 'measuresFit';

/** The questions of article 56, in its order. */
export const ASSESSMENT_PARTS: Readonly<Record<AssessmentPart, string>> = {
  purposeAndMethod: '处理目的、处理方式',
  lawfulness: '是否合法、正当',
  necessity: '是否必要（最小范围、最短期限）',
  dataClasses: '涉及的个人信息种类（含敏感个人信息、不满十四周岁）',
  effectsOnRights: '对个人权益的影响',
  securityRisks: '安全风险',
  measures: '采取的保护措施',
  measuresFit: '措施是否合法、有效并与风险程度相适应',
};
export const ASSESSMENT_PART_NAMES = Object.keys(ASSESSMENT_PARTS) as AssessmentPart[];

export type AssessmentContent = Readonly<Record<AssessmentPart, string>>;
export type AssessedRisk = 'low' | 'medium' | 'high';
export type Conclusion = 'proceed' | 'proceed-with-measures' | 'stop';
export type AssessmentState = 'draft' | 'approved' | 'revoked';

const LEAST_LETTERS = 8;
const KEPT_YEARS = 3;

/** Which of the statutory questions are unanswered, or answered with next to nothing? */
export function missingAnswers(content: Partial<Record<AssessmentPart, string>>): AssessmentPart[] {
  return ASSESSMENT_PART_NAMES.filter((name) => [...(content[name] ?? '').trim()].length < LEAST_LETTERS);
}

export interface AssessmentForApproval {
  readonly state: AssessmentState;
  readonly content: Partial<Record<AssessmentPart, string>>;
  readonly conclusion: Conclusion;
  readonly author: string;
  readonly validUntil: SchoolDay;
}

/** May this person approve it on this day? Not the author, not what concludes to stop, not what is over already. */
export function mayApprove(record: AssessmentForApproval, approver: string, on: SchoolDay): Verdict<string> {
  const faults: string[] = [];
  if (record.state !== 'draft') faults.push('data-protection/assessment-state');
  if (record.author === approver) faults.push('data-protection/author-cannot-approve');
  if (record.conclusion === 'stop') faults.push('data-protection/assessment-says-stop');
  if (missingAnswers(record.content).length > 0) faults.push('data-protection/assessment-incomplete');
  if (record.validUntil < on) faults.push('data-protection/assessment-over');
  return verdictOf(faults);
}

export interface AssessmentInForce {
  readonly subject: AssessedSubject;
  readonly state: AssessmentState;
  readonly validFrom: SchoolDay | null;
  readonly validUntil: SchoolDay;
}

/** Does the record permit its subject on this day? Both the day of approval and the last day count. */
export function isInForce(record: AssessmentInForce, subject: AssessedSubject, on: SchoolDay): boolean {
  return record.state === 'approved' && record.subject === subject && record.validFrom !== null && record.validFrom <= on && on <= record.validUntil;
}

/** The first day on which the record may be destroyed: three years after it stopped permitting anything. */
export function assessmentKeptUntil(record: { validUntil: SchoolDay }): SchoolDay {
  return yearsLater(record.validUntil, KEPT_YEARS);
}
