import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { acceptFile, blindIndexWith, FieldCipher, readRows, type Tx, UnitOfWork, unzipFiles } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { CSV_COLUMNS, gradeOn, isGone, type KnownRecords, NEEDED_COLUMNS, type PackageRow, rosterLines, type RosterPackage } from '../../rules/index.js';
import { importPlace } from '../roster-import/roster-import.access.js';
import { RosterImportService } from '../roster-import/roster-import.service.js';
import { citizenNumberPlace, rosterKey, STUDENT_NUMBER, studentNumberPlace } from '../students/pupil-fields.js';
import { KnownRecordRepository } from './known-record.repository.js';
import type { PackageReadDto } from './roster-package.dto.js';

const ACTION = 'organisation.import-roster';
const FILES = Object.keys(NEEDED_COLUMNS) as (keyof typeof NEEDED_COLUMNS)[];
const NEEDED: readonly string[] = ['manifest', 'users', 'enrollments', 'classes'];
const LIMITS = { names: new Set(['manifest', ...FILES].map((name) => `${name}.csv`)), most: 64 * 1024 * 1024 };
/** Of all tables together, their headings counted: they are held in memory at once. */
const MOST_ROWS = 300_000;
const KNOWN_COLUMNS: ReadonlySet<string> = new Set(FILES.flatMap((name): readonly string[] => CSV_COLUMNS[name]));
const CHUNK = 5_000;

/** A OneRoster package becomes a roster sheet, and the sheet goes the way of every sheet: dry run, wrong rows, confirmation, undo. */
@Injectable()
export class PackageImportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RosterImportService) private readonly imports: RosterImportService,
    @Inject(KnownRecordRepository) private readonly known: KnownRecordRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  async read(actor: Actor, bytes: Buffer, fileName: string, jurisdictionId?: number): Promise<PackageReadDto> {
    const read = await readPackage(bytes);
    const { header, lines, leavers, staying, notPupils } = await this.work.read(actor, ACTION, async (tx) => {
      const place = importPlace(tx.scopes, jurisdictionId);
      return rosterLines(read, await this.recordsOf(tx, place.jurisdictionId, read), chinaDayOf(tx.now));
    });
    const sheet = { name: fileName.replace(/(\.zip)?$/i, '.csv'), content: csvPieces([header, ...lines]), isCut: () => false };
    const { id, jobRunId } = await this.imports.upload(actor, sheet, jurisdictionId, { kind: read.kind, leavers, staying });
    return { id, jobRunId, kind: read.kind, pupils: lines.length, gone: leavers.length, notPupils };
  }

  /** What lies under the numbers the package names, within the importer's reach. Numbers of pupils are opened for the sheet, which is sealed. */
  private async recordsOf(tx: Tx, jurisdictionId: number, read: RosterPackage): Promise<KnownRecords> {
    const ids = (rows: readonly PackageRow[], column = 'sourcedId') => [...new Set(rows.map((row) => row[column] ?? '').filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)))];
    const today = chinaDayOf(tx.now);
    const schools = await this.known.schools(tx, jurisdictionId);
    const pupils = new Map<string, { classId: string; studentNumber: string | null; citizenNumber: string | null }>();
    const users = [...new Set([...ids(read.users), ...ids(read.enrollments.filter(isGone), 'userSourcedId')])];
    for (let at = 0; at < users.length; at += CHUNK) {
      for (const row of await this.known.pupils(tx, jurisdictionId, users.slice(at, at + CHUNK))) {
        const open = (field: Buffer | null, place: ReturnType<typeof studentNumberPlace>) =>
          field === null ? null : this.cipher.decrypt(tx, rosterKey(jurisdictionId), place, field);
        pupils.set(row.id, {
          classId: row.classId, studentNumber: await open(row.studentNumberEnc, studentNumberPlace(row.id)), citizenNumber: await open(row.citizenNumberEnc, citizenNumberPlace(row.id)),
        });
      }
    }
    const classIds = new Set([...ids(read.classes), ...[...pupils.values()].map((one) => one.classId)]);
    const classes = (await this.known.classes(tx, jurisdictionId, [...classIds])).flatMap((row) => {
      const grade = gradeOn(row, today);
      return typeof grade === 'string' ? [] : [[row.id, { schoolCode: row.schoolCode, grade: grade.name, number: row.number }] as const];
    });
    const pupilsByNumber = await this.goneByNumber(tx, jurisdictionId, read.users.filter((row) => isGone(row) && !pupils.has(row['sourcedId'] ?? '')));
    tx.audit({ object: 'oneroster-package', jurisdictionId, detail: { knownPupils: pupils.size } });
    return { schools: new Map(schools.map((row) => [row.id, row])), classes: new Map(classes), pupils, pupilsByNumber };
  }

  /** A system that never had our numbers says by the student number who has left. */
  private async goneByNumber(tx: Tx, jurisdictionId: number, users: readonly PackageRow[]): Promise<Map<string, string>> {
    const numbers = [...new Set(users.map((row) => row['metadata.cn.studentNo'] ?? '').filter(Boolean))];
    if (numbers.length === 0) return new Map();
    const key = await this.cipher.indexKey(tx, jurisdictionId);
    const prints = new Map(numbers.map((number) => [blindIndexWith(key, STUDENT_NUMBER, number.trim().toUpperCase()).toString('hex'), number]));
    const found = await this.known.pupilsByPrint(tx, jurisdictionId, [...prints.keys()]);
    return new Map(found.map((row) => [prints.get(row.print)!, row.id]));
  }
}

async function readPackage(bytes: Buffer): Promise<RosterPackage> {
  const files = await unzipFiles(bytes, LIMITS);
  const missing = NEEDED.filter((name) => !files.has(`${name}.csv`));
  if (missing.length > 0) throw refuse('organisation/package-incomplete', { files: missing.map((name) => `${name}.csv`).join('、') });
  const room = { rows: MOST_ROWS };
  const manifest = new Map((await rowsOf(files.get('manifest.csv')!, room)).map(([name = '', value = '']) => [name, value]));
  if (!/^1\.[12]/.test(manifest.get('oneroster.version') ?? '')) throw refuse('organisation/package-version');
  const tables = new Map<string, PackageRow[]>();
  for (const name of FILES) {
    const file = files.get(`${name}.csv`);
    tables.set(name, file ? await tableOf(name, file, room) : []);
  }
  const kind = FILES.some((name) => manifest.get(`file.${name}`) === 'delta') ? 'delta' : 'bulk';
  const table = (name: string) => tables.get(name) ?? [];
  return { kind, orgs: table('orgs'), classes: table('classes'), users: table('users'), roles: table('roles'), enrollments: table('enrollments'), demographics: table('demographics') };
}

async function tableOf(name: (typeof FILES)[number], file: Buffer, room: { rows: number }): Promise<PackageRow[]> {
  const [header = [], ...rows] = await rowsOf(file, room);
  const missing = NEEDED_COLUMNS[name].filter((column) => !header.includes(column));
  if (header.length > 0 && missing.length > 0) throw refuse('organisation/package-columns', { file: `${name}.csv`, columns: missing.join('、') });
  const columns = header.flatMap((column, n) => (KNOWN_COLUMNS.has(column) ? [[column, n] as const] : [])); // a heading of a thousand words fills no memory
  return rows.map((cells) => Object.fromEntries(columns.map(([column, n]) => [column, cells[n] ?? ''])));
}

/** UTF-8 with or without its mark, and GBK: the reader of sheets finds out. A workbook under the name of a table would unpack a second time. */
async function rowsOf(file: Buffer, room: { rows: number }): Promise<string[][]> {
  if (file.length > 0) await acceptFile(file, ['csv']);
  const rows: string[][] = [];
  for await (const { cells } of readRows(file, { maxRows: Infinity, maxBytes: LIMITS.most })) {
    if (--room.rows < 0) throw refuse('organisation/package-rows', { most: MOST_ROWS });
    rows.push([...cells]);
  }
  return rows;
}

async function* csvPieces(lines: readonly (readonly string[])[]): AsyncGenerator<Uint8Array> {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  for (let at = 0; at < lines.length; at += CHUNK) {
    yield Buffer.from(lines.slice(at, at + CHUNK).map((line) => `${line.map(cell).join(',')}\r\n`).join(''));
  }
}
