import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';

@Injectable()
export class DemoRepository {
  /** Accounts that are not of the synthetic district. */
  async countOthers(tx: Tx): Promise<number> {
    return (await tx.query<{ n: number }>(`select count(*)::int as n from organisation.account where not demo`))[0]!.n;
  }
}
