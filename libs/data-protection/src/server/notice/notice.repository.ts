import { bureauWide } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { Audience, NoticeParts, Purpose } from '../../rules/index.js';

export interface NoticeRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly purpose: Purpose;
  readonly audience: Audience;
  readonly version: number;
  readonly material: number;
  readonly title: string;
  readonly parts: NoticeParts;
  readonly hash: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
}

const NOTICE = `n.jurisdiction_id as "jurisdictionId", n.id, n.purpose, n.audience, n.version, n.material, n.title, n.parts, n.hash,
  n.published_by as "publishedBy", n.published_at as "publishedAt"`;

@Injectable()
export class NoticeRepository {
  /** Every version, the newest first within its purpose and audience. */
  list(tx: Tx, purpose?: Purpose): Promise<NoticeRow[]> {
    const params: unknown[] = [purpose ?? null];
    return tx.query<NoticeRow>(
      `select ${NOTICE} from data_protection.notice n
        where ($1::text is null or n.purpose = $1) and ${scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'n.jurisdiction_id' }, params)}
        order by n.jurisdiction_id, n.purpose, n.audience, n.version desc limit 500`,
      params,
    );
  }

  async byId(tx: Tx, id: string): Promise<NoticeRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<NoticeRow>(
      `select ${NOTICE} from data_protection.notice n where n.id = $1 and ${scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'n.jurisdiction_id' }, params)}`,
      params,
    ))[0];
  }

  /** The notices in force, one for each audience that has any. */
  async inForce(tx: Tx, jurisdictionId: number, purpose: Purpose): Promise<Partial<Record<Audience, NoticeRow>>> {
    const rows = await tx.query<NoticeRow>(
      `select distinct on (n.audience) ${NOTICE} from data_protection.notice n
        where n.jurisdiction_id = $1 and n.purpose = $2 order by n.audience, n.version desc`,
      [jurisdictionId, purpose],
    );
    return Object.fromEntries(rows.map((row) => [row.audience, row]));
  }

  /** The unique version number lets one of two publishers through. */
  async add(tx: Tx, notice: Omit<NoticeRow, 'id' | 'publishedAt'>): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.notice
         (jurisdiction_id, id, purpose, audience, version, material, title, parts, hash, published_by, published_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        notice.jurisdictionId, id, notice.purpose, notice.audience, notice.version, notice.material, notice.title,
        JSON.stringify(notice.parts), notice.hash, notice.publishedBy, tx.now,
      ],
    );
    return id;
  }
}
