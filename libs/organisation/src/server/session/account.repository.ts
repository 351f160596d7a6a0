import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { SignInRecord } from '../../rules/index.js';

export interface AccountRow extends SignInRecord {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly formerPasswordHashes: readonly string[];
  readonly passwordChangedAt: Date | null;
  readonly oneTimeCodeHash: string | null;
  readonly codeExpiresAt: Date | null;
  readonly state: 'invited' | 'active' | 'disabled';
  /** Of the synthetic district: good for nothing outside demo mode. */
  readonly demo: boolean;
  readonly hasSecondFactor: boolean;
  /** The bureaus under which it holds or held posts, or whose administrator made it. */
  readonly jurisdictions: readonly number[];
}

const ACCOUNT = `a.id, a.username, a.name, a.password_hash as "passwordHash", a.former_password_hashes as "formerPasswordHashes",
  a.password_changed_at as "passwordChangedAt", a.one_time_code_hash as "oneTimeCodeHash", a.code_expires_at as "codeExpiresAt", a.state, a.demo,
  a.failed_count as "failedCount", a.locked_until as "lockedUntil", a.lock_count as "lockCount",
  exists (select from organisation.second_factor f where f.account_id = a.id and f.confirmed_at is not null) as "hasSecondFactor",
  array(select j.jurisdiction_id from organisation.account_jurisdiction j where j.account_id = a.id order by 1) as jurisdictions`;

/** An account as sign-in knows it. */
@Injectable()
export class AccountRepository {
  async named(tx: Tx, username: string): Promise<AccountRow | undefined> {
    return (await tx.query<AccountRow>(`select ${ACCOUNT} from organisation.account a where a.username = $1`, [username]))[0];
  }

  async byId(tx: Tx, id: string): Promise<AccountRow | undefined> {
    return (await tx.query<AccountRow>(`select ${ACCOUNT} from organisation.account a where a.id = $1`, [id]))[0];
  }

  /** Locked until the transaction ends: two sign-ins of one account are counted one after the other. */
  async forUpdate(tx: Tx, id: string): Promise<AccountRow | undefined> {
    // Read after the lock is held: what a waiting statement sees of other tables is as old as the statement.
    await tx.query(`select from organisation.account where id = $1 for update`, [id]);
    return this.byId(tx, id);
  }

  async noteFailure(tx: Tx, id: string, record: SignInRecord): Promise<void> {
    await tx.query(`update organisation.account set failed_count = $2, locked_until = $3, lock_count = $4 where id = $1`, [
      id, record.failedCount, record.lockedUntil, record.lockCount,
    ]);
  }

  /** The account has been entered in full: failures before are forgotten, and no closing threatens. */
  async noteSignIn(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `update organisation.account
          set failed_count = 0, locked_until = null, lock_count = 0, last_signed_in_at = $2, closing_told_on = null, closing_told_reason = null
        where id = $1`,
      [id, tx.now],
    );
  }

  /** Sets the password, remembers those before, and uses up the one-time code. */
  async setPassword(tx: Tx, id: string, passwordHash: string, former: readonly string[]): Promise<void> {
    await tx.query(
      `update organisation.account
          set password_hash = $2, password_changed_at = $3, former_password_hashes = $4, one_time_code_hash = null, code_expires_at = null, state = 'active'
        where id = $1`,
      [id, passwordHash, tx.now, [...former]],
    );
  }

  /** The bureau under which the person's messages are read: that of a post held today. */
  async deskOf(tx: Tx, id: string, day: SchoolDay): Promise<number | undefined> {
    const rows = await tx.query<{ desk: number }>(
      `select p.jurisdiction_id as desk from organisation.post p
        where p.account_id = $1 and p.valid_from <= $2 and coalesce(p.valid_until, 'infinity') >= $2 order by p.created_at, p.id limit 1`,
      [id, day],
    );
    return rows[0]?.desk;
  }
}
