import { type Actor, actorRef, chinaDayOf, refuse } from '@heliotrope/kernel';
import { newId, type Page, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { type EarlierReset, formerPasswords, isPersonName, isPhone, isSharedName, isUsername, needsOtherHand, normalisePhone, normaliseUsername, SIGN_IN_LIMITS } from '../../rules/index.js';
import { SecondFactorRepository } from '../second-factor/second-factor.repository.js';
import { AccountRepository } from '../session/account.repository.js';
import { chainOf } from '../session/doorkeeper.js';
import { PasswordService } from '../session/password.service.js';
import { newOneTimeCode, normaliseCode } from '../session/session-secret.js';
import { SessionService } from '../session/session.service.js';
import { accountDto, type AccountDetailDto, type AccountDto, type AccountQuery, type CodeSlipDto, type NewAccountBody } from './account-admin.dto.js';
import { AccountDirectory, type DirectoryRow } from './account-directory.repository.js';
import { ResetWitnesses } from './reset-witnesses.service.js';
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
    @Inject(ResetWitnesses) private readonly witnesses: ResetWitnesses,
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

  async create(actor: Actor, body: NewAccountBody): Promise<CodeSlipDto> {
    const person = checkedPerson(body);
    const { code, hash } = await this.newCode();
    return this.work.run(actor, MANAGE, async (tx) => {
      const jurisdictionId = bureauOf(tx, body.jurisdictionId);
      const id = newId(tx.now.getTime());
      const expiresAt = codeExpiry(tx);
      const added = await this.directory.add(tx, { id, ...person, jurisdictionId, codeHash: hash, codeExpiresAt: expiresAt });
      if (!added) throw refuse('organisation/username-taken', { username: person.username, errors: [{ field: 'username', code: 'organisation/username-taken', message: '已被使用' }] });
      if (person.phone !== null) await this.contacts.set(tx, jurisdictionId, id, person.phone);
      tx.audit({ object: `account:${id}`, action: 'organisation.create-account', jurisdictionId });
      return { id, username: person.username, name: person.name, code, expiresAt: expiresAt.toISOString() };
    });
  }

  /** One-time codes for accounts that have not been entered yet, shown this once to be printed. */
  async issueCodes(actor: Actor, ids: readonly string[]): Promise<CodeSlipDto[]> {
    const codes = new Map<string, NewCode>();
    for (const id of ids) if (!codes.has(id)) codes.set(id, await this.newCode());
    return this.work.run(actor, MANAGE, async (tx) => {
      const slips = new Map<string, CodeSlipDto>();
      for (const id of [...codes.keys()].sort()) { // locked in one order, so that two stacks of slips cannot deadlock
        const row = await this.hers(tx, id, 'invited');
        byOtherHand(actor, { by: row.factorResetBy, at: row.factorResetAt }, tx);
        slips.set(id, await this.invite(tx, row, codes.get(id)!, 'organisation.issue-code'));
        if (row.hasSecondFactor) await this.directory.noteReset(tx, id, 'password', actorRef(actor));
      }
      return [...codes.keys()].map((id) => slips.get(id)!);
    });
  }

  /** A password is lost: back to a first sign-in. The second factor stays, so that a code alone opens nothing that had one. */
  async reset(actor: Actor, id: string, reason: string): Promise<CodeSlipDto> {
    const code = await this.newCode();
    return this.work.run(actor, MANAGE, async (tx) => {
      const row = await this.hers(tx, id, 'active');
      notOwn(actor, id);
      byOtherHand(actor, { by: row.factorResetBy, at: row.factorResetAt }, tx);
      const slip = await this.invite(tx, row, code, 'organisation.reset-account', reason);
      await this.directory.noteReset(tx, id, 'password', actorRef(actor));
      await this.sessions.endAllOf(tx, id);
      await this.sessions.tell(tx, id, 'organisation/account-reset', '系统管理员重置了您的登录密码；如果您没有提出过，请立即联系学校或教育局', '/account');
      await this.witnesses.tell(tx, row, '登录密码被系统管理员重置');
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
      // A code is out, in the hands of whoever printed it: with the factor gone too, it alone would open the account.
      if (row.state === 'invited') throw refuse('organisation/account-invited');
      byOtherHand(actor, { by: row.resetBy, at: row.resetAt }, tx);
      if (!(await this.factors.forget(tx, id))) throw refuse('organisation/second-factor-absent');
      await this.directory.noteReset(tx, id, 'second-factor', actorRef(actor));
      await this.sessions.endAllOf(tx, id);
      this.note(tx, row, 'organisation.reset-second-factor', reason);
      await this.sessions.tell(tx, id, 'organisation/second-factor', '系统管理员解除了您的动态验证码绑定，下次登录需重新绑定；如果您没有提出过，请立即联系学校或教育局', '/account');
      await this.witnesses.tell(tx, row, '动态验证码被系统管理员解除');
    });
  }

  private async invite(tx: Tx, row: DirectoryRow, { code, hash }: NewCode, action: string, reason?: string): Promise<CodeSlipDto> {
    const account = await this.accounts.byId(tx, row.id);
    const expiresAt = codeExpiry(tx);
    await this.directory.invite(tx, row.id, hash, expiresAt, formerPasswords(account!.passwordHash, account!.formerPasswordHashes));
    this.note(tx, row, action, reason);
    return { id: row.id, username: row.username, name: row.name, code, expiresAt: expiresAt.toISOString() };
  }

  /** Made before a transaction begins: a hash waits its turn, and no lock should wait with it. */
  private async newCode(): Promise<NewCode> {
    const code = newOneTimeCode();
    return { code, hash: await this.passwords.hash(normaliseCode(code)) };
  }

  private note(tx: Tx, row: DirectoryRow, action: string, reason?: string): void {
    tx.audit({ object: `account:${row.id}`, action, jurisdictionId: chainOf(row.jurisdictions), ...(reason === undefined ? {} : { purpose: reason }) });
  }

  private async seen(tx: Tx, id: string): Promise<DirectoryRow> {
    const [row] = await this.directory.list(tx, { id, limit: 1, day: chinaDayOf(tx.now) });
    if (!row) throw refuse('organisation/account-absent');
    return row;
  }

  /** The account, locked, when all of it is hers to change and it is in one of these states. */
  private async hers(tx: Tx, id: string, ...states: readonly DirectoryRow['state'][]): Promise<DirectoryRow> {
    await this.seen(tx, id);
    await this.accounts.forUpdate(tx, id);
    const row = await this.seen(tx, id);
    if (!row.isHers) throw refuse('organisation/account-shared');
    if (!states.includes(row.state)) throw refuse('organisation/account-state');
    return row;
  }
}

interface NewCode {
  readonly code: string;
  readonly hash: string;
}

const codeExpiry = (tx: Tx): Date => new Date(tx.now.getTime() + SIGN_IN_LIMITS.codeValidMs);

/** A code in hand and the second factor gone, both by one person, would be a way into any account. */
function byOtherHand(actor: Actor, other: EarlierReset, tx: Tx): void {
  if (needsOtherHand(other, actorRef(actor), tx.now)) throw refuse('organisation/account-other-hand');
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
