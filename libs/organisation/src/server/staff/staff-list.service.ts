import { type Actor, chinaDayOf, isSchoolDay, isUuid, refuse, type SchoolDay } from '@heliotrope/kernel';
import { pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { checkStateOf, classNameOn, oldBefore, POSTS, STAGE_NAMES, type Stage } from '../../rules/index.js';
import { personIn } from '../appointment/appointment.service.js';
import { SchoolRepository } from '../reading/school.repository.js';
import { BackgroundCheckRepository } from './background-check.repository.js';
import type { CheckCountsDto, StaffMemberDto, StaffPageDto, StaffPostDto, StaffQuery } from './staff.dto.js';
import { type StaffFilter, StaffListRepository, type StaffRow } from './staff-list.repository.js';

const READ = 'organisation.read-staff';
const RECORD = 'organisation.record-background-check';
const KEY = 'staffing.background-check-every';

/** Who holds which post where, since when, and who of them was asked about lately. */
@Injectable()
export class StaffList {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(StaffListRepository) private readonly staff: StaffListRepository,
    @Inject(BackgroundCheckRepository) private readonly checks: BackgroundCheckRepository,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  list(actor: Actor, query: StaffQuery): Promise<StaffPageDto> {
    const limit = query.limit ?? 50;
    return this.work.read(actor, READ, async (tx) => {
      const { post, state, cursor, limit: _, ...where } = query;
      const rows = await this.rows(tx, { ...where, kind: post, state: state ?? 'held', before: readCursor(cursor, 'id')?.[0] ?? null, limit: limit + 1 });
      return pageOf(rows, limit, (row) => [row.id]);
    });
  }

  member(actor: Actor, accountId: string): Promise<StaffMemberDto> {
    return this.work.read(actor, READ, async (tx) => {
      const posts = isUuid(accountId) ? await this.rows(tx, { accountId, state: 'any', before: null, limit: 100 }) : [];
      const [first] = posts;
      if (!first) throw refuse('organisation/account-absent');
      const checks = await this.checks.of(tx, accountId, [...new Set(posts.map((one) => one.jurisdictionId))]);
      return { accountId, name: first.name, username: first.username, posts, checks };
    });
  }

  checkCounts(actor: Actor): Promise<CheckCountsDto> {
    return this.work.read(actor, RECORD, async (tx) => {
      return { ...(await this.checks.counts(tx, chinaDayOf(tx.now), this.oldBeforeFor(tx))), ...this.interval(tx) };
    });
  }

  /** Checks before this day are old, for whoever looks. */
  oldBeforeFor(tx: Tx): SchoolDay {
    return oldBefore(chinaDayOf(tx.now), this.interval(tx).everyDays);
  }

  everyDaysFor(tx: Tx): number {
    return this.interval(tx).everyDays;
  }

  record(actor: Actor, accountId: string, checkedOn: string): Promise<void> {
    return this.work.run(actor, RECORD, async (tx) => {
      if (!isSchoolDay(checkedOn)) throw refuse('organisation/day', { day: checkedOn });
      const today = chinaDayOf(tx.now);
      if (checkedOn > today) throw refuse('organisation/check-day');
      const places = isUuid(accountId) ? await this.checks.placesOf(tx, accountId, today) : [];
      if (places.length === 0) throw refuse('organisation/account-absent');
      for (const jurisdictionId of places) {
        await this.checks.add(tx, jurisdictionId, accountId, checkedOn, personIn(actor));
        tx.audit({ object: `account:${accountId}`, jurisdictionId, detail: { checkedOn } });
      }
    });
  }

  private async rows(tx: Tx, filter: Omit<StaffFilter, 'day' | 'oldBefore'>): Promise<StaffPostDto[]> {
    const day = chinaDayOf(tx.now);
    const { everyDays } = this.interval(tx);
    const rows = await this.staff.list(tx, { ...filter, day, oldBefore: oldBefore(day, everyDays) });
    const classes = await this.schools.classesById(tx, rows.flatMap((row) => row.classIds));
    const names = new Map(classes.map((row) => [row.id, classNameOn(row, day)]));
    return rows.map((row) => this.shown(row, names, day, everyDays));
  }

  private shown(row: StaffRow, names: ReadonlyMap<string, string>, day: SchoolDay, everyDays: number): StaffPostDto {
    const { kind, classIds, stage, entryYear, ...rest } = row;
    const grade = stage === null || entryYear === null ? [] : [`${STAGE_NAMES[stage as Stage]}${entryYear}级`];
    return {
      ...rest, post: kind, postName: POSTS[kind]?.name ?? kind, classes: [...classIds.flatMap((id) => names.get(id) ?? []), ...grade],
      state: row.validFrom > day ? 'coming' : row.validUntil !== null && row.validUntil < day ? 'ended' : 'held',
      checkState: checkStateOf([kind], row.checkedOn, day, everyDays),
    };
  }

  /** The strictest of the bureaus in reach: whoever looks over several sees nothing as fresh that one of them calls old. */
  private interval(tx: Tx): { everyDays: number; source: string } {
    const day = chinaDayOf(tx.now);
    const found = [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))].flatMap((id) => this.policy.applicable(id, KEY, day).wins ?? []);
    const [strictest] = found.sort((a, b) => a.value - b.value);
    if (!strictest) throw refuse('policy/none-in-force', { key: KEY, on: day });
    return { everyDays: strictest.value, source: [strictest.source, strictest.clause].filter(Boolean).join(' ') };
  }
}
