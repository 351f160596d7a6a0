import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { INSTALLATION } from '../session/doorkeeper.js';

export interface SecondFactorRow {
  readonly accountId: string;
  /** As the authenticator app holds it; null until one was confirmed. */
  readonly secret: string | null;
  readonly confirmedAt: Date | null;
  readonly lastStep: number;
  /** Shown and not yet confirmed. */
  readonly pending: string | null;
  readonly pendingAt: Date | null;
  readonly recoveryHashes: readonly Buffer[];
  readonly recoveryMadeAt: Date | null;
}

type Stored = Omit<SecondFactorRow, 'secret' | 'pending'> & { readonly secretEnc: Buffer | null; readonly pendingEnc: Buffer | null };

const KEY = { jurisdictionId: INSTALLATION, scope: 'accounts' } as const;
const placeOf = (accountId: string) => ({ table: 'organisation.second_factor', column: 'secret', row: accountId }) as const;

/** Secrets lie sealed, recovery codes as keyed fingerprints: a stolen table signs nobody in. */
@Injectable()
export class SecondFactorRepository {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  /** @param lock so that a code typed twice at once counts once. */
  async of(tx: Tx, accountId: string, lock: 'for update' | '' = ''): Promise<SecondFactorRow | undefined> {
    const [row] = await tx.query<Stored>(
      `select account_id as "accountId", secret_enc as "secretEnc", confirmed_at as "confirmedAt", last_step as "lastStep", pending_enc as "pendingEnc", pending_at as "pendingAt",
              recovery_hashes as "recoveryHashes", recovery_made_at as "recoveryMadeAt"
         from organisation.second_factor where account_id = $1 ${lock}`,
      [accountId],
    );
    if (!row) return undefined;
    const { secretEnc, pendingEnc, ...rest } = row;
    const open = async (field: Buffer | null) => (field === null ? null : this.cipher.decrypt(tx, KEY, placeOf(accountId), field));
    return { ...rest, secret: await open(secretEnc), pending: await open(pendingEnc) };
  }

  async setPending(tx: Tx, accountId: string, secret: string): Promise<void> {
    await tx.query(
      `insert into organisation.second_factor (account_id, pending_enc, pending_at) values ($1, $2, $3)
       on conflict (account_id) do update set pending_enc = excluded.pending_enc, pending_at = excluded.pending_at`,
      [accountId, await this.cipher.encrypt(tx, KEY, placeOf(accountId), secret), tx.now],
    );
  }

  /** The secret that was pending counts from now on. */
  async confirm(tx: Tx, accountId: string, step: number): Promise<void> {
    await tx.query(
      `update organisation.second_factor set secret_enc = pending_enc, pending_enc = null, pending_at = null, confirmed_at = $2, last_step = $3 where account_id = $1`,
      [accountId, tx.now, step],
    );
  }

  async use(tx: Tx, accountId: string, step: number): Promise<void> {
    await tx.query(`update organisation.second_factor set last_step = $2 where account_id = $1`, [accountId, step]);
  }

  async setRecovery(tx: Tx, accountId: string, codes: readonly string[]): Promise<void> {
    const hashes = await Promise.all(codes.map((code) => this.print(tx, accountId, code)));
    await tx.query(`update organisation.second_factor set recovery_hashes = $2, recovery_made_at = $3 where account_id = $1`, [accountId, hashes, tx.now]);
  }

  /** Uses up the code. How many are left, or null when it is none of them. */
  async useRecovery(tx: Tx, accountId: string, code: string): Promise<number | null> {
    const [row] = await tx.query<{ left: number }>(
      `update organisation.second_factor set recovery_hashes = array_remove(recovery_hashes, $2)
        where account_id = $1 and recovery_hashes @> array[$2::bytea] returning cardinality(recovery_hashes) as left`,
      [accountId, await this.print(tx, accountId, code)],
    );
    return row?.left ?? null;
  }

  async forget(tx: Tx, accountId: string): Promise<boolean> {
    return (await tx.query(`delete from organisation.second_factor where account_id = $1 returning 1`, [accountId])).length > 0;
  }

  private print(tx: Tx, accountId: string, code: string): Promise<Buffer> {
    return this.cipher.blindIndex(tx, INSTALLATION, 'account.recovery-code', `${accountId}\0${code}`);
  }
}
