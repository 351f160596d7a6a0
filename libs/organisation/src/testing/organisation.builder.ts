import { newId } from '@heliotrope/platform';
import type { Stage } from '../rules/index.js';

/** The owner's connection of a test database: builders prepare the world, they are not users of it. */
export interface OwnerSql {
  query(sql: string, params?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

export interface BuiltBureau {
  readonly id: number;
  readonly name: string;
}
export interface BuiltSchool {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly name: string;
  readonly identifierCode: string;
}
export interface BuiltClass {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly number: number;
}
export interface BuiltStudent {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly classId: string;
  readonly name: string;
}

const CREATED = '2026-09-01T00:00:00Z';
let serial = 0;

/** A bureau, by default the county 990101 under the city 990100 and the province 990000, all made when missing. */
export async function aBureau(sql: OwnerSql, id = 990101): Promise<BuiltBureau> {
  const province = Math.floor(id / 10_000) * 10_000;
  const city = Math.floor(id / 100) * 100;
  const line = [...new Set([province, city, id])];
  for (const [depth, bureau] of line.entries()) {
    await sql.query(
      `insert into organisation.bureau (id, kind, parent_id, ancestor_ids, division_code, name, pinyin, initials)
       values ($1, $2, $3, $4, $5, $6, 'jiaoyuju', 'jyj') on conflict do nothing`,
      [bureau, ['province', 'city', 'county'][depth], line[depth - 1] ?? null, line.slice(0, depth), String(bureau), `测试教育局${bureau}`],
    );
  }
  return { id, name: `测试教育局${id}` };
}

/** A school, by default a junior school of the county 990101. Its bureau is made when missing. */
export async function aSchool(
  sql: OwnerSql,
  with_: Partial<{ jurisdictionId: number; name: string; stages: Stage[]; identifierCode: string; primaryYears: 5 | 6; juniorYears: 3 | 4; boarding: boolean }> = {},
): Promise<BuiltSchool> {
  const jurisdictionId = with_.jurisdictionId ?? 990101;
  await aBureau(sql, jurisdictionId);
  serial += 1;
  const school = {
    id: newId(), jurisdictionId,
    name: with_.name ?? `第${serial}测试中学`,
    identifierCode: with_.identifierCode ?? `3499${String(serial).padStart(6, '0')}`,
  };
  await sql.query(
    `insert into organisation.school
       (jurisdiction_id, id, name, pinyin, initials, identifier_code, division_code, stages, primary_years, junior_years, area, sponsor, boarding)
     values ($1, $2, $3, 'ceshizhongxue', 'cszx', $4, $5, $6, $7, $8, 'county-town', 'public', $9)`,
    [
      jurisdictionId, school.id, school.name, school.identifierCode, String(jurisdictionId), with_.stages ?? ['junior'],
      with_.primaryYears ?? 6, with_.juniorYears ?? 3, with_.boarding ?? false,
    ],
  );
  return school;
}

/** A class, by default one of the seventh grade in the school year 2026. */
export async function aClass(
  sql: OwnerSql,
  school: Pick<BuiltSchool, 'id' | 'jurisdictionId'>,
  with_: Partial<{ stage: Stage; entryYear: number; number: number; schoolingLength: number }> = {},
): Promise<BuiltClass> {
  const stage = with_.stage ?? 'junior';
  serial += 1;
  const built = {
    id: newId(), jurisdictionId: school.jurisdictionId, schoolId: school.id, stage,
    entryYear: with_.entryYear ?? 2026, number: with_.number ?? (serial % 90) + 1,
  };
  await sql.query(
    `insert into organisation.class (jurisdiction_id, id, school_id, stage, entry_year, schooling_length, number)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [built.jurisdictionId, built.id, built.schoolId, stage, built.entryYear, with_.schoolingLength ?? (stage === 'primary' ? 6 : 3), built.number],
  );
  return built;
}

/** A pupil of the class. Numbers and phones are left empty: what needs them sealed goes through an import. */
export async function aStudent(
  sql: OwnerSql,
  schoolClass: Pick<BuiltClass, 'id' | 'jurisdictionId' | 'schoolId'>,
  with_: Partial<{ name: string; sex: 1 | 2; bornOn: string; state: 'enrolled' | 'suspended' | 'left' }> = {},
): Promise<BuiltStudent> {
  const [student] = await students(sql, schoolClass, 1, with_);
  return student!;
}

/** So many pupils of one class in one statement. */
export async function students(
  sql: OwnerSql,
  schoolClass: Pick<BuiltClass, 'id' | 'jurisdictionId' | 'schoolId'>,
  count: number,
  with_: Parameters<typeof aStudent>[2] = {},
): Promise<BuiltStudent[]> {
  const built = Array.from({ length: count }, () => {
    serial += 1;
    return {
      id: newId(), jurisdictionId: schoolClass.jurisdictionId, schoolId: schoolClass.schoolId, classId: schoolClass.id,
      name: with_.name ?? `测试生${serial}`,
    };
  });
  await sql.query(
    `insert into organisation.student
       (jurisdiction_id, id, school_id, class_id, name, pinyin, initials, sex, born_on, state, created_at, updated_at)
     select $1, s.id, $2, $3, s.name, 'ceshisheng', 'css', $6, $7, $8, $9, $9
       from unnest($4::uuid[], $5::text[]) as s (id, name)`,
    [
      schoolClass.jurisdictionId, schoolClass.schoolId, schoolClass.id, built.map((s) => s.id), built.map((s) => s.name),
      with_.sex ?? 1, with_.bornOn ?? '2013-05-06', with_.state ?? 'enrolled', CREATED,
    ],
  );
  return built;
}

/** The two terms of the school year 2026 for a bureau. */
export async function terms(sql: OwnerSql, jurisdictionId = 990101): Promise<void> {
  await sql.query(
    `insert into organisation.term (jurisdiction_id, id, school_year, number, starts_on, ends_on)
     values ($1, $2, 2026, 1, '2026-09-01', '2027-01-22'), ($1, $3, 2026, 2, '2027-02-22', '2027-07-09') on conflict do nothing`,
    [jurisdictionId, newId(), newId()],
  );
}
