import { newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PolicyValue } from '../rules/index.js';
import type { PackFile } from './pack-files.js';

/** The packs in the database. Reference tables: no bureau owns a row, so there is no scope to add. */
@Injectable()
export class PackRepository {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  /** Two processes that start together load one after the other; the second then finds nothing to do. */
  async waitForTurn(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(7261, 0)`);
  }

  async currentChecksums(): Promise<ReadonlyMap<string, string>> {
    const rows: { code: string; checksum: string }[] = await this.source.query(
      `select code, checksum from policy.pack where superseded_at is null`,
    );
    return new Map(rows.map((row) => [row.code, row.checksum]));
  }

  async supersede(tx: Tx, code: string): Promise<void> {
    await tx.query(`update policy.pack set superseded_at = $2 where code = $1 and superseded_at is null`, [code, tx.now]);
  }

  async add(tx: Tx, { pack, checksum }: PackFile): Promise<void> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into policy.pack (id, code, checksum, region, document, loaded_at) values ($1, $2, $3, $4, $5, $6)`,
      [id, pack.code, checksum, pack.region, JSON.stringify(pack.document), tx.now],
    );
    await tx.query(
      `insert into policy.value
         (pack_id, id, key, value, unit, authority, source, clause, seen, requirements, note, applies_to, region, from_on, until_on)
       select $1, v.id, v.key, v.value, v.unit, v.authority, v.source, v.clause, v.seen, v.requirements, v.note, v."appliesTo",
              v.region, v."from", v."until"
         from jsonb_to_recordset($2::jsonb) as v(
           id text, key text, value jsonb, unit text, authority text, source text, clause text, seen text,
           requirements text[], note text, "appliesTo" jsonb, region integer, "from" date, "until" date)`,
      [id, JSON.stringify(pack.values)],
    );
  }

  /** Every row of the packs now loaded, in force or not: a question may be about a past day. */
  async currentValues(): Promise<readonly PolicyValue[]> {
    return await this.source.query(
      `select v.id, p.code as pack, v.key, v.value, v.unit, v.authority, v.source, v.clause, v.seen, v.requirements, v.note,
              v.applies_to as "appliesTo", v.region, v.from_on as "from", v.until_on as "until"
         from policy.value v join policy.pack p on p.id = v.pack_id
        where p.superseded_at is null
        order by v.id`,
    );
  }
}
