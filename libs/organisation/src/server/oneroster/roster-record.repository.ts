import { chinaInstant, schoolDay, type SchoolDay, chinaDayOf } from '@heliotrope/kernel';
import { scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import { type FieldType, type Filter, type RosterKind, SEARCHABLE, schoolYearOf, type Stage } from '../../rules/index.js';

interface Every {
  readonly sourcedId: string;
  readonly status: 'active' | 'tobedeleted';
  readonly dateLastModified: Date;
}
export interface OrgRecord extends Every {
  readonly name: string;
  readonly type: 'district' | 'school';
  readonly identifier: string;
  readonly 'parent.sourcedId': string | null;
}
export interface SessionRecord extends Every {
  readonly title: string;
  readonly type: 'schoolYear' | 'term';
  readonly startDate: SchoolDay;
  readonly endDate: SchoolDay;
  readonly schoolYear: string;
  readonly 'parent.sourcedId': string | null;
}
export interface CourseRecord extends Every {
  readonly title: string;
  readonly courseCode: string;
  readonly 'org.sourcedId': string;
}
export interface ClassRecord extends Every {
  readonly classCode: string;
  readonly jurisdictionId: number;
  readonly 'school.sourcedId': string;
  readonly stage: Stage | null;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly number: number;
}
export interface HeldRole {
  readonly post: string;
  readonly schoolId: string;
  readonly from: SchoolDay;
  readonly until: SchoolDay | null;
}
export interface UserRecord extends Every {
  readonly enabledUser: boolean;
  readonly givenName: string;
  readonly isPupil: boolean;
  readonly jurisdictionId: number;
  readonly 'primaryOrg.sourcedId': string | null;
  readonly stage: Stage | null;
  readonly entryYear: number | null;
  readonly schoolingLength: number | null;
  readonly boarding: boolean | null;
  readonly studentNumberEnc: Buffer | null;
  /** Of staff; a pupil has none. */
  readonly posts: readonly HeldRole[] | null;
}
export interface EnrollmentRecord extends Every {
  readonly role: 'student' | 'teacher';
  readonly 'class.sourcedId': string;
  readonly 'school.sourcedId': string;
  readonly 'user.sourcedId': string;
  readonly primary: boolean;
  readonly beginDate: SchoolDay | null;
  readonly endDate: SchoolDay | null;
}
export interface DemographicsRecord extends Every {
  readonly birthDate: SchoolDay | null;
  readonly sex: 'male' | 'female' | null;
}
export interface RosterRecords {
  readonly orgs: OrgRecord;
  readonly academicSessions: SessionRecord;
  readonly courses: CourseRecord;
  readonly classes: ClassRecord;
  readonly users: UserRecord;
  readonly enrollments: EnrollmentRecord;
  readonly demographics: DemographicsRecord;
}

/** Which records of a kind: what the path of the call says beside the filter. */
export interface Narrowed {
  readonly ids?: readonly string[];
  readonly type?: string;
  readonly role?: 'student' | 'teacher';
  readonly schoolId?: string;
  readonly classId?: string;
}

export interface RecordPage {
  readonly narrowed: Narrowed;
  readonly filter: Filter | null;
  readonly sort: { readonly field: string; readonly descending: boolean } | null;
  readonly offset: number;
  readonly limit: number;
  /** Instead of an offset, for going through everything. */
  readonly after?: string;
}

type Bind = (value: unknown) => string;

/** The roster as OneRoster sees it: seven kinds of records, each one sub-select with the viewer's scope inside. */
@Injectable()
export class RosterRecordRepository {
  async count(tx: Tx, kind: RosterKind, page: Pick<RecordPage, 'narrowed' | 'filter'>): Promise<number> {
    const params: unknown[] = [];
    const rows = await tx.query<{ count: number }>(`select count(*) as count from (${sourceOf(kind, tx, params)}) r where ${conditionOf(page, params)}`, params);
    return rows[0]!.count;
  }

  page<K extends RosterKind>(tx: Tx, kind: K, page: RecordPage): Promise<RosterRecords[K][]> {
    const params: unknown[] = [];
    const from = `(${sourceOf(kind, tx, params)}) r where ${conditionOf(page, params)}`;
    const after = page.after === undefined ? '' : `and r."sourcedId" > $${params.push(page.after)}`;
    // Only fields of the table of searchable ones come here: no word of the caller's stands in the text.
    const order = page.sort ? `r."${page.sort.field}" ${page.sort.descending ? 'desc' : 'asc'} nulls last, ` : '';
    return tx.query<RosterRecords[K]>(
      `select r.* from ${from} ${after} order by ${order}r."sourcedId" limit $${params.push(page.limit)} offset $${params.push(page.offset)}`, params);
  }

  /** The terms of this school year, by bureau. */
  async termsOf(tx: Tx): Promise<ReadonlyMap<number, readonly string[]>> {
    const params: unknown[] = [schoolYearOf(chinaDayOf(tx.now))];
    const rows = await tx.query<{ j: number; ids: string[] }>(
      `select t.jurisdiction_id as j, array_agg(t.id::text order by t.number) as ids from organisation.term t
        where t.school_year = $1 and ${bureausOf(tx, 't.jurisdiction_id', params)} group by 1`, params);
    return new Map(rows.map((row) => [row.j, row.ids]));
  }
}

const TYPES: Record<FieldType, string> = { text: 'text', time: 'timestamptz', day: 'date', flag: 'boolean' };

function conditionOf({ narrowed, filter }: Pick<RecordPage, 'narrowed' | 'filter'>, params: unknown[]): string {
  const bind: Bind = (value) => `$${params.push(value)}`;
  const parts = ['true'];
  if (narrowed.ids) parts.push(`r."sourcedId" = any(${bind([...narrowed.ids])}::text[])`);
  if (narrowed.type) parts.push(`r.type = ${bind(narrowed.type)}`);
  if (narrowed.role) parts.push(`${bind(narrowed.role)} = any(r.roles)`);
  if (narrowed.schoolId) parts.push(`${bind(narrowed.schoolId)} = any(r.schools)`);
  if (narrowed.classId) parts.push(`${bind(narrowed.classId)} = any(r.classes)`);
  if (filter) parts.push(`(${filter.terms.map((term) => termOf(term, bind)).join(filter.join === 'OR' ? ' or ' : ' and ')})`);
  return parts.join(' and ');
}

function termOf({ field, type, operator, value }: Filter['terms'][number], bind: Bind): string {
  const column = `r."${field}"`;
  if (operator === '~') return `${column} ilike ${bind(`%${value.replace(/[\\%_]/g, '\\$&')}%`)}`;
  if (operator === '!=') return `${column} is distinct from ${bind(value)}::${TYPES[type]}`;
  return `${column} ${operator} ${bind(value)}::${TYPES[type]}`;
}

/** Bureau and courses lie above the schools: whoever sees one school sees the name of its bureau. */
function bureausOf(tx: Tx, column: string, params: unknown[]): string {
  return `${column} = any($${params.push([...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))])}::int[])`;
}

/** The sub-select of a kind. Its visible columns are named in the words of the standard; `roles`, `schools` and `classes` are for narrowing. */
function sourceOf(kind: RosterKind, tx: Tx, params: unknown[]): string {
  const today = chinaDayOf(tx.now);
  const year = schoolYearOf(today);
  const bind = (value: unknown, type: string) => `$${params.push(value)}::${type}`;
  const within = (table: string, school: string) => scopeWhere(tx.scopes, { jurisdiction: `${table}.jurisdiction_id`, school: `${table}.${school}` }, params);
  // On 1 September every class is promoted without a row being touched.
  const since = (changed: string) => `greatest(${changed}, ${bind(chinaInstant(schoolDay(`${year}-09-01`)), 'timestamptz')})`;
  switch (kind) {
    case 'orgs':
      return `select b.id::text as "sourcedId", 'active' as status, 'epoch'::timestamptz as "dateLastModified", b.name, 'district' as type, b.division_code as identifier,
          null::text as "parent.sourcedId" from organisation.bureau b where ${bureausOf(tx, 'b.id', params)}
        union all select s.id::text, case when s.closed_on <= ${bind(today, 'date')} then 'tobedeleted' else 'active' end, s.updated_at, s.name, 'school', s.identifier_code,
          s.jurisdiction_id::text from organisation.school s where ${within('s', 'id')}`;
    case 'academicSessions':
      return `select t.id::text as "sourcedId", 'active' as status, t.updated_at as "dateLastModified",
          t.school_year || '学年第' || case t.number when 1 then '一' else '二' end || '学期' as title, 'term' as type, t.starts_on as "startDate", t.ends_on as "endDate",
          (t.school_year + 1)::text as "schoolYear", t.jurisdiction_id || '-' || t.school_year as "parent.sourcedId"
          from organisation.term t where ${bureausOf(tx, 't.jurisdiction_id', params)}
        union all select t.jurisdiction_id || '-' || t.school_year, 'active', max(t.updated_at), t.school_year || '—' || (t.school_year + 1) || '学年', 'schoolYear',
          make_date(t.school_year, 9, 1), make_date(t.school_year + 1, 8, 31), (t.school_year + 1)::text, null
          from organisation.term t where ${bureausOf(tx, 't.jurisdiction_id', params)} group by t.jurisdiction_id, t.school_year`;
    case 'courses':
      return `select b.id || '-homeroom' as "sourcedId", 'active' as status, 'epoch'::timestamptz as "dateLastModified", '行政班' as title, 'homeroom' as "courseCode",
          b.id::text as "org.sourcedId" from organisation.bureau b where ${bureausOf(tx, 'b.id', params)}`;
    case 'classes':
      return `select c.id::text as "sourcedId",
          case when c.closed_on <= ${bind(today, 'date')} or c.entry_year + c.schooling_length <= ${bind(year, 'int')} then 'tobedeleted' else 'active' end as status,
          ${since('c.updated_at')} as "dateLastModified", c.entry_year || '-' || c.stage || '-' || c.number as "classCode", 'homeroom' as "classType",
          c.school_id::text as "school.sourcedId", c.jurisdiction_id as "jurisdictionId", c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength",
          c.number, array[c.school_id::text] as schools from organisation.class c where ${within('c', 'school_id')}
        union all select g.id::text, 'tobedeleted', g.gone_at, '', 'homeroom', g.school_id::text, g.jurisdiction_id, null, 0, 0, 0, array[g.school_id::text]
          from organisation.roster_gone g where g.kind = 'class' and ${within('g', 'school_id')}`;
    case 'users':
      return `select s.id::text as "sourcedId", case s.state when 'left' then 'tobedeleted' else 'active' end as status, ${since('s.updated_at')} as "dateLastModified",
          s.state = 'enrolled' as "enabledUser", s.name as "givenName", s.name as "familyName", true as "isPupil", s.jurisdiction_id as "jurisdictionId",
          s.school_id::text as "primaryOrg.sourcedId", c.stage, c.entry_year as "entryYear", c.schooling_length as "schoolingLength", s.boarding,
          s.student_number_enc as "studentNumberEnc", null::jsonb as posts, array['student'] as roles, array[s.school_id::text] as schools, array[s.class_id::text] as classes
          from organisation.student s join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id where ${within('s', 'school_id')}
        union all select g.id::text, 'tobedeleted', g.gone_at, false, '', '', true, g.jurisdiction_id, g.school_id::text, null, null, null, null, null, null,
          array['student'], array[g.school_id::text], '{}' from organisation.roster_gone g where g.kind = 'student' and ${within('g', 'school_id')}
        union all select a.id::text, case when bool_or(p.held) then 'active' else 'tobedeleted' end, max(p.changed_at), bool_or(p.held) and a.state = 'active', a.name, a.name,
          false, min(p.jurisdiction_id), (array_agg(p.school_id::text order by p.held desc, p.created_at))[1], null, null, null, null, null,
          jsonb_agg(jsonb_build_object('post', p.kind, 'schoolId', p.school_id, 'from', p.valid_from, 'until', p.valid_until) order by p.created_at, p.id)
            filter (where p.held), array_agg(p.role), array_agg(p.school_id::text), '{}'
          from (${staffPosts(bind(today, 'date'), within)}) p join organisation.account a on a.id = p.account_id group by a.id`;
    case 'enrollments':
      return `select s.id::text as "sourcedId", case s.state when 'left' then 'tobedeleted' else 'active' end as status, ${since('s.updated_at')} as "dateLastModified",
          'student' as role, s.class_id::text as "class.sourcedId", s.school_id::text as "school.sourcedId", s.id::text as "user.sourcedId", false as primary,
          s.entered_on as "beginDate", s.left_on as "endDate", array['student'] as roles, array[s.school_id::text] as schools, array[s.class_id::text] as classes
          from organisation.student s where ${within('s', 'school_id')}
        union all select g.id::text, 'tobedeleted', g.gone_at, 'student', null, g.school_id::text, g.id::text, false, null, null, array['student'], array[g.school_id::text], '{}'
          from organisation.roster_gone g where g.kind = 'student' and ${within('g', 'school_id')}
        union all select md5(p.id::text || k.class_id::text)::uuid::text, case when p.held then 'active' else 'tobedeleted' end, p.changed_at, 'teacher', k.class_id::text,
          p.school_id::text, p.account_id::text, true, p.valid_from, p.valid_until, array['teacher'], array[p.school_id::text], array[k.class_id::text]
          from (${staffPosts(bind(today, 'date'), within)}) p, unnest(p.class_ids) as k (class_id) where p.kind = 'form-teacher'`;
    case 'demographics':
      return `select s.id::text as "sourcedId", case s.state when 'left' then 'tobedeleted' else 'active' end as status, s.updated_at as "dateLastModified",
          s.born_on as "birthDate", case s.sex when 1 then 'male' when 2 then 'female' end as sex from organisation.student s where ${within('s', 'school_id')}`;
  }
}

/** Posts at schools that the outside knows, past ones too: who has gone is told as gone. */
function staffPosts(today: string, within: (table: string, school: string) => string): string {
  return `select p.*, p.valid_from <= ${today} and coalesce(p.valid_until, 'infinity') >= ${today} as held,
      greatest(p.created_at, p.ended_at, case when p.valid_until < ${today} then (p.valid_until + 1)::timestamp at time zone 'Asia/Shanghai' end) as changed_at,
      case p.kind when 'psychology-teacher' then 'counselor' when 'school-leader' then 'principal' else 'teacher' end as role
    from organisation.post p
   where p.school_id is not null and p.kind in ('form-teacher', 'grade-head', 'psychology-teacher', 'school-leader') and p.valid_from <= ${today} and ${within('p', 'school_id')}`;
}

/** Fields one may ask for by name, as a guard against a word that slipped through. */
export const isSearchable = (kind: RosterKind, field: string): boolean => Object.hasOwn(SEARCHABLE[kind], field);
