/*
 * For what may a pupil's data be asked for, and on which ground? Source: 个人信息保护法 13 (grounds), 28–29 (health data and all
 * data of children under 14 are sensitive and need separate consent), 23 (separate consent before giving to another processor).
 */

export type Purpose = 'screening' | 'health-data' | 'counselling' | 'referral' | 'sharing';
export type LegalBasis = 'consent' | 'statutory-duty' | 'vital-interest';

export interface PurposeDescription {
  readonly zh: string;
  /** Plain words for a guardian. */
  readonly plain: string;
  /** Consent of its own, asked apart from everything else (单独同意). */
  readonly isSeparate: boolean;
}

export const PURPOSES: Readonly<Record<Purpose, PurposeDescription>> = {
  screening: { zh: '学生心理健康测评', plain: '学校请学生填写心理健康问卷，了解是否需要关心和帮助', isSeparate: true },
  'health-data': { zh: '健康信息的收集与使用', plain: '学校记录您提供的与学生身心健康有关的信息', isSeparate: true },
  counselling: { zh: '心理辅导与记录', plain: '心理教师为学生辅导并作记录', isSeparate: true },
  referral: { zh: '转介医疗机构', plain: '学校在需要时把必要的情况告诉医院，方便就诊', isSeparate: true },
  sharing: { zh: '向其他机构提供', plain: '学校把必要的信息提供给通知单上写明的机构', isSeparate: true },
};

export const PURPOSE_NAMES = Object.keys(PURPOSES) as Purpose[];
