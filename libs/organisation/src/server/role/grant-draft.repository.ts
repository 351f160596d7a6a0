import type { Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { GrantEdit } from '../../rules/index.js';

export interface GrantDraftRow {
  readonly edits: readonly GrantEdit[];
  readonly savedByName: string;
  readonly savedAt: Date;
  readonly version: number;
}

/** The unfinished draft of a bureau's rights: one, on which its administrators work in turn. It has no effect. */
@Injectable()
export class GrantDraftRepository {
  async of(tx: Tx, bureauId: number, lock: 'for update of d' | '' = ''): Promise<GrantDraftRow | undefined> {
    const rows = await tx.query<GrantDraftRow>(
      `select d.edits, a.name as "savedByName", d.saved_at as "savedAt", d.version
         from organisation.grant_draft d join organisation.account a on a.id = d.saved_by where d.jurisdiction_id = $1 ${lock}`,
      [bureauId],
    );
    return rows[0];
  }

  /** False when somebody has saved one since `seen` was read. */
  async save(tx: Tx, bureauId: number, edits: readonly GrantEdit[], by: string, seen: number): Promise<boolean> {
    const rows = await tx.query(
      `insert into organisation.grant_draft as d (jurisdiction_id, edits, saved_by, saved_at, version) select $1, $2, $3, $4, 1
        where $5 = 0 or exists (select from organisation.grant_draft where jurisdiction_id = $1)
       on conflict (jurisdiction_id) do update set edits = excluded.edits, saved_by = excluded.saved_by, saved_at = excluded.saved_at, version = d.version + 1
        where d.version = $5 returning 1`,
      [bureauId, JSON.stringify(edits.map(({ action, post, word }) => ({ action, post, word }))), by, tx.now, seen],
    );
    return rows.length > 0;
  }
}
