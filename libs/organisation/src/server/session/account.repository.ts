import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { SignInRecord } from '../../rules/index.js';

export interface AccountRow extends SignInRecord {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly oneTimeCodeHash: string | null;
  readonly codeExpiresAt: Date | null;
  readonly state: 'invited' | 'active' | 'disabled';
}

const ACCOUNT = `a.id, a.username, a.name, a.password_hash as "passwordHash", a.one_time_code_hash as "oneTimeCodeHash",
  a.code_expires_at as "codeExpiresAt", a.state, a.failed_count as "failedCount", a.locked_until as "lockedUntil"`;

@Injectable()
export class AccountRepository {
  async named(tx: Tx, username: string): Promise<AccountRow | undefined> {
    return (await tx.query<AccountRow>(`select ${ACCOUNT} from organisation.account a where a.username = $1`, [username]))[0];
  }

  /** The name of an account, and the bureaus under which it holds or held posts. */
  async known(tx: Tx, id: string): Promise<{ name: string; jurisdictions: readonly number[] }> {
    const rows = await tx.query<{ name: string; jurisdictions: number[] }>(
      `select a.name, array(select j.jurisdiction_id from organisation.account_jurisdiction j where j.account_id = a.id) as jurisdictions
         from organisation.account a where a.id = $1`,
      [id],
    );
    return rows[0] ?? { name: '', jurisdictions: [] };
  }

  /** Locked until the transaction ends: two sign-ins of one account are counted one after the other. */
  async forUpdate(tx: Tx, id: string): Promise<AccountRow | undefined> {
    return (await tx.query<AccountRow>(`select ${ACCOUNT} from organisation.account a where a.id = $1 for update`, [id]))[0];
  }

  async noteFailure(tx: Tx, id: string, record: SignInRecord): Promise<void> {
    await tx.query(`update organisation.account set failed_count = $2, locked_until = $3 where id = $1`, [
      id, record.failedCount, record.lockedUntil,
    ]);
  }

  async noteSignIn(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `update organisation.account set failed_count = 0, locked_until = null, last_signed_in_at = $2 where id = $1`,
      [id, tx.now],
    );
  }

  /** Sets the password and uses up the one-time code. */
  async setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await tx.query(
      `update organisation.account
          set password_hash = $2, password_changed_at = $3, one_time_code_hash = null, code_expires_at = null, state = 'active'
        where id = $1`,
      [id, passwordHash, tx.now],
    );
  }
}
