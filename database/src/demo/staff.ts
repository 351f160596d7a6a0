import type { PostKind } from '@heliotrope/organisation/rules';
import { CITY, COUNTY, NEIGHBOUR, PROVINCE } from './district.js';

export interface DemoStaff {
  readonly username: string;
  readonly name: string;
  readonly post: PostKind;
  readonly jurisdictionId: number;
  readonly schoolCode?: string;
}

/** The school of the demo's story: its pupils answer, its psychology teacher is told. */
export const STORY_SCHOOL = '3199000004';

/** One for each kind of user, and two from next door to see that they see nothing. */
export const STAFF: readonly DemoStaff[] = [
  { username: 'demo-form-teacher', name: '林知夏', post: 'form-teacher', jurisdictionId: COUNTY, schoolCode: STORY_SCHOOL },
  { username: 'demo-grade-head', name: '周亦安', post: 'grade-head', jurisdictionId: COUNTY, schoolCode: STORY_SCHOOL },
  { username: 'demo-psychology-teacher', name: '沈静宜', post: 'psychology-teacher', jurisdictionId: COUNTY, schoolCode: STORY_SCHOOL },
  { username: 'demo-school-leader', name: '何明远', post: 'school-leader', jurisdictionId: COUNTY, schoolCode: STORY_SCHOOL },
  { username: 'demo-county-officer', name: '许若川', post: 'county-officer', jurisdictionId: COUNTY },
  { username: 'demo-city-officer', name: '梁思齐', post: 'city-officer', jurisdictionId: CITY },
  { username: 'demo-province-officer', name: '顾长宁', post: 'province-officer', jurisdictionId: PROVINCE },
  { username: 'demo-researcher', name: '教研员', post: 'researcher', jurisdictionId: COUNTY },
  { username: 'demo-inspector', name: '督学', post: 'inspector', jurisdictionId: COUNTY },
  { username: 'demo-system-admin', name: '系统管理员', post: 'system-admin', jurisdictionId: PROVINCE },
  { username: 'demo-security-admin', name: '安全管理员', post: 'security-admin', jurisdictionId: PROVINCE },
  { username: 'demo-audit-admin', name: '审计管理员', post: 'audit-admin', jurisdictionId: PROVINCE },
  { username: 'demo-neighbour-officer', name: '邻区专干', post: 'county-officer', jurisdictionId: NEIGHBOUR },
  { username: 'demo-neighbour-teacher', name: '邻校心理教师', post: 'psychology-teacher', jurisdictionId: COUNTY, schoolCode: '3199000005' },
];
