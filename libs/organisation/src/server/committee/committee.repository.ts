import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { CommitteeRole, Stage } from '../../rules/index.js';

export interface MemberRow {
  readonly id: string;
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly studentId: string;
  readonly studentName: string;
  readonly role: CommitteeRole;
  readonly classId: string | null;
  readonly dormitoryId: string | null;
  readonly room: string | null;
  readonly stage: Stage;
  readonly entryYear: number;
  readonly schoolingLength: number;
  readonly classNumber: number;
  readonly fromOn: SchoolDay;
  readonly untilOn: SchoolDay | null;
  readonly trainedOn: SchoolDay | null;
  readonly version: number;
}

export interface MemberFilter {
  readonly schoolId?: string;
  readonly classId?: string;
  readonly role?: CommitteeRole;
  readonly after?: string;
  readonly limit: number;
}

const MEMBER = `m.id, m.jurisdiction_id as "jurisdictionId", m.school_id as "schoolId", m.student_id as "studentId", s.name as "studentName", m.role,
  m.class_id as "classId", r.dormitory_id as "dormitoryId", d.name || r.number as room, c.stage, c.entry_year as "entryYear",
  c.schooling_length as "schoolingLength", c.number as "classNumber", m.from_on as "fromOn", m.until_on as "untilOn", m.trained_on as "trainedOn", m.version`;
const MEMBERS = `organisation.committee_member m
  join organisation.student s on s.jurisdiction_id = m.jurisdiction_id and s.id = m.student_id
  join organisation.class c on c.jurisdiction_id = s.jurisdiction_id and c.id = s.class_id
  left join organisation.dormitory_room r on r.jurisdiction_id = m.jurisdiction_id and r.id = m.room_id
  left join organisation.dormitory d on d.jurisdiction_id = r.jurisdiction_id and d.id = r.dormitory_id`;
const OPEN = `m.until_on is null and s.state = 'enrolled'`;

/** Pupils with an office, reached through the pupil. */
@Injectable()
export class CommitteeRepository {
  page(tx: Tx, filter: MemberFilter): Promise<MemberRow[]> {
    const params: unknown[] = [filter.limit];
    const where = [within(tx, params), OPEN];
    if (filter.schoolId) where.push(`m.school_id = $${params.push(filter.schoolId)}`);
    if (filter.classId) where.push(`s.class_id = $${params.push(filter.classId)}`);
    if (filter.role) where.push(`m.role = $${params.push(filter.role)}`);
    if (filter.after) where.push(`m.id > $${params.push(filter.after)}`);
    return tx.query<MemberRow>(`select ${MEMBER} from ${MEMBERS} where ${where.join(' and ')} order by m.id limit $1`, params);
  }

  ofSchool(tx: Tx, schoolId: string): Promise<MemberRow[]> {
    const params: unknown[] = [schoolId];
    return tx.query<MemberRow>(`select ${MEMBER} from ${MEMBERS} where m.school_id = $1 and ${OPEN} and ${within(tx, params)}`, params);
  }

  async byId(tx: Tx, id: string): Promise<MemberRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<MemberRow>(`select ${MEMBER} from ${MEMBERS} where m.id = $1 and ${within(tx, params)}`, params))[0];
  }

  async forUpdate(tx: Tx, id: string): Promise<MemberRow | undefined> {
    const found = await this.byId(tx, id);
    if (!found) return undefined;
    await tx.query(`select 1 from organisation.committee_member where jurisdiction_id = $1 and id = $2 for update`, [found.jurisdictionId, id]);
    return this.byId(tx, id);
  }

  /** Undefined when the pupil holds this office already. */
  async add(
    tx: Tx, of: { jurisdictionId: number; schoolId: string; id: string }, office: { role: CommitteeRole; classId: string | null; roomId: string | null; fromOn: SchoolDay; trainedOn: SchoolDay | null },
  ): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `insert into organisation.committee_member (jurisdiction_id, id, school_id, student_id, role, class_id, room_id, from_on, trained_on)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
      [of.jurisdictionId, newId(tx.now.getTime()), of.schoolId, of.id, office.role, office.classId, office.roomId, office.fromOn, office.trainedOn],
    );
    return rows[0]?.id;
  }

  async save(tx: Tx, one: Pick<MemberRow, 'jurisdictionId' | 'id'>, untilOn: SchoolDay | null, trainedOn: SchoolDay | null): Promise<void> {
    await tx.query(
      `update organisation.committee_member set until_on = $3, trained_on = $4, version = version + 1 where jurisdiction_id = $1 and id = $2`,
      [one.jurisdictionId, one.id, untilOn, trainedOn],
    );
  }
}

const within = (tx: Tx, params: unknown[]) =>
  scopeWhere(tx.scopes, { jurisdiction: 's.jurisdiction_id', school: 's.school_id', class: 's.class_id' }, params);
