/*
 * What must a notice (告知书) say, when is it a new version, and does a new version ask for new consent? Source: 个人信息保护法 14(2)
 * (consent again when purpose, method or kind of data change), 17, 30; 网络数据安全管理条例 21 (list form, retention stated);
 * docs/domain-facts.md §2.2 (no use in evaluation, no diagnosis, limits of secrecy). It does not judge the wording.
 */

export type NoticePart =
  | 'purpose' | 'items' | 'method' | 'necessity' | 'effects' | 'retention' | 'recipients' | 'rights'
  | 'notForEvaluation' | 'notDiagnosis' | 'limitsOfSecrecy' | 'contact';

export type NoticeParts = Readonly<Record<NoticePart, string>>;

/** In the order in which a guardian reads them, with their headings. */
export const NOTICE_PARTS: Readonly<Record<NoticePart, string>> = {
  purpose: '为什么收集',
  items: '收集哪些信息',
  method: '怎样收集和使用',
  necessity: '为什么必须',
  effects: '对孩子有什么影响',
  retention: '保存多久',
  recipients: '谁能看到、会提供给谁',
  rights: '您和孩子的权利，怎样撤回',
  notForEvaluation: '不用于评价和升学',
  notDiagnosis: '不是诊断',
  limitsOfSecrecy: '保密的例外',
  contact: '联系人和投诉方式',
};
export const NOTICE_PART_NAMES = Object.keys(NOTICE_PARTS) as NoticePart[];

/** What was agreed to: a change here makes earlier consent a consent to something else. */
const MATERIAL: readonly NoticePart[] = ['purpose', 'items', 'method', 'retention', 'recipients'];
const LEAST_LETTERS = 4;

/** The statutory parts that are missing or hold next to nothing, in the order of the form. */
export function missingParts(parts: Partial<Record<NoticePart, string>>): NoticePart[] {
  return NOTICE_PART_NAMES.filter((name) => [...(parts[name] ?? '').trim()].length < LEAST_LETTERS);
}

/** The text that is hashed and kept: the same words always give the same text, whatever blanks stand round them. */
export function noticeText(notice: { title: string; purpose: string; audience: string; parts: NoticeParts }): string {
  const lines = NOTICE_PART_NAMES.map((name) => `## ${NOTICE_PARTS[name]}\n${tidy(notice.parts[name])}`);
  return [`# ${tidy(notice.title)}`, `${notice.purpose} ${notice.audience}`, ...lines].join('\n');
}

export function isSameNotice(one: { title: string; parts: NoticeParts }, other: { title: string; parts: NoticeParts }): boolean {
  return tidy(one.title) === tidy(other.title) && NOTICE_PART_NAMES.every((name) => tidy(one.parts[name]) === tidy(other.parts[name]));
}

/**
 * The number of what is agreed to. It grows when purpose, kinds of data, method, retention or recipients change; consent
 * given under a smaller number has to be asked for again. A better wording elsewhere leaves it as it is.
 */
export function materialNumber(previous: { material: number; parts: NoticeParts } | null, next: NoticeParts): number {
  if (previous === null) return 1;
  const changed = MATERIAL.some((name) => tidy(previous.parts[name]) !== tidy(next[name]));
  return changed ? previous.material + 1 : previous.material;
}

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
