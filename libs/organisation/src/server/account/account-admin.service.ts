import { type Actor, chinaDayOf, refuse } from '@heliotrope/kernel';
import { newId, type Page, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { formerPasswords, isPersonName, isPhone, isSharedName, isUsername, normalisePhone, normaliseUsername, SIGN_IN_LIMITS } from '../../rules/index.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { AccountRepository } from '../session/account.repository.js';
import { chainOf } from '../session/doorkeeper.js';
import { PasswordService } from '../session/password.service.js';
import { newOneTimeCode, normaliseCode } from '../session/session-secret.js';
import { SessionService } from '../session/session.service.js';
import { accountDto, type AccountDetailDto, type AccountDto, type AccountQuery, type CodeSlipDto, type NewAccountBody } from './account-admin.dto.js';
import { AccountDirectory, type DirectoryRow } from './account-directory.repository.js';
import { StaffContact } from './staff-contact.repository.js';

const READ = 'organisation.read-accounts';
const MANAGE = 'organisation.manage-accounts';
const PAGE = 50;

/** What a system administrator does with the accounts of her bureau. She sees names of staff, never a pupil. */
@Injectable()
export class AccountAdminService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountDirectory) private readonly directory: AccountDirectory,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SecondFactorRepository) private readonly factors: SecondFactorRepository,
    @Inject(StaffContact) private readonly contacts: StaffContact,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(PasswordService) private readonly passwords: PasswordService,
  ) {}

  list(actor: Actor, query: AccountQuery): Promise<Page<AccountDto>> {
    const limit = query.limit ?? PAGE;
    return this.work.read(actor, READ, async (tx) => {
      const before = readCursor(query.cursor, 'id')?.[0] ?? null;
      const rows = await this.directory.list(tx, { q: query.q?.trim(), state: query.state, before, limit: limit + 1, day: chinaDayOf(tx.now) });
      const page = pageOf(rows, limit, (row) => [row.id]);
      return { items: page.items.map((row) => accountDto(row, tx.now)), nextCursor: page.nextCursor };
    });
  }

  one(actor: Actor, id: string): Promise<AccountDetailDto> {
    return this.work.read(actor, READ, async (tx) => {
      const row = await this.seen(tx, id);
      return { ...accountDto(row, tx.now), phone: maskedPhone(await this.contacts.of(tx, reachOf(tx), id)) };
    });
  }

  create(actor: Actor, body: NewAccountBody): Promise<CodeSlipDto> {
    const person = checkedPerson(body);
    return this.work.run(actor, MANAGE, async (tx) => {
      const jurisdictionId = bureauOf(tx, body.jurisdictionId);
      const id = newId(tx.now.getTime());
      const { code, hash, expiresAt } = await this.newCode(tx);
      const added = await this.directory.add(tx, { id, ...person, jurisdictionId, codeHash: hash, codeExpiresAt: expiresAt });
      if (!added) throw refuse('organisation/username-taken', { username: person.username, errors: [{ field: 'username', code: 'organisation/username-taken', message: '已被使用' }] });
      if (person.phone !== null) await this.contacts.set(tx, jurisdictionId, id, person.phone);
      tx.audit({ object: `account:${id}`, action: 'organisation.create-account', jurisdictionId });
      return { id, username: person.username, name: person.name, code, expiresAt: expiresAt.toISOString() };
    });
  }

  /** One-time codes for accounts that have not been entered yet, shown this once to be printed. */
  issueCodes(actor: Actor, ids: readonly string[]): Promise<CodeSlipDto[]> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const slips: CodeSlipDto[] = [];
      for (const id of [...new Set(ids)]) slips.push(await this.invite(tx, await this.hers(tx, id, 'invited'), 'organisation.issue-code'));
      return slips;
    });
  }

  /** A password is lost: back to a first sign-in. The second factor stays, so that a code alone opens nothing that had one. */
  reset(actor: Actor, id: string, reason: string): Promise<CodeSlipDto> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.hers(tx, id, 'active');
      notOwn(actor, id);
      const slip = await this.invite(tx, row, 'organisation.reset-account', reason);
      await this.sessions.endAllOf(tx, id);
      await this.sessions.tell(tx, id, 'organisation/account-reset', '系统管理员重置了您的登录密码；如果您没有提出过，请立即联系学校或教育局', '/account');
      return slip;
    });
  }

  disable(actor: Actor, id: string, reason: string): Promise<void> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.hers(tx, id, 'invited', 'active');
      notOwn(actor, id);
      await this.directory.disable(tx, id, 'administrator');
      await this.sessions.endAllOf(tx, id);
      this.note(tx, row, 'organisation.disable-account', reason);
    });
  }

  enable(actor: Actor, id: string, reason: string): Promise<void> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.hers(tx, id, 'disabled');
      await this.directory.enable(tx, id);
      this.note(tx, row, 'organisation.enable-account', reason);
    });
  }

  /** Phone and recovery codes are lost: whoever stood before the administrator in person binds a new one at the next sign-in. */
  resetSecondFactor(actor: Actor, id: string, reason: string): Promise<void> {
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.hers(tx, id, 'invited', 'active', 'disabled');
      notOwn(actor, id);
      if (!(await this.factors.forget(tx, id))) throw refuse('organisation/second-factor-absent');
      await this.sessions.endAllOf(tx, id);
      this.note(tx, row, 'organisation.reset-second-factor', reason);
      await this.sessions.tell(tx, id, 'organisation/second-factor', '系统管理员解除了您的动态验证码绑定，下次登录需重新绑定；如果您没有提出过，请立即联系学校或教育局', '/account');
    });
  }

  private async invite(tx: Tx, row: DirectoryRow, action: string, reason?: string): Promise<CodeSlipDto> {
    const account = await this.accounts.forUpdate(tx, row.id);
    const { code, hash, expiresAt } = await this.newCode(tx);
    await this.directory.invite(tx, row.id, hash, expiresAt, formerPasswords(account!.passwordHash, account!.formerPasswordHashes));
    this.note(tx, row, action, reason);
    return { id: row.id, username: row.username, name: row.name, code, expiresAt: expiresAt.toISOString() };
  }

  private async newCode(tx: Tx): Promise<{ code: string; hash: string; expiresAt: Date }> {
    const code = newOneTimeCode();
    return { code, hash: await this.passwords.hash(normaliseCode(code)), expiresAt: new Date(tx.now.getTime() + SIGN_IN_LIMITS.codeValidMs) };
  }

  private note(tx: Tx, row: DirectoryRow, action: string, reason?: string): void {
    tx.audit({ object: `account:${row.id}`, action, jurisdictionId: chainOf(row.jurisdictions), ...(reason === undefined ? {} : { purpose: reason }) });
  }

  private async seen(tx: Tx, id: string): Promise<DirectoryRow> {
    const [row] = await this.directory.list(tx, { id, limit: 1, day: chinaDayOf(tx.now) });
    if (!row) throw refuse('organisation/account-absent');
    return row;
  }

  /** The account, when all of it is hers to change and it is in one of these states. */
  private async hers(tx: Tx, id: string, ...states: readonly DirectoryRow['state'][]): Promise<DirectoryRow> {
    const row = await this.seen(tx, id);
    if (!row.isHers) throw refuse('organisation/account-shared');
    if (!states.includes(row.state)) throw refuse('organisation/account-state');
    return row;
  }
}

function notOwn(actor: Actor, id: string): void {
  if (actor.kind === 'person' && actor.accountId === id) throw refuse('organisation/account-own');
}

const reachOf = (tx: Tx): number[] => [...new Set(tx.scopes.flatMap((scope) => scope.jurisdictions))];

/** The bureau asked for, or the only one she has. */
export function bureauOf(tx: Tx, asked?: number): number {
  const reach = reachOf(tx);
  if (asked === undefined && reach.length !== 1) throw refuse('organisation/jurisdiction-needed');
  const bureau = asked ?? reach[0]!;
  if (!reach.includes(bureau)) throw refuse('organisation/bureau-absent');
  return bureau;
}

export interface CheckedPerson {
  readonly username: string;
  readonly name: string;
  readonly phone: string | null;
}

/** @throws Refusal for the first thing that is wrong, at its field. */
function checkedPerson(body: Pick<NewAccountBody, 'username' | 'name' | 'phone'>): CheckedPerson {
  const username = normaliseUsername(body.username);
  const name = body.name.trim();
  const phone = normalisePhone(body.phone ?? '');
  const at = (field: string, code: string, message: string) => refuse(code, { errors: [{ field, code, message }] });
  if (!isUsername(username)) throw at('username', 'organisation/username-form', '3至64个小写字母、数字、点、横线或下划线');
  if (!isPersonName(name) || isSharedName(name)) throw at('name', 'organisation/person-name', '请填写本人姓名');
  if (phone !== '' && !isPhone(phone)) throw at('phone', 'organisation/phone-form', '手机号码不正确');
  return { username, name, phone: phone === '' ? null : phone };
}

const maskedPhone = (phone: string | null): string | null => (phone === null ? null : `${phone.slice(0, 3)}****${phone.slice(-4)}`);
