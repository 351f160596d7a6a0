import { RELAY_POOL } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';

export interface FileToDelete {
  readonly jurisdictionId: number;
  readonly fileKey: string;
}

/** Files whose rows are gone for good, in every bureau. Only the clock reads them. */
@Injectable()
export class FileToDeleteRepository {
  constructor(@Inject(RELAY_POOL) private readonly relay: pg.Pool) {}

  async after(last: FileToDelete | null, limit: number): Promise<FileToDelete[]> {
    const { rows } = await this.relay.query<FileToDelete>(
      `select jurisdiction_id as "jurisdictionId", file_key as "fileKey" from data_protection.file_to_delete
        where $1::int is null or (jurisdiction_id, file_key) > ($1, $2::text) order by jurisdiction_id, file_key limit $3`,
      [last?.jurisdictionId ?? null, last?.fileKey ?? null, limit],
    );
    return rows;
  }

  async forget({ jurisdictionId, fileKey }: FileToDelete): Promise<void> {
    await this.relay.query(`delete from data_protection.file_to_delete where jurisdiction_id = $1 and file_key = $2`, [jurisdictionId, fileKey]);
  }
}
