import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { CONFIG, type Config, FieldCipher, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { mayTellStudentNumber, PAGE_LIMITS, READ_CORE, READ_DEMOGRAPHICS, READ_NESTED, readFields, readFilter, type RosterKind, SEARCHABLE } from '../../rules/index.js';
import { TokenService } from '../api-client/token.service.js';
import { rosterKey, studentNumberPlace } from '../students/pupil-fields.js';
import type { RosterQuery } from './roster-provider.dto.js';
import { type Narrowed, RosterRecordRepository, type RosterRecords, type UserRecord } from './roster-record.repository.js';
import { AS_JSON, FIELDS, type Shaping } from './roster-shape.js';

export const ONEROSTER_HOME = '/ims/oneroster/rostering/v1p2';

export interface RosterPage {
  readonly items: readonly object[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

const ABOUT_PUPILS: ReadonlySet<RosterKind> = new Set(['users', 'enrollments', 'demographics']);

/** Answers the calls of the OneRoster 1.2 rostering service. Every record that is read lies within the client's bureau and schools. */
@Injectable()
export class RosterProvider {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RosterRecordRepository) private readonly records: RosterRecordRepository,
    @Inject(TokenService) private readonly tokens: TokenService,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  list(actor: Actor, kind: RosterKind, query: RosterQuery, narrowed: Narrowed = {}): Promise<RosterPage> {
    return this.work.read(actor, rightFor(kind, READ_CORE), (tx) => this.page(tx, kind, query, narrowed));
  }

  one(actor: Actor, kind: RosterKind, id: string, query: RosterQuery, narrowed: Narrowed = {}): Promise<object> {
    return this.work.read(actor, rightFor(kind, READ_CORE), async (tx) => {
      const { items } = await this.page(tx, kind, { fields: query.fields }, { ...narrowed, ids: [id] });
      if (!items[0]) throw refuse('organisation/exchange-absent');
      return items[0];
    });
  }

  /** What belongs to a school or a class, which must itself be within reach. */
  within(actor: Actor, kind: RosterKind, query: RosterQuery, narrowed: Narrowed, below: readonly (readonly [RosterKind, string, Narrowed?])[]): Promise<RosterPage> {
    return this.work.read(actor, READ_NESTED, async (tx) => {
      for (const [parent, id, as] of below) await this.demand(tx, parent, id, as);
      return this.page(tx, kind, query, narrowed);
    });
  }

  /** The classes of a person, or the persons of a class: found by the enrollments between them. */
  through(
    actor: Actor, kind: 'classes' | 'users', query: RosterQuery, by: { readonly parent: readonly [RosterKind, string, Narrowed?]; readonly narrowed: Narrowed },
  ): Promise<RosterPage> {
    return this.work.read(actor, READ_NESTED, async (tx) => {
      const [parent, id, as] = by.parent;
      await this.demand(tx, parent, id, as);
      const field = parent === 'classes' ? 'class.sourcedId' : 'user.sourcedId';
      const filter = { join: 'AND', terms: [{ field, type: 'text', operator: '=', value: id }, { field: 'status', type: 'text', operator: '=', value: 'active' }] } as const;
      const between = await this.records.page(tx, 'enrollments', { narrowed: by.narrowed, filter, sort: null, offset: 0, limit: PAGE_LIMITS.most });
      const ids = between.map((one) => one[kind === 'classes' ? 'class.sourcedId' : 'user.sourcedId']);
      return this.page(tx, kind, query, { ids });
    });
  }

  private async demand(tx: Tx, kind: RosterKind, id: string, narrowed: Narrowed = {}): Promise<void> {
    if ((await this.records.count(tx, kind, { narrowed: { ...narrowed, ids: [id] }, filter: null })) === 0) throw refuse('organisation/exchange-absent');
  }

  private async page(tx: Tx, kind: RosterKind, query: RosterQuery, narrowed: Narrowed): Promise<RosterPage> {
    const fields = SEARCHABLE[kind];
    const filter = query.filter ? readFilter(query.filter, fields) : null;
    if (query.filter && filter === null) throw refuse('organisation/exchange-filter');
    if (query.sort !== undefined && !Object.hasOwn(fields, query.sort)) throw refuse('organisation/exchange-sort');
    const { wanted, unknown } = readFields(query.fields, FIELDS[kind]);
    if (unknown.length > 0) throw refuse('organisation/exchange-fields', { fields: unknown.join('、') });
    const [limit, offset] = [numberOf(query.limit, PAGE_LIMITS.usual, 1, PAGE_LIMITS.most), numberOf(query.offset, 0, 0, 10_000_000)];
    const sort = query.sort === undefined ? null : { field: query.sort, descending: query.orderBy === 'desc' };
    const total = await this.records.count(tx, kind, { narrowed, filter });
    const records = await this.records.page(tx, kind, { narrowed, filter, sort, offset, limit });
    if (ABOUT_PUPILS.has(kind)) await this.tokens.notePupils(tx);
    const by = await this.shaping(tx, kind, records);
    const shape = AS_JSON[kind] as (record: RosterRecords[RosterKind], by: Shaping) => Record<string, unknown>;
    return { items: records.map((record) => pick(shape(record, by), wanted)), total, limit, offset };
  }

  /** What the shaping of these records needs. Also for the files, which go through the same shapes. */
  async shaping(tx: Tx, kind: RosterKind, records: readonly object[]): Promise<Shaping> {
    const numbers = new Map<string, string>();
    if (kind === 'users') {
      for (const { sourcedId, jurisdictionId, studentNumberEnc } of records as UserRecord[]) {
        if (studentNumberEnc === null) continue;
        const number = await this.cipher.decrypt(tx, rosterKey(jurisdictionId), studentNumberPlace(sourcedId), studentNumberEnc);
        if (mayTellStudentNumber(number)) numbers.set(sourcedId, number);
      }
    }
    return { today: chinaDayOf(tx.now), home: `${this.config.consoleOrigin}${ONEROSTER_HOME}`, terms: kind === 'classes' ? await this.records.termsOf(tx) : new Map(), numbers };
  }
}

const rightFor = (kind: RosterKind, usual: string): string => (kind === 'demographics' ? READ_DEMOGRAPHICS : usual);

function numberOf(text: string | undefined, usual: number, least: number, most: number): number {
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  // More than a page holds is no mistake: the standard lets a provider give less.
  if (!/^\d{1,9}$/.test(text) || value < least) throw refuse('organisation/exchange-page', { most: PAGE_LIMITS.most });
  return Math.min(value, most);
}

function pick(record: Record<string, unknown>, wanted: readonly string[] | null): object {
  const told = Object.entries(record).filter(([name, value]) => value !== undefined && (wanted === null || wanted.includes(name)));
  return Object.fromEntries(told);
}
