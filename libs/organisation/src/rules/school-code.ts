import type { Stage } from './grade.js';

/*
 * Is this a school identifier code (学校（机构）标识码), and which stages may such a school teach? Ten digits: two of
 * type, two of province, six of sequence. Source: 教育部《学校（机构）代码管理办法》 as given in docs/domain-facts.md §3.4.
 */

/** Types a platform for primary and secondary schools meets, and the stages each may have classes in. */
export const SCHOOL_TYPES: Readonly<Record<string, { readonly name: string; readonly stages: readonly Stage[] }>> = {
  '21': { name: '小学', stages: ['primary'] },
  '31': { name: '初中', stages: ['primary', 'junior'] },
  '32': { name: '职业初中', stages: ['junior'] },
  '34': { name: '高中', stages: ['primary', 'junior', 'senior'] },
  '36': { name: '中等职业学校', stages: ['senior'] },
  '37': { name: '专门学校', stages: ['junior', 'senior'] },
  '51': { name: '特殊教育学校', stages: ['primary', 'junior', 'senior'] },
};

export function isSchoolCode(text: string): boolean {
  return /^\d{10}$/.test(text) && text.slice(0, 2) in SCHOOL_TYPES;
}
