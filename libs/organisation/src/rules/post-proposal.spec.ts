import { describe, expect, it } from '@jest/globals';
import { schoolDay } from '@heliotrope/kernel';
import type { Stage } from './grade.js';
import type { PostKind } from './post.js';
import { proposedPlace } from './post-proposal.js';

const DAY = schoolDay('2026-10-12');
const schoolClass = (id: string, stage: Stage, entryYear: number, number: number) => ({ id, stage, entryYear, number, schoolingLength: stage === 'primary' ? 6 : 3 });
const school = {
  stages: ['primary', 'junior', 'senior'] as const, primaryYears: 6, juniorYears: 3,
  classes: [
    schoolClass('1-1', 'primary', 2026, 1), schoolClass('7-1', 'junior', 2026, 1), schoolClass('7-2', 'junior', 2026, 2), schoolClass('8-11', 'junior', 2025, 11), schoolClass('高一-10', 'senior', 2026, 10),
  ],
};
const place = (kind: PostKind, text: string) => {
  const found = proposedPlace(kind, text, school, DAY);
  return 'unknown' in found ? `no ${found.unknown}` : [...found.classIds, ...(found.grade ? [`${found.grade.stage} ${found.grade.entryYear}`] : [])].join(' ');
};

describe('the classes a staff list names', () => {
  it.each<[PostKind, string, string]>([
    ['form-teacher', '七年级1班', '7-1'],
    ['form-teacher', '七年级1班、七年级2班', '7-1 7-2'],
    ['form-teacher', '七（1）班，七(2)班', '7-1 7-2'],
    ['form-teacher', '初一2班 初一2班', '7-2'],
    ['form-teacher', '701', '7-1'],
    ['form-teacher', '811班', '8-11'],
    ['form-teacher', '高一10班', '高一-10'],
    ['form-teacher', '一年级1班', '1-1'],
    ['form-teacher', '11班', 'no 11班'],
    ['form-teacher', '1班', 'no 1班'],
    ['form-teacher', '七年级', 'no 七年级'],
    ['form-teacher', '七年级1班、七年级9班', 'no 七年级9班'],
    ['form-teacher', '九年级1班', 'no 九年级1班'],
    ['form-teacher', '、', 'no 、'],
    ['grade-head', '七年级', 'junior 2026'],
    ['grade-head', '初二', 'junior 2025'],
    ['grade-head', '高一', 'senior 2026'],
    ['grade-head', '九年级', 'no 九年级'],
    ['grade-head', '七年级、八年级', 'no 七年级、八年级'],
    ['psychology-teacher', '七年级1班', ''],
    ['county-officer', '', ''],
  ])('%s of %s', (kind, text, wanted) => expect(place(kind, text)).toBe(wanted));
});
