import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';

const keyOf = (jurisdictionId: number) => ({ jurisdictionId, scope: 'organisation' }) as const;
export const contactPlace = (accountId: string) => ({ table: 'organisation.staff_contact', column: 'phone', row: accountId }) as const;

/** Telephone numbers of staff, sealed with the key of the bureau that wrote them down. */
@Injectable()
export class StaffContact {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  async set(tx: Tx, jurisdictionId: number, accountId: string, phone: string): Promise<void> {
    await tx.query(
      `insert into organisation.staff_contact (jurisdiction_id, account_id, phone_enc) values ($1, $2, $3)
       on conflict (jurisdiction_id, account_id) do update set phone_enc = excluded.phone_enc`,
      [jurisdictionId, accountId, await this.seal(tx, jurisdictionId, accountId, phone)],
    );
  }

  seal(tx: Tx, jurisdictionId: number, accountId: string, phone: string): Promise<Buffer> {
    return this.cipher.encrypt(tx, keyOf(jurisdictionId), contactPlace(accountId), phone);
  }

  open(tx: Tx, jurisdictionId: number, accountId: string, phone: Buffer): Promise<string> {
    return this.cipher.decrypt(tx, keyOf(jurisdictionId), contactPlace(accountId), phone);
  }

  /** The number any of these bureaus has written down. */
  async of(tx: Tx, jurisdictions: readonly number[], accountId: string): Promise<string | null> {
    const [row] = await tx.query<{ jurisdictionId: number; phone: Buffer }>(
      `select jurisdiction_id as "jurisdictionId", phone_enc as phone from organisation.staff_contact
        where jurisdiction_id = any($1::int[]) and account_id = $2 order by jurisdiction_id limit 1`,
      [[...jurisdictions], accountId],
    );
    return row ? this.open(tx, row.jurisdictionId, accountId, row.phone) : null;
  }
}
