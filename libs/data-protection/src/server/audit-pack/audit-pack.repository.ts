import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

type Line = readonly (string | number | null)[];

const YEAR = `>= make_timestamptz($2, 1, 1, 0, 0, 0, 'Asia/Shanghai')`;
const BEFORE = `< make_timestamptz($2 + 1, 1, 1, 0, 0, 0, 'Asia/Shanghai')`;
const inYear = (column: string) => `${column} ${YEAR} and ${column} ${BEFORE}`;
const onDay = (column: string) => `to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;

/** The registers of one bureau and year as the audit wants them: counts and contracts, and no pupil. */
@Injectable()
export class AuditPackRepository {
  notices(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(purpose, audience, version, title, hash, ${onDay('published_at')}) as line
      from data_protection.notice where jurisdiction_id = $1 and published_at ${BEFORE} order by purpose, audience, version`);
  }

  consents(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(purpose, audience, count(*) filter (where decision = 'given'), count(*) filter (where decision = 'refused'),
        count(*) filter (where decision = 'withdrawn'), count(*) filter (where means = 'online'), count(*) filter (where means = 'paper')) as line
      from data_protection.consent_record where jurisdiction_id = $1 and ${inYear('at')} group by purpose, audience order by purpose, audience`);
  }

  stops(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(purpose, count(*), count(*) filter (where stopped_at <= due_at), count(*) filter (where stopped_at is null or stopped_at > due_at)) as line
      from data_protection.processing_stop where jurisdiction_id = $1 and ${inYear('withdrawn_at')} group by purpose order by purpose`);
  }

  assessments(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(subject, title, risk, conclusion, state, valid_from, valid_until) as line
      from data_protection.impact_assessment where jurisdiction_id = $1 and created_at ${BEFORE} and valid_until >= make_date($2, 1, 1) order by id`);
  }

  recipients(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(r.kind, r.name, r.purpose, array_to_string(r.data_classes, '、'), r.contract_number, r.contract_from, r.contract_until,
        (select count(*) from data_protection.provision p where p.jurisdiction_id = r.jurisdiction_id and p.recipient_id = r.id
           and p.provided_on between make_date($2, 1, 1) and make_date($2, 12, 31))) as line
      from data_protection.recipient r where r.jurisdiction_id = $1 and r.created_at ${BEFORE} order by r.id`);
  }

  provisions(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(p.provided_on, r.name, p.purpose, array_to_string(p.data_classes, '、'), p.basis, p.persons) as line
      from data_protection.provision p join data_protection.recipient r on r.jurisdiction_id = p.jurisdiction_id and r.id = p.recipient_id
      where p.jurisdiction_id = $1 and p.provided_on between make_date($2, 1, 1) and make_date($2, 12, 31) order by p.provided_on, p.id limit 5000`);
  }

  destructions(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(${onDay('destroyed_at')}, data_class, reason, years, count, digest) as line
      from data_protection.destruction where jurisdiction_id = $1 and ${inYear('destroyed_at')} order by id limit 5000`);
  }

  rights(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(kind, count(*), count(*) filter (where state = 'granted'), count(*) filter (where state = 'refused'),
        count(*) filter (where state = 'received'),
        count(*) filter (where (decided_at at time zone 'Asia/Shanghai')::date > due_on or (state = 'received' and due_on < ($3::timestamptz at time zone 'Asia/Shanghai')::date))) as line
      from data_protection.rights_request where jurisdiction_id = $1 and received_on between make_date($2, 1, 1) and make_date($2, 12, 31) group by kind order by kind`, tx.now);
  }

  /** How often pupils' records were opened or changed, by what was done. */
  accesses(tx: Tx, j: number, year: number): Promise<Line[]> {
    return this.lines(tx, j, year, `select json_build_array(action, count(*), count(distinct actor), count(distinct object)) as line
      from audit.entry where jurisdiction_id = $1 and object like 'student:%' and ${inYear('at')} group by action order by action`);
  }

  private async lines(tx: Tx, jurisdictionId: number, year: number, sql: string, ...more: unknown[]): Promise<Line[]> {
    const rows = await tx.query<{ line: Line }>(sql, [jurisdictionId, year, ...more]);
    return rows.map((row) => row.line);
  }
}
