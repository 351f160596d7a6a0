import { verdictOf, type Ordinal, type Verdict } from '@heliotrope/kernel';

/*
 * What is asked and seen in a re-check interview (复检访谈), and what must a person not overlook in it? The form follows the
 * least fields of docs/domain-facts.md §2.4 [proposal]. It is a record of a talk and no scale: nothing is added up. A finding names
 * the least level that local papers agree on (§2.3, table); whoever spoke with the pupil decides (个人信息保护法 第二十四条).
 */

export interface FindingChoice {
  readonly value: string;
  readonly zh: string;
  /** The level below which nobody should decide without saying why; 0 says nothing. */
  readonly ordinal: Ordinal;
}

export interface FindingField {
  readonly id: string;
  readonly zh: string;
  readonly choices: readonly FindingChoice[];
}

const choice = (value: string, zh: string, ordinal: Ordinal = 0): FindingChoice => ({ value, zh, ordinal });

/** One line a question, most grave first. Not asked is left out of the record, and is not "no". */
export const FINDING_FIELDS: readonly FindingField[] = [
  { id: 'ideation', zh: '轻生的想法', choices: [choice('none', '没有'), choice('passive', '觉得活着没意思', 2), choice('active', '想过结束生命', 3)] },
  { id: 'plan', zh: '计划', choices: [choice('none', '没有'), choice('vague', '模糊地想过', 3), choice('definite', '有具体打算', 4)] },
  { id: 'means', zh: '能否着手', choices: [choice('no', '不能'), choice('yes', '能', 3)] },
  { id: 'attempt', zh: '轻生的行为', choices: [choice('never', '从未'), choice('past', '三个月以前有过', 3), choice('recent', '三个月以内有过', 4)] },
  { id: 'self-injury', zh: '伤害自己', choices: [choice('never', '从未'), choice('past', '以前有过', 1), choice('current', '近来有', 2)] },
  { id: 'harm-others', zh: '伤害他人的念头', choices: [choice('none', '没有'), choice('thoughts', '有念头', 3), choice('intent', '打算去做', 4)] },
  { id: 'unusual', zh: '幻觉、妄想或言行异常', choices: [choice('no', '未见'), choice('yes', '有', 3)] },
  { id: 'function', zh: '学习与生活', choices: [choice('kept', '如常'), choice('reduced', '受到影响', 1), choice('stopped', '难以维持', 2)] },
  { id: 'sleep', zh: '睡眠', choices: [choice('well', '尚可'), choice('poor', '不好'), choice('very-poor', '很不好', 1)] },
  { id: 'support', zh: '能求助的人', choices: [choice('several', '不止一位'), choice('one', '有一位'), choice('nobody', '没有', 1)] },
];

/** What may have brought it on, and what holds the pupil: any number of each. Neither suggests a level. */
export const PRECIPITANTS = { exam: '考试与学业', bullying: '被欺凌', bereavement: '丧亲', breakup: '感情与友谊', family: '家庭冲突或暴力', discipline: '受处分', illness: '疾病', other: '其他' } as const;
export const HOLDS = { family: '家人', friends: '朋友', teacher: '老师', interests: '爱好', plans: '对将来的打算', care: '正在就医或咨询' } as const;

export const INTERVIEW_METHODS = { 'face-to-face': '当面', 'home-visit': '家访', video: '视频', phone: '电话' } as const;
export const NOT_REACHED = { absent: '缺课或请假', declined: '学生不愿谈', 'guardian-declined': '监护人不同意', left: '已离校', other: '其他' } as const;

export type InterviewMethod = keyof typeof INTERVIEW_METHODS;
export type NotReached = keyof typeof NOT_REACHED;
export type Findings = Readonly<Record<string, string>>;

/** A finding as it fires: `interview:plan=definite`, fit for events; the words are for the teacher. */
export interface FiredFinding {
  readonly rule: string;
  readonly ordinal: Ordinal;
  readonly reason: string;
}

/**
 * What is the least level these findings point at, and which of them say so? The highest single finding; able to act counts only
 * beside a plan or a wish to die. Source: docs/domain-facts.md §2.3, table (plan, intent, attempt within three months: 4; present
 * ideation, earlier attempt, psychotic signs: 3; self-injury without intent, function affected: 2). Never a decision.
 *
 * @param findings field → value as chosen; what the form does not know is passed over.
 */
export function findingsPointAt(findings: Findings): { readonly ordinal: Ordinal; readonly fired: readonly FiredFinding[] } {
  const wish = ['passive', 'active'].includes(findings['ideation'] ?? '') || ['vague', 'definite'].includes(findings['plan'] ?? '');
  const fired = FINDING_FIELDS.flatMap(({ id, choices }): FiredFinding[] => {
    const found = choices.find(({ value }) => value === findings[id]);
    if (!found || found.ordinal === 0 || (id === 'means' && !wish)) return [];
    const rule = `interview:${id}=${found.value}`;
    return [{ rule, ordinal: id === 'means' && findings['plan'] === 'definite' ? 4 : found.ordinal, reason: findingReason(rule)! }];
  }).sort((a, b) => b.ordinal - a.ordinal);
  return { ordinal: fired[0]?.ordinal ?? 0, fired };
}

/** `interview:plan=definite` in words; undefined when it is no finding of this form. */
export function findingReason(rule: string): string | undefined {
  const [, id, value] = /^interview:([a-z-]+)=([a-z-]+)$/.exec(rule) ?? [];
  const field = FINDING_FIELDS.find((one) => one.id === id);
  const said = field?.choices.find((one) => one.value === value);
  return field && said && `访谈：${field.zh}——${said.zh}`;
}

/** The same as a fired rule, with the level it points at. */
export function findingRule(rule: string): FiredFinding | undefined {
  const [, id, value] = /^interview:([a-z-]+)=([a-z-]+)$/.exec(rule) ?? [];
  const reason = findingReason(rule);
  const ordinal = FINDING_FIELDS.find((one) => one.id === id)?.choices.find((one) => one.value === value)?.ordinal;
  return reason === undefined ? undefined : { rule, ordinal: ordinal ?? 0, reason };
}

/** Which of these are no answers of the form? As `field=value`. */
export function unknownFindings(findings: Findings): string[] {
  return Object.entries(findings).filter(([id, value]) => !FINDING_FIELDS.some((field) => field.id === id && field.choices.some((one) => one.value === value)))
    .map(([id, value]) => `${id}=${value}`);
}

export type InterviewFault = 'screening/interview-ahead' | 'screening/interview-before-answers' | 'screening/interview-words-short' | 'screening/interview-form-empty' | 'screening/interview-form-unknown';

/** The least that says what was talked about. */
export const SUMMARY_LENGTH = 10;
/** A form of which only the weather was asked is none: these three decide over a night. */
export const MUST_ASK = ['ideation', 'self-injury', 'support'] as const;

/** An interview as it is to be recorded; `findings` null: the pupil was not reached. */
export interface InterviewAsRecorded {
  readonly at: Date;
  readonly summary: string;
  readonly findings: Findings | null;
}

/**
 * May this be put on record? Not ahead of the clock, not from before the answers it re-checks, with words that say what was asked and
 * seen, and with the questions that may not be left out. An attempt needs no words beyond its reason. The reasons are refusal codes.
 *
 * @param openedAt when the review was opened. @param now the server's clock.
 */
export function mayRecordInterview({ at, summary, findings }: InterviewAsRecorded, openedAt: Date, now: Date): Verdict<InterviewFault> {
  const faults: InterviewFault[] = [];
  if (at > now) faults.push('screening/interview-ahead');
  if (at < openedAt) faults.push('screening/interview-before-answers');
  if (findings) {
    if ([...summary.trim()].length < SUMMARY_LENGTH) faults.push('screening/interview-words-short');
    if (MUST_ASK.some((id) => findings[id] === undefined)) faults.push('screening/interview-form-empty');
    if (unknownFindings(findings).length > 0) faults.push('screening/interview-form-unknown');
  }
  return verdictOf(faults);
}

/** How far the re-check of one pupil has come. */
export type InterviewStanding = 'none' | 'tried' | 'held';

/** Nobody has tried, somebody has and did not reach the pupil, or the talk was held. An attempt after the talk changes nothing. */
export function interviewStanding({ held, attempts }: { readonly held: number; readonly attempts: number }): InterviewStanding {
  return held > 0 ? 'held' : attempts > 0 ? 'tried' : 'none';
}

/** Is it overdue? Only a talk meets the time: a pupil who was not reached is still waiting, and the attempts show beside it. */
export function isInterviewOverdue(dueAt: Date | null, standing: InterviewStanding, now: Date): boolean {
  return dueAt !== null && standing !== 'held' && dueAt <= now;
}
