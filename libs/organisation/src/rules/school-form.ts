import type { FieldFault, SchoolDay } from '@heliotrope/kernel';
import { STAGE_NAMES, STAGES, type Stage } from './grade.js';
import { isSchoolCode, SCHOOL_TYPES } from './school-code.js';
import { UNIFIED_CODE_FAULTS, unifiedCodeFault } from './unified-code.js';

/*
 * Does what was written about a school hold together? Sources: 学校（机构）标识码 as in school-code, GB 32100-2015, and the
 * lengths of schooling met in practice (6-3 and 5-4). Whether a code is taken by another school is asked of the database.
 */

export const AREAS = { city: '城区', 'county-town': '镇区', rural: '乡村' } as const;
export const SPONSORS = { public: '公办', private: '民办' } as const;
export type Area = keyof typeof AREAS;
export type Sponsor = keyof typeof SPONSORS;

export interface SchoolForm {
  readonly name: string;
  readonly identifierCode: string;
  readonly unifiedCode: string | null;
  readonly divisionCode: string;
  readonly stages: readonly Stage[];
  readonly primaryYears: number;
  readonly juniorYears: number;
  readonly area: Area;
  readonly sponsor: Sponsor;
  readonly boarding: boolean;
  readonly legalPerson: boolean;
  readonly openedOn: SchoolDay | null;
  readonly closedOn: SchoolDay | null;
}

/** Every fault at once, each with its field; empty when the form holds together. */
export function schoolFaults(form: SchoolForm): FieldFault[] {
  const faults: FieldFault[] = [];
  const fault = (field: keyof SchoolForm, reason: string, message: string) => faults.push({ field, code: `organisation/school-${reason}`, message });
  if (form.name.trim() === '') fault('name', 'name', '学校名称不能为空');
  const type = isSchoolCode(form.identifierCode) ? SCHOOL_TYPES[form.identifierCode.slice(0, 2)]! : undefined;
  if (!type) fault('identifierCode', 'code', '学校标识码应为10位数字，前两位是学校类别（如21小学、31初中、34高中）');
  if (form.stages.length === 0) fault('stages', 'stages', '至少选择一个学段');
  const foreign = type ? form.stages.filter((stage) => !type.stages.includes(stage)) : [];
  if (type && foreign.length > 0) {
    fault('stages', 'stages-differ', `标识码${form.identifierCode.slice(0, 2)}开头的是${type.name}，不设${foreign.map((stage) => STAGE_NAMES[stage]).join('、')}`);
  }
  if (![5, 6].includes(form.primaryYears)) fault('primaryYears', 'years', '小学学制应为5年或6年');
  if (![3, 4].includes(form.juniorYears)) fault('juniorYears', 'years', '初中学制应为3年或4年');
  if (form.stages.includes('primary') && form.stages.includes('junior') && form.primaryYears + form.juniorYears !== 9) {
    fault('juniorYears', 'years-differ', '小学与初中的学制合计应为9年（六三制或五四制）');
  }
  if (form.unifiedCode !== null) {
    const wrong = unifiedCodeFault(form.unifiedCode);
    if (wrong) fault('unifiedCode', 'unified-code', UNIFIED_CODE_FAULTS[wrong]);
    else if (!form.legalPerson) fault('unifiedCode', 'unified-code-differs', '有统一社会信用代码的学校应是法人学校');
  }
  if (form.openedOn && form.closedOn && form.closedOn < form.openedOn) fault('closedOn', 'closed', '撤并日期早于开办日期');
  return faults;
}

/** In the order in which pupils pass through them, each once. */
export function orderedStages(stages: readonly Stage[]): Stage[] {
  return STAGES.filter((stage) => stages.includes(stage));
}
