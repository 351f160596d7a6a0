import { type Actor, chinaDayOf, type FieldFault, refuse, type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';
import { acceptFile, FieldCipher, newId, type Tx, UnitOfWork, writeXlsx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { judgeStaffRow, POSTS, type StaffPerson, staffHeading } from '../../rules/index.js';
import { SchoolRepository } from '../reading/school.repository.js';
import type { Proposal } from '../appointment/post-proposal.repository.js';
import { PostProposals } from '../appointment/post-proposal.service.js';
import { bureauOf } from './account-admin.service.js';
import { AccountDirectory } from './account-directory.repository.js';
import { StaffContact } from './staff-contact.repository.js';
import type { StaffImportDto } from './staff-import.dto.js';
import { type StaffCounts, StaffImportRepository, type StaffImportRow } from './staff-import.repository.js';
import { readStaffTable, STAFF_TEMPLATE, staffCells, staffFaultSheet, type StaffTable } from './staff-sheet.js';

const MANAGE = 'organisation.manage-accounts';
const FAULTS_SHOWN = 30;
const KEPT_MS = 30 * 24 * 60 * 60_000;

interface Judged {
  readonly row: number;
  readonly verdict: keyof Omit<StaffCounts, 'posts'>;
  readonly person: StaffPerson;
  readonly accountId: string | null;
  readonly schoolId: string | null;
  readonly faults: readonly FieldFault[];
}

/**
 * Accounts from a sheet: looked at first, written when confirmed, and judged again then. A bureau has some thousands of
 * staff, so no worker is needed. A post in it is proposed to the security administrator. No code is made here: codes are printed from the list, for those about to receive them.
 */
@Injectable()
export class StaffImportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(StaffImportRepository) private readonly imports: StaffImportRepository,
    @Inject(AccountDirectory) private readonly directory: AccountDirectory,
    @Inject(StaffContact) private readonly contacts: StaffContact,
    @Inject(SchoolRepository) private readonly schools: SchoolRepository,
    @Inject(PostProposals) private readonly proposals: PostProposals,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  template(): Readable {
    return writeXlsx(STAFF_TEMPLATE, []);
  }

  async upload(actor: Actor, file: { name: string; content: Buffer }, asked?: number): Promise<{ id: string }> {
    await acceptFile(file.content, ['xlsx', 'xls', 'csv']);
    const table = await readStaffTable(file.content);
    return this.work.run(actor, MANAGE, async (tx) => {
      const jurisdictionId = bureauOf(tx, asked);
      const id = newId(tx.now.getTime());
      const judged = await this.judge(tx, jurisdictionId, table);
      const cellsEnc = await this.cipher.encrypt(tx, keyOf(jurisdictionId), placeOf(id), JSON.stringify(table));
      await this.imports.add(tx, { jurisdictionId, id, fileName: file.name.slice(-120), cellsEnc, counts: counted(judged) });
      tx.audit({ object: `staff-import:${id}`, action: 'organisation.check-staff', jurisdictionId, detail: { rows: table.rows.length } });
      return { id };
    });
  }

  one(actor: Actor, id: string): Promise<StaffImportDto> {
    return this.work.read(actor, MANAGE, async (tx) => {
      const row = await this.found(tx, id);
      const table = await this.opened(tx, row);
      const faults = table ? (await this.judge(tx, row.jurisdictionId, table)).flatMap((one) => one.faults).slice(0, FAULTS_SHOWN) : [];
      const { posts, ...counts } = row.counts;
      return {
        id: row.id, fileName: row.fileName, state: row.state, failure: null, jobRunId: null, counts: { ...counts, leaving: 0, overtaken: row.overtaken }, posts,
        faults: faults.map((fault) => ({ row: fault.row ?? 0, field: fault.field, code: fault.code, message: fault.message })),
      };
    });
  }

  faultSheet(actor: Actor, id: string): Promise<Readable> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.found(tx, id);
      const table = await this.opened(tx, row);
      if (!table || row.counts.wrong === 0) throw refuse('organisation/import-nothing-wrong');
      const wrong = (await this.judge(tx, row.jurisdictionId, table)).filter((one) => one.verdict === 'wrong');
      const reasons = new Map(wrong.map((one) => [one.row, one.faults.map((fault) => `${fault.field}：${fault.message}`).join('；')]));
      const { plan, rows } = staffFaultSheet(table, reasons, `${actor.kind === 'person' ? actor.name : ''} ${chinaDayOf(tx.now)}`);
      tx.audit({ object: `staff-import:${id}`, action: 'organisation.check-staff', jurisdictionId: row.jurisdictionId, detail: { faultRows: rows.length } });
      return writeXlsx(plan, rows);
    });
  }

  confirm(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.found(tx, id, 'for update');
      const table = await this.opened(tx, row);
      if (row.state !== 'checked' || !table) throw refuse('organisation/import-over');
      const judged = await this.judge(tx, row.jurisdictionId, table);
      const toWrite = judged.filter((one) => one.verdict === 'new' || one.verdict === 'changed');
      const accounts = new Map(judged.flatMap((one) => (one.verdict === 'unchanged' ? [[one.row, one.accountId!] as const] : [])));
      let written = 0;
      for (const one of toWrite) {
        const accountId = await this.write(tx, row.jurisdictionId, one);
        if (accountId === null) continue;
        accounts.set(one.row, accountId);
        written += 1;
      }
      const proposed = await this.proposals.propose(tx, row.jurisdictionId, id, judged.flatMap((one) => proposalOf(one, accounts.get(one.row))));
      if (toWrite.length + proposed === 0) throw refuse('organisation/import-empty');
      const wrong = new Set(judged.filter((one) => one.verdict === 'wrong').map((one) => one.row));
      const left = { ...table, rows: table.rows.filter((one) => wrong.has(one.row)) };
      const cellsEnc = wrong.size > 0 ? await this.cipher.encrypt(tx, keyOf(row.jurisdictionId), placeOf(id), JSON.stringify(left)) : null;
      await this.imports.finish(tx, row, 'applied', Math.max(0, row.counts.new + row.counts.changed - written), cellsEnc);
      tx.audit({ object: `staff-import:${id}`, action: 'organisation.import-staff', jurisdictionId: row.jurisdictionId, detail: { written, proposed } });
    });
  }

  cancel(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.found(tx, id, 'for update');
      if (row.state !== 'checked') throw refuse('organisation/import-over');
      await this.imports.finish(tx, row, 'cancelled', 0);
      tx.audit({ object: `staff-import:${id}`, action: 'organisation.import-staff', jurisdictionId: row.jurisdictionId, detail: { cancelled: true } });
    });
  }

  /** Names of staff do not lie about for good: a sheet nobody has come back to is forgotten. */
  async forgetOld(bureaus: readonly number[]): Promise<number> {
    const actor: SystemActor = { kind: 'system', rule: 'organisation.forget-staff-sheets', scope: wholeJurisdictions(...bureaus) };
    return this.work.run(actor, 'organisation.forget-staff-sheets', (tx) => this.imports.forgetBefore(tx, bureaus, new Date(tx.now.getTime() - KEPT_MS)));
  }

  /** @returns the account; null when somebody else has taken the user name meanwhile. */
  private async write(tx: Tx, jurisdictionId: number, { person, accountId }: Judged): Promise<string | null> {
    const id = accountId ?? newId(tx.now.getTime());
    if (accountId === null && !(await this.directory.add(tx, { id, ...person, jurisdictionId, codeHash: null, codeExpiresAt: null }))) return null;
    if (person.phone !== null) await this.contacts.set(tx, jurisdictionId, id, person.phone);
    tx.audit({ object: `account:${id}`, action: accountId === null ? 'organisation.create-account' : 'organisation.change-account', jurisdictionId });
    return id;
  }

  private async judge(tx: Tx, jurisdictionId: number, table: StaffTable): Promise<Judged[]> {
    const reachable = await this.schools.schools(tx, [jurisdictionId]);
    const schools = new Map(reachable.map((school) => [school.name, school.id]));
    const twins = new Set(reachable.filter((school) => schools.get(school.name) !== school.id).map((school) => school.name));
    const rows = table.rows.map(({ row, cells }) => ({ row, ...judgeStaffRow(staffCells(table, cells), row, new Set(schools.keys())) }));
    const known = new Map((await this.imports.known(tx, rows.map(({ person }) => person.username))).map((one) => [one.username, one]));
    const seen = new Set<string>();
    const judged: Judged[] = [];
    for (const { row, person, faults } of rows) {
      const account = known.get(person.username);
      const twice = person.username !== '' && seen.has(person.username);
      seen.add(person.username);
      const taken = account !== undefined && (!account.isHers || account.name !== person.name);
      const more: FieldFault[] = [
        ...(twice ? [faultOf(row, 'staff-username-twice', '表中重复')] : []),
        ...(person.post && twins.has(person.post.schoolName) ? [faultOf(row, 'staff-school-twins', `本局有不止一所“${person.post.schoolName}”，岗位请单独任命`, 'school')] : []),
        ...(taken && !twice ? [faultOf(row, 'username-taken', '已被别人使用，请换一个')] : []),
      ];
      const all = [...faults, ...more];
      const verdict = all.length > 0 ? 'wrong' : account === undefined ? 'new' : (await this.isSamePhone(tx, jurisdictionId, account.id, person.phone)) ? 'unchanged' : 'changed';
      judged.push({ row, verdict, person, accountId: account?.id ?? null, schoolId: schools.get(person.post?.schoolName ?? '') ?? null, faults: all });
    }
    return judged;
  }

  /** An empty cell changes nothing. */
  private async isSamePhone(tx: Tx, jurisdictionId: number, accountId: string, phone: string | null): Promise<boolean> {
    return phone === null || (await this.contacts.of(tx, [jurisdictionId], accountId)) === phone;
  }

  private async opened(tx: Tx, row: StaffImportRow): Promise<StaffTable | null> {
    if (!row.cellsEnc) return null;
    return JSON.parse(await this.cipher.decrypt(tx, keyOf(row.jurisdictionId), placeOf(row.id), row.cellsEnc)) as StaffTable;
  }

  private async found(tx: Tx, id: string, lock: 'for update' | '' = ''): Promise<StaffImportRow> {
    const row = await this.imports.byId(tx, id, lock);
    if (!row) throw refuse('organisation/staff-import-absent');
    return row;
  }
}

const keyOf = (jurisdictionId: number) => ({ jurisdictionId, scope: 'organisation' }) as const;
const placeOf = (id: string) => ({ table: 'organisation.staff_import', column: 'cells', row: id }) as const;
const faultOf = (row: number, code: string, message: string, field: 'username' | 'school' = 'username'): FieldFault => ({ field: staffHeading(field), row, code: `organisation/${code}`, message });

/** None for a row that names no post, or whose account could not be made. */
function proposalOf({ row, verdict, person, schoolId }: Judged, accountId: string | undefined): Proposal[] {
  if (verdict === 'wrong' || person.post === null || accountId === undefined) return [];
  const { kind, classText } = person.post;
  const { reach } = POSTS[kind];
  return [{ row, accountId, kind, schoolId: reach === 'bureau' ? null : schoolId, classText: reach === 'classes' ? classText : '' }];
}

function counted(judged: readonly Judged[]): StaffCounts {
  const count = (verdict: Judged['verdict']) => judged.filter((one) => one.verdict === verdict).length;
  const posts = judged.filter((one) => one.person.post !== null && one.verdict !== 'wrong').length;
  return { new: count('new'), changed: count('changed'), unchanged: count('unchanged'), wrong: count('wrong'), posts };
}
