import { type Person, refuse } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { isLocked, TOTP, totpAddress } from '../../rules/index.js';
import { type AccountRow, AccountRepository } from '../session/account.repository.js';
import { chainOf, doorkeeper } from '../session/doorkeeper.js';
import { FailureCount } from '../session/failure-count.service.js';
import { newOneTimeCode, normaliseCode } from '../session/session-secret.js';
import { SessionService, type SignedIn } from '../session/session.service.js';
import { type SecondFactorRow, SecondFactorRepository } from './second-factor.repository.js';
import { fittingStep, newTotpSecret } from './totp.js';

const SHOW = 'organisation.show-second-factor';
const FAILED = 'organisation.second-factor-failed';
const ENROL = 'organisation.enrol-second-factor';
const ENROL_FAILED = 'organisation.enrol-second-factor-failed';
const RENEW = 'organisation.renew-recovery-codes';
const ISSUER = '向阳';

export interface Enrolment {
  readonly secret: string;
  readonly address: string;
}

/** The second factor of an account: bound to an authenticator app, shown at sign-in, renewed by its owner. */
@Injectable()
export class SecondFactorService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SecondFactorRepository) private readonly factors: SecondFactorRepository,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(FailureCount) private readonly failures: FailureCount,
  ) {}

  /** The code at sign-in: from the app, or once one of the recovery codes. */
  show(actor: Person, code: string): Promise<SignedIn> {
    if (actor.unfinished !== 'second-factor') throw refuse('organisation/second-factor-unasked');
    return this.prove(actor, code, SHOW, async (tx, account) => {
      await this.accounts.noteSignIn(tx, account.id);
      return this.sessions.rotate(tx, account, actor.sessionId!, { secondFactor: true });
    });
  }

  /** A new secret to be read by an app. The one in use, if any, has to be shown first and goes on until the new one is confirmed. */
  async begin(actor: Person, code: string | undefined): Promise<Enrolment> {
    mayEnrol(actor);
    const begin = async (tx: Tx, account: AccountRow): Promise<Enrolment> => {
      const secret = newTotpSecret();
      await this.factors.setPending(tx, account.id, secret);
      tx.audit({ object: `account:${account.id}`, action: 'organisation.begin-second-factor', jurisdictionId: chainOf(account.jurisdictions), detail: { ip: actor.ip ?? null } });
      return { secret, address: totpAddress(ISSUER, account.username, secret) };
    };
    const account = await this.accountOf(actor);
    if (account.hasSecondFactor) return this.prove(actor, code ?? '', SHOW, begin);
    return this.work.run(doorkeeper(ENROL, account.jurisdictions), ENROL, async (tx) => {
      const current = await this.accounts.forUpdate(tx, account.id);
      if (!current) throw refuse('platform/sign-in-needed');
      if (current.hasSecondFactor) throw refuse('organisation/second-factor-failed'); // bound meanwhile elsewhere: that one is to be shown first
      return begin(tx, current);
    });
  }

  /** The first code of the new secret: from now on it counts, and the recovery codes are shown this once. */
  async confirm(actor: Person, code: string): Promise<{ signedIn: SignedIn; recoveryCodes: readonly string[] }> {
    mayEnrol(actor);
    const account = await this.accountOf(actor);
    const done = await this.work.run(doorkeeper(ENROL, account.jurisdictions), ENROL, async (tx) => {
      const current = await this.accounts.forUpdate(tx, account.id);
      const factor = await this.factors.of(tx, account.id, 'for update');
      if (!current || !factor?.pending || isStale(factor, tx.now)) throw refuse('organisation/second-factor-not-begun');
      // Bound meanwhile elsewhere: this session has not shown that one.
      if (factor.confirmedAt !== null && actor.unfinished !== undefined) throw refuse('platform/sign-in-unfinished');
      const step = isLocked(current, tx.now) ? null : fittingStep(factor.pending, code, tx.now, 0);
      tx.audit({
        object: `account:${account.id}`, action: step === null ? ENROL_FAILED : ENROL,
        jurisdictionId: chainOf(account.jurisdictions), detail: { again: factor.confirmedAt !== null, ip: actor.ip ?? null },
      });
      if (step === null) {
        // The first binding is a slip of its owner, who sees the secret. Where a factor stands, it may be a guess.
        if (factor.confirmedAt !== null) await this.failures.count(tx, current);
        return null;
      }
      await this.factors.confirm(tx, account.id, step);
      const recoveryCodes = newRecoveryCodes();
      await this.factors.setRecovery(tx, account.id, recoveryCodes.map(normaliseCode));
      await this.accounts.noteSignIn(tx, account.id);
      await this.sessions.endAllOf(tx, account.id, actor.sessionId);
      if (factor.confirmedAt !== null) {
        await this.sessions.tell(tx, account.id, 'organisation/second-factor', '您的动态验证码已换绑；如果不是您本人操作，请立即联系系统管理员', '/account');
      }
      return { signedIn: await this.sessions.rotate(tx, current, actor.sessionId!, { secondFactor: true }), recoveryCodes };
    });
    if (!done) throw refuse('organisation/second-factor-failed');
    return done;
  }

  renewRecovery(actor: Person, code: string): Promise<readonly string[]> {
    return this.prove(actor, code, RENEW, async (tx, account) => {
      const codes = newRecoveryCodes();
      await this.factors.setRecovery(tx, account.id, codes.map(normaliseCode));
      return codes;
    });
  }

  /** What the owner's page says of it. */
  async stateOf(actor: Person): Promise<{ enrolledAt: Date | null; recoveryCodesLeft: number }> {
    return this.work.read(doorkeeper(SHOW), SHOW, async (tx) => {
      const factor = await this.factors.of(tx, actor.accountId);
      return { enrolledAt: factor?.confirmedAt ?? null, recoveryCodesLeft: factor?.recoveryHashes.length ?? 0 };
    });
  }

  private async accountOf(actor: Person): Promise<AccountRow> {
    const account = await this.work.read(doorkeeper(SHOW), SHOW, (tx) => this.accounts.byId(tx, actor.accountId));
    if (!account) throw refuse('platform/sign-in-needed');
    return account;
  }

  /** Checks a code and does what it opens, or counts the failure. The account is locked meanwhile: no code counts twice, no guess is free. */
  private async prove<T>(actor: Person, code: string, action: string, open: (tx: Tx, account: AccountRow) => Promise<T>): Promise<T> {
    const account = await this.accountOf(actor);
    if (!account.hasSecondFactor) throw refuse('organisation/second-factor-absent');
    const done = await this.work.run(doorkeeper(action, account.jurisdictions), action, async (tx) => {
      const entry = { object: `account:${account.id}`, jurisdictionId: chainOf(account.jurisdictions) };
      const current = await this.accounts.forUpdate(tx, account.id);
      const factor = await this.factors.of(tx, account.id, 'for update');
      const by = current && factor && !isLocked(current, tx.now) ? await this.use(tx, factor, code) : null;
      if (!current || by === null) {
        tx.audit({ ...entry, action: FAILED, detail: { ip: actor.ip ?? null } });
        if (current) await this.failures.count(tx, current);
        return null;
      }
      tx.audit({ ...entry, detail: { by: by.kind, ...(by.kind === 'recovery' ? { left: by.left } : {}), ip: actor.ip ?? null } });
      if (by.kind === 'recovery') {
        await this.sessions.tell(tx, account.id, 'organisation/second-factor', `您的账号用恢复码通过了验证，还剩${by.left}个；如果不是您本人操作，请立即联系系统管理员`, '/account');
      }
      return { result: await open(tx, current) };
    });
    if (!done) throw refuse('organisation/second-factor-failed');
    return done.result;
  }

  private async use(tx: Tx, factor: SecondFactorRow, code: string): Promise<{ kind: 'app' } | { kind: 'recovery'; left: number } | null> {
    const step = factor.secret === null ? null : fittingStep(factor.secret, code, tx.now, factor.lastStep);
    if (step !== null) {
      await this.factors.use(tx, factor.accountId, step);
      return { kind: 'app' };
    }
    const left = await this.factors.useRecovery(tx, factor.accountId, normaliseCode(code));
    return left === null ? null : { kind: 'recovery', left };
  }
}

const newRecoveryCodes = (): string[] => Array.from({ length: TOTP.recoveryCodes }, newOneTimeCode);

/** A session that still owes the code of a factor in use may not bind another. */
function mayEnrol(actor: Person): void {
  if (actor.unfinished !== undefined && actor.unfinished !== 'enrol-second-factor') throw refuse('platform/sign-in-unfinished');
}

const isStale = (factor: SecondFactorRow, now: Date): boolean => factor.pendingAt === null || now.getTime() - factor.pendingAt.getTime() > TOTP.pendingMs;
