import type { Readable } from 'node:stream';
import { type Actor, isWithin, refuse, scopesFor } from '@heliotrope/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { FieldCipher } from '../crypto/field-cipher.service.js';
import { newId } from '../database/new-id.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { FileStore } from '../files/file-store.js';
import { type Page, type PageQuery, pageOf, readCursor } from '../http/page.dto.js';
import { ExportAssessment } from './export-assessment.service.js';
import { guardOf } from './export-kind.js';
import { type ExportKey, type ExportOrder, ExportRepository, type ExportRow, type ExportView, type GuardedOrder } from './export.repository.js';
import { newPassword, sealedZip } from './sealed-zip.js';
import './refusals.js';

const READ = 'platform.read-exports';
export const EXPORTS_FOLDER = 'exports';
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
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(ExportAssessment) private readonly assessment: ExportAssessment,
  ) {}

  /** Opens an export. The caller then asks for the job that makes it, and names the run with `attachRun`. */
  begin(tx: Tx, order: ExportOrder): Promise<string> {
    if (guardOf(order.kind)) throw new Error(`${order.kind} lists individuals: it is asked for, not begun`);
    return this.exports.insert(tx, order);
  }

  /**
   * Asks for a file that lists individuals. Its job is asked for when somebody else has approved it.
   * @throws Refusal data-protection/no-assessment-in-force where its kind takes an impact assessment
   */
  async ask(tx: Tx, order: GuardedOrder): Promise<string> {
    if (!guardOf(order.kind)) throw new Error(`${order.kind} was not declared by guardExport`);
    await this.assessment.demand(tx, order.kind, order.jurisdictionId);
    return this.exports.insertAsked(tx, order);
  }

  attachRun(tx: Tx, key: ExportKey, jobRunId: string): Promise<void> {
    return this.exports.attachRun(tx, key, jobRunId);
  }

  /** Keeps the finished content. Called again by a repeated job, it replaces what was there. */
  async deliver(tx: Tx, key: ExportKey, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
    if ((await this.exports.beingMade(tx, key))?.holdsIndividuals) throw new Error('a file that lists individuals is delivered sealed');
    const file = await this.files.put(fileKeyOf(key), content);
    await this.exports.markReady(tx, key, file, new Date(tx.now.getTime() + KEPT_DAYS * DAY_MS));
  }

  /**
   * Keeps a file that lists individuals, sealed. The password is shown to the one who asked, once, and known to nobody else.
   * @throws Refusal platform/export-too-many
   */
  async deliverSealed(tx: Tx, key: ExportKey, { content, rows }: { content: Uint8Array; rows: number }): Promise<void> {
    const order = await this.exports.beingMade(tx, key);
    const most = guardOf(order?.kind ?? '')?.mostRows ?? 0;
    if (!order || rows > most) throw refuse('platform/export-too-many', { most });
    const password = newPassword();
    const zip = await sealedZip(order.fileName, content, password);
    await this.exports.keepPassword(tx, key, await this.cipher.encrypt(tx, keysOf(key), placeOf(key), password), `${order.fileName.replace(/(\.zip)?$/, '')}.zip`);
    const file = await this.files.put(fileKeyOf(key), zip);
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
      if (!found || !stillReaches(actor, found)) throw refuse('platform/export-absent');
      if (found.state === 'asked') throw refuse('platform/export-asked');
      if (found.state === 'refused') throw refuse('platform/export-refused');
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

  /** The password of a sealed file, to the one who asked for it, once. */
  password(actor: Actor, id: string): Promise<string> {
    return this.work.run(actor, READ, async (tx) => {
      const found = await this.exports.ownExport(tx, accountOf(actor), id);
      if (!found || !stillReaches(actor, found)) throw refuse('platform/export-absent');
      if (!found.password) throw refuse('platform/export-password-gone');
      const password = await this.cipher.decrypt(tx, keysOf(found), placeOf(found), found.password);
      await this.exports.keepPassword(tx, found, null);
      tx.audit({ object: `export:${id}`, action: 'platform.show-export-password', jurisdictionId: found.jurisdictionId, detail: { kind: found.kind } });
      return password;
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

const keysOf = ({ jurisdictionId }: ExportKey) => ({ jurisdictionId, scope: 'exports' });
const placeOf = ({ id }: ExportKey) => ({ table: 'platform.export', column: 'password_enc', row: id });

/** Each delivery is a file of its own: one whose commit fails must not lie where the row names another. The sweeper finds it. */
const fileKeyOf = ({ jurisdictionId, id }: ExportKey) => `${EXPORTS_FOLDER}/${jurisdictionId}/${id}-${newId()}`;

/** Whoever lost the right to order such a file, or the school it is about, has lost the file. */
function stillReaches(actor: Actor, { kind, jurisdictionId, schoolId }: ExportRow): boolean {
  const guard = guardOf(kind);
  return !guard || isWithin(scopesFor(actor, guard.action).map((scope) => ({ ...scope, classes: 'all' as const })), { jurisdictionId, schoolId });
}
