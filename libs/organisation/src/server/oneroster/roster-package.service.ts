import { type Actor, chinaInstant, chinaDayOf, isSchoolDay, refuse, type Scope, type SystemActor } from '@heliotrope/kernel';
import { defineJob, ExportCentre, guardExport, type Tx, UnitOfWork, zipFiles } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CSV_COLUMNS, type CsvFile, type Filter, manifestLines, type RosterKind } from '../../rules/index.js';
import { BureauRepository } from '../reading/bureau.repository.js';
import type { RosterPackageBody, RosterPackageOrderDto } from './roster-package.dto.js';
import { RosterProvider } from './roster-provider.service.js';
import { RosterRecordRepository, type RosterRecords, type UserRecord } from './roster-record.repository.js';
import { AS_CELLS, roleLines, type Shaping } from './roster-shape.js';

const ACTION = 'organisation.export-roster';
const KIND = 'organisation/oneroster-package';
const CHUNK = 2000;
const ACTIVE: Filter = { join: 'AND', terms: [{ field: 'status', type: 'text', operator: '=', value: 'active' }] };

guardExport({ kind: KIND, action: ACTION, approvedBy: 'platform.approve-exports', mostRows: 200_000, assessed: true });

export interface RosterPackageOrder {
  readonly exportId: string;
  /** Left out: every school of the bureau. */
  readonly schoolId?: string;
  /** The first instant of changes to tell; left out, everything is told. */
  readonly since?: string;
  readonly demographics: boolean;
}

export const makeRosterPackage = defineJob<RosterPackageOrder>({ name: 'organisation.make-roster-package', attempts: 3 });

type Cells = Readonly<Record<string, string>>;

/** A OneRoster package of a bureau or a school: asked for with a reason, approved by another, made by a job, sealed. */
@Injectable()
export class RosterPackageService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RosterRecordRepository) private readonly records: RosterRecordRepository,
    @Inject(RosterProvider) private readonly provider: RosterProvider,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
    @Inject(ExportCentre) private readonly exports: ExportCentre,
  ) {}

  order(actor: Actor, body: RosterPackageBody): Promise<RosterPackageOrderDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      if (actor.kind !== 'person') throw refuse('platform/not-allowed', { action: ACTION });
      const { jurisdictionId } = body;
      const schoolId = placeIn(tx.scopes, jurisdictionId);
      const { since } = body;
      if (since !== undefined && (!isSchoolDay(since) || since > chinaDayOf(tx.now))) throw refuse('organisation/exchange-since');
      const title = since === undefined ? 'OneRoster名册（全量）' : `OneRoster名册（${since}起变动）`;
      const order = {
        ...(schoolId ? { schoolId } : {}), demographics: body.demographics ?? false,
        ...(since === undefined ? {} : { since: chinaInstant(since as never).toISOString() }),
      };
      const exportId = await this.exports.ask(tx, {
        jurisdictionId, ...(schoolId ? { schoolId } : {}), ownerAccountId: actor.accountId, ownerName: actor.name, kind: KIND, title,
        fileName: `oneroster-${jurisdictionId}-${chinaDayOf(tx.now)}.zip`, reason: body.reason.trim(),
        job: (id) => makeRosterPackage.of({ exportId: id, ...order }, { jurisdictionId, ...(schoolId ? { schoolId } : {}), title }),
      });
      tx.audit({ object: `export:${exportId}`, jurisdictionId, detail: { ...order, kind: KIND } });
      return { exportId };
    });
  }

  make(actor: SystemActor, jurisdictionId: number, order: RosterPackageOrder): Promise<void> {
    const scope: Scope = { jurisdictions: [jurisdictionId], schools: order.schoolId ? [order.schoolId] : 'all', classes: 'all' };
    return this.work.run({ ...actor, scope }, ACTION, async (tx) => {
      const { files, users } = await this.filesOf(tx, order);
      const name = (await this.bureaus.byId(tx, jurisdictionId))?.name ?? '';
      const sent = [...files.keys()] as CsvFile[];
      const manifest = manifestLines(sent, order.since === undefined ? 'bulk' : 'delta', { name: `向阳 ${name}`, code: String(jurisdictionId) });
      const zip = await zipFiles(new Map([
        ['manifest.csv', Buffer.from(manifest.map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n')],
        ...[...files].map(([file, text]) => [`${file}.csv`, Buffer.from(text)] as const),
      ]));
      await this.exports.deliverSealed(tx, { jurisdictionId, id: order.exportId }, { content: zip, rows: users });
      tx.audit({ object: `export:${order.exportId}`, jurisdictionId, detail: { users, demographics: order.demographics } });
    });
  }

  fail(actor: SystemActor, jurisdictionId: number, exportId: string, code: string): Promise<void> {
    return this.work.run(actor, ACTION, (tx) => this.exports.fail(tx, { jurisdictionId, id: exportId }, code));
  }

  /** Everything, or what has changed; in a delta each line says when, and whether it is to be deleted. */
  private async filesOf(tx: Tx, { since, demographics }: RosterPackageOrder): Promise<{ files: Map<CsvFile, string>; users: number }> {
    const filter: Filter = since === undefined ? ACTIVE : { join: 'AND', terms: [{ field: 'dateLastModified', type: 'time', operator: '>=', value: since }] };
    const files = new Map<CsvFile, string>();
    const roles: Cells[] = [];
    let users = 0;
    const kinds: RosterKind[] = ['academicSessions', 'orgs', 'courses', 'classes', 'users', 'enrollments', ...(demographics ? (['demographics'] as const) : [])];
    for (const kind of kinds) {
      const lines: Cells[] = [];
      for await (const { records, by } of this.everything(tx, kind, filter)) {
        const shape = AS_CELLS[kind] as (record: RosterRecords[RosterKind], by: Shaping) => Cells;
        lines.push(...records.map((record) => shape(record, by)));
        if (kind === 'users') roles.push(...(records as UserRecord[]).flatMap(roleLines));
      }
      if (kind === 'users') users = lines.length;
      files.set(kind, csvOf(kind, lines, since !== undefined));
    }
    files.set('roles', csvOf('roles', roles, since !== undefined));
    return { files, users };
  }

  private async *everything(tx: Tx, kind: RosterKind, filter: Filter): AsyncGenerator<{ records: readonly RosterRecords[RosterKind][]; by: Shaping }> {
    for (let after = ''; ; ) {
      const records = await this.records.page(tx, kind, { narrowed: {}, filter, sort: null, offset: 0, limit: CHUNK, after });
      if (records.length > 0) yield { records, by: await this.provider.shaping(tx, kind, records) };
      if (records.length < CHUNK) return;
      after = records.at(-1)!.sourcedId;
    }
  }
}

/** RFC 4180. No mark at the beginning and nothing put before a formula: a machine reads this. */
function csvOf(file: CsvFile, lines: readonly Cells[], delta: boolean): string {
  const columns = CSV_COLUMNS[file] as readonly string[];
  const blank = (column: string) => !delta && (column === 'status' || column === 'dateLastModified');
  return [columns.join(','), ...lines.map((line) => columns.map((column) => (blank(column) ? '' : cell(line[column] ?? ''))).join(','))].join('\r\n') + '\r\n';
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The one school to which the right reaches in this bureau; undefined when it reaches all of them. */
function placeIn(scopes: readonly Scope[], jurisdictionId: number): string | undefined {
  const here = scopes.filter((scope) => scope.jurisdictions.includes(jurisdictionId));
  if (here.some((scope) => scope.schools === 'all')) return undefined;
  const [school] = here.flatMap((scope) => scope.schools);
  if (!school) throw refuse('organisation/exchange-place');
  return school;
}
