import type { Readable } from 'node:stream';
import { type Actor, refuse } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { FileStore } from '../files/file-store.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../http/page.dto.js';
import { type ExportKey, type ExportOrder, ExportRepository, type ExportView } from './export.repository.js';
import './refusals.js';

const READ = 'platform.read-exports';
const KEPT_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

const TYPES: Record<string, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  zip: 'application/zip',
};

/** Files made on request: ordered in one act, made by a job, fetched by their owner alone, gone after a week. */
@Injectable()
export class ExportCentre {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ExportRepository) private readonly exports: ExportRepository,
    @Inject(FileStore) private readonly files: FileStore,
  ) {}

  /** Opens an export. The caller then asks for the job that makes it, and names the run with `attachRun`. */
  begin(tx: Tx, order: ExportOrder): Promise<string> {
    return this.exports.insert(tx, order);
  }

  attachRun(tx: Tx, key: ExportKey, jobRunId: string): Promise<void> {
    return this.exports.attachRun(tx, key, jobRunId);
  }

  /** Keeps the finished content. Called again by a repeated job, it replaces what was there. */
  async deliver(tx: Tx, key: ExportKey, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    const file = await this.files.put(`exports/${key.jurisdictionId}/${key.id}`, content);
    await this.exports.markReady(tx, key, file, new Date(tx.now.getTime() + KEPT_DAYS * DAY_MS));
  }

  fail(tx: Tx, key: ExportKey, code: string): Promise<void> {
    return this.exports.markFailed(tx, key, code);
  }

  list(actor: Actor, page: PageQuery): Promise<Page<ExportView>> {
    const limit = page.limit ?? 50;
    const before = readCursor(page.cursor, 'id')?.[0] ?? null;
    return this.work.read(actor, READ, async (tx) => {
      const rows = await this.exports.newestOf(tx, accountOf(actor), before, limit + 1);
      return pageOf(rows, limit, (row) => [row.id]);
    });
  }

  /** The file itself, for its owner, if the owner's post still reaches it. Every download leaves an audit entry. */
  open(actor: Actor, id: string): Promise<{ content: Readable; fileName: string; type: string }> {
    return this.work.run(actor, READ, async (tx) => {
      const found = await this.exports.ownExport(tx, accountOf(actor), id);
      if (!found) throw refuse('platform/export-absent');
      if (found.state === 'making') throw refuse('platform/export-not-ready');
      if (found.state === 'failed') throw refuse('platform/export-failed');
      if (found.fileKey === null || found.expiresAt! <= tx.now) throw refuse('platform/export-expired');
      await this.exports.countDownload(tx, found);
      tx.audit({
        object: `export:${id}`,
        action: 'platform.download-export',
        jurisdictionId: found.jurisdictionId,
        detail: { kind: found.kind, bytes: found.bytes },
      });
      const type = TYPES[found.fileName.split('.').at(-1)!] ?? 'application/octet-stream';
      return { content: await this.files.get(found.fileKey), fileName: found.fileName, type };
    });
  }

  /** Removes the files whose time is over. @returns how many. */
  async expire(now: Date): Promise<number> {
    let gone = 0;
    for (;;) {
      const batch = await this.exports.overdue(now, 200);
      for (const one of batch) {
        await this.files.delete(one.fileKey); // first the file: a row that outlives it is swept again
        await this.exports.markExpired(one);
      }
      gone += batch.length;
      if (batch.length < 200) return gone;
    }
  }
}

function accountOf(actor: Actor): string {
  if (actor.kind !== 'person') throw refuse('platform/not-allowed', { action: READ });
  return actor.accountId;
}
