import type { SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

export interface DormitoryRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly name: string;
  readonly forSex: 0 | 1 | 2;
  readonly closedOn: SchoolDay | null;
  readonly version: number;
}

export interface RoomRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly schoolId: string;
  readonly dormitoryId: string;
  readonly number: string;
  readonly beds: number;
  readonly forSex: 0 | 1 | 2;
  readonly residents: number;
  readonly closedOn: SchoolDay | null;
  readonly version: number;
}

const DORMITORY = `d.jurisdiction_id as "jurisdictionId", d.id, d.school_id as "schoolId", d.name, d.for_sex as "forSex", d.closed_on as "closedOn", d.version`;
const RESIDENTS = `(select count(*) from organisation.dormitory_stay y where y.jurisdiction_id = r.jurisdiction_id and y.room_id = r.id and y.until_on is null)`;
const ROOM = `r.jurisdiction_id as "jurisdictionId", r.id, r.school_id as "schoolId", r.dormitory_id as "dormitoryId", r.number, r.beds,
  d.for_sex as "forSex", ${RESIDENTS} as residents, r.closed_on as "closedOn", r.version`;
const ROOMS = `organisation.dormitory_room r join organisation.dormitory d on d.jurisdiction_id = r.jurisdiction_id and d.id = r.dormitory_id`;

/** Dormitory buildings and their rooms. */
@Injectable()
export class DormitoryRepository {
  async ofSchool(tx: Tx, schoolId: string): Promise<DormitoryRow[]> {
    const params: unknown[] = [schoolId];
    return tx.query<DormitoryRow>(
      `select ${DORMITORY} from organisation.dormitory d where d.school_id = $1 and ${within(tx, 'd', params)} order by d.closed_on nulls first, d.name`, params,
    );
  }

  async roomsOf(tx: Tx, schoolId: string): Promise<RoomRow[]> {
    const params: unknown[] = [schoolId];
    return tx.query<RoomRow>(
      `select ${ROOM} from ${ROOMS} where r.school_id = $1 and ${within(tx, 'r', params)} order by r.closed_on nulls first, length(r.number), r.number`, params,
    );
  }

  async forUpdate(tx: Tx, id: string): Promise<DormitoryRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<DormitoryRow>(`select ${DORMITORY} from organisation.dormitory d where d.id = $1 and ${within(tx, 'd', params)} for update`, params))[0];
  }

  /** Locked first: how many live there is counted only when nobody else can move in. */
  async roomForUpdate(tx: Tx, id: string): Promise<RoomRow | undefined> {
    const params: unknown[] = [id];
    const locked = await tx.query(`select 1 from organisation.dormitory_room r where r.id = $1 and ${within(tx, 'r', params)} for update`, params);
    return locked.length === 0 ? undefined : this.room(tx, id);
  }

  async room(tx: Tx, id: string): Promise<RoomRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<RoomRow>(`select ${ROOM} from ${ROOMS} where r.id = $1 and ${within(tx, 'r', params)}`, params))[0];
  }

  /** Undefined when the name is taken. */
  async add(tx: Tx, one: Omit<DormitoryRow, 'id' | 'version'>): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `insert into organisation.dormitory (jurisdiction_id, id, school_id, name, for_sex, closed_on) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing returning id`,
      [one.jurisdictionId, newId(tx.now.getTime()), one.schoolId, one.name, one.forSex, one.closedOn],
    );
    return rows[0]?.id;
  }

  async addRoom(tx: Tx, one: Pick<RoomRow, 'jurisdictionId' | 'schoolId' | 'dormitoryId' | 'number' | 'beds' | 'closedOn'>): Promise<string | undefined> {
    const rows = await tx.query<{ id: string }>(
      `insert into organisation.dormitory_room (jurisdiction_id, id, school_id, dormitory_id, number, beds, closed_on) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict do nothing returning id`,
      [one.jurisdictionId, newId(tx.now.getTime()), one.schoolId, one.dormitoryId, one.number, one.beds, one.closedOn],
    );
    return rows[0]?.id;
  }

  async save(tx: Tx, one: DormitoryRow): Promise<boolean> {
    const rows = await tx.query(
      `update organisation.dormitory d set name = $3, for_sex = $4, closed_on = $5, version = version + 1
        where jurisdiction_id = $1 and id = $2 and not exists (select from organisation.dormitory o
          where o.jurisdiction_id = $1 and o.school_id = d.school_id and o.name = $3 and o.id <> $2) returning id`,
      [one.jurisdictionId, one.id, one.name, one.forSex, one.closedOn],
    );
    return rows.length > 0;
  }

  async saveRoom(tx: Tx, one: RoomRow): Promise<boolean> {
    const rows = await tx.query(
      `update organisation.dormitory_room r set number = $3, beds = $4, closed_on = $5, version = version + 1
        where jurisdiction_id = $1 and id = $2 and not exists (select from organisation.dormitory_room o
          where o.jurisdiction_id = $1 and o.dormitory_id = r.dormitory_id and o.number = $3 and o.id <> $2) returning id`,
      [one.jurisdictionId, one.id, one.number, one.beds, one.closedOn],
    );
    return rows.length > 0;
  }
}

const within = (tx: Tx, alias: string, params: unknown[]) =>
  scopeWhere(tx.scopes, { jurisdiction: `${alias}.jurisdiction_id`, school: `${alias}.school_id` }, params);
