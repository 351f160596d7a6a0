/*
 * Which kinds of data are kept, counted from when, and for how long at least? Each domain declares the kinds it holds; how
 * many years is policy (`data.keep-years`, per kind), never less than what a law demands. Boot checks that each declared kind
 * has exactly one keeper who knows how to destroy it.
 */

export interface DataClass {
  /** `domain.kind`. */
  readonly name: string;
  readonly zh: string;
  /** From which day the years count, in the words of the register: 评定等级之日. */
  readonly from: string;
  /** Years that a law demands at least, with its clause. Null: no law does, and the shortest that serves is right (个人信息保护法 19). */
  readonly least: { readonly years: number; readonly law: string } | null;
  /** What is destroyed, and what stays. */
  readonly destroys: string;
}

const declared = new Map<string, DataClass>();

export function defineDataClass(one: DataClass): DataClass {
  if (!/^[a-z-]+\.[a-z-]+$/.test(one.name)) throw new Error(`a data class is named domain.kind: ${one.name}`);
  if (declared.has(one.name)) throw new Error(`data class defined twice: ${one.name}`);
  declared.set(one.name, one);
  return one;
}

export function declaredDataClasses(): readonly DataClass[] {
  return [...declared.values()];
}

export const consentRecords = defineDataClass({
  name: 'data-protection.consent-records', zh: '同意记录', from: '学生离校之日',
  least: null, destroys: '同意、拒绝、撤回的记录及签署人姓名、扫描件登记',
});
export const impactAssessments = defineDataClass({
  name: 'data-protection.impact-assessments', zh: '个人信息保护影响评估', from: '有效期届满之日',
  least: { years: 3, law: '个人信息保护法 56' }, destroys: '评估报告',
});
export const provisionLog = defineDataClass({
  name: 'data-protection.provision-log', zh: '委托与提供记录', from: '提供之日',
  least: { years: 3, law: '网络数据安全管理条例 12' }, destroys: '提供记录（接收方台账保留）',
});
