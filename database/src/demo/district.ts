import type { Stage } from '@heliotrope/organisation/rules';

/** The bureaus of a district that does not exist: no division of China begins with 99. */
export const BUREAUS = [
  { id: 990000, kind: 'province', parentId: null, name: '示例省教育厅（演示）' },
  { id: 990100, kind: 'city', parentId: 990000, name: '向阳市教育局（演示）' },
  { id: 990101, kind: 'county', parentId: 990100, name: '东湖县教育体育局（演示）' },
  { id: 990102, kind: 'county', parentId: 990100, name: '西岭区教育局（演示）' },
] as const;

export const EVERY_BUREAU: readonly number[] = BUREAUS.map((bureau) => bureau.id);
export const COUNTY = 990101;
export const NEIGHBOUR = 990102;
export const CITY = 990100;
export const PROVINCE = 990000;

export interface DemoSchool {
  readonly code: string;
  readonly jurisdictionId: number;
  readonly name: string;
  readonly stages: readonly Stage[];
  readonly primaryYears: 5 | 6;
  readonly juniorYears: 3 | 4;
  readonly area: 'city' | 'county-town' | 'rural';
  readonly sponsor: 'public' | 'private';
  readonly boarding: boolean;
  /** Classes in each grade, and pupils in each class about. */
  readonly classes: number;
  readonly pupils: number;
}

const school = (
  code: string, jurisdictionId: number, name: string, stages: readonly Stage[], area: DemoSchool['area'], classes: number, pupils: number,
  over: Partial<DemoSchool> = {},
): DemoSchool => ({ code, jurisdictionId, name, stages, primaryYears: 6, juniorYears: 3, area, sponsor: 'public', boarding: false, classes, pupils, ...over });

export const SCHOOLS: readonly DemoSchool[] = [
  school('2199000001', COUNTY, '东湖县第一小学', ['primary'], 'county-town', 2, 36),
  school('2199000002', COUNTY, '东湖县柳林小学', ['primary'], 'rural', 1, 22),
  school('2199000003', COUNTY, '东湖县石桥镇中心小学', ['primary'], 'rural', 1, 26),
  school('3199000004', COUNTY, '东湖县第二初级中学', ['junior'], 'county-town', 4, 42),
  school('3199000005', COUNTY, '东湖县青山初级中学', ['junior'], 'rural', 2, 34, { boarding: true }),
  school('3499000006', COUNTY, '东湖县高级中学', ['senior'], 'county-town', 4, 44),
  school('2199000007', NEIGHBOUR, '西岭区实验小学', ['primary'], 'city', 1, 38),
  school('2199000008', NEIGHBOUR, '西岭区阳光小学', ['primary'], 'city', 1, 34, { sponsor: 'private' }),
  school('3199000009', NEIGHBOUR, '西岭区云台学校', ['primary', 'junior'], 'rural', 1, 28, { boarding: true, primaryYears: 5, juniorYears: 4 }),
  school('3199000010', NEIGHBOUR, '西岭区第三初级中学', ['junior'], 'city', 2, 40),
  school('3499000011', NEIGHBOUR, '西岭区梅园中学', ['junior', 'senior'], 'city', 1, 40),
  school('3499000012', CITY, '向阳市第一中学', ['senior'], 'city', 2, 46, { boarding: true }),
];

/** How long a stage lasts at this school. */
export function yearsOf(of: DemoSchool, stage: Stage): number {
  return stage === 'primary' ? of.primaryYears : stage === 'junior' ? of.juniorYears : 3;
}
