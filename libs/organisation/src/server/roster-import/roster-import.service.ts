import { type Actor, actorRef, chinaDayOf, isWithin, Refusal, refuse, scopesFor } from '@heliotrope/kernel';
import { acceptSheet, FileStore, newId, type Page, pageOf, readCursor, type Tx, UnitOfWork, writeXlsx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { importPlace } from './roster-import.access.js';
import type { RosterImportDetailDto, RosterImportDto, StartedDto } from './roster-import.dto.js';
import { rosterFileKey } from './roster-files.service.js';
import { RosterImportRepository, type RosterImportRow, saysWhoLeft } from './roster-import.repository.js';
import { UNDO_DAYS } from './roster-expiry.service.js';
import { applyRosterJob, checkRosterJob, undoRosterJob } from './roster-jobs.js';
import { RosterSealer } from './roster-sealer.service.js';
import { faultPlan, TEMPLATE_PLAN } from './roster-sheet.js';
import { RosterStageRepository } from './roster-stage.repository.js';
import { SHEET_ROWS } from './roster-reader.js';
import { sealedChunks } from './sealed-file.js';

const ACTION = 'organisation.import-roster';
const PAGE = 20;
const FAULTS_SHOWN = 30;
const FAULT_CHUNK = 500;
const DAY_MS = 86_400_000;
const OBSTACLES_SHOWN = 30;

/** A file as it comes in over the wire. */
export interface UploadedSheet {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** Asked when all has come: was it longer than we take? */
  isCut(): boolean;
}

/** What a OneRoster package says of pupils who do not stand in its lines. */
export interface PackageWord {
  readonly kind: 'bulk' | 'delta';
  readonly leavers: readonly string[];
  readonly staying: readonly string[];
}

/** The acts of an importer: upload, look, confirm or call off, fetch the wrong rows. */
@Injectable()
export class RosterImportService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(RosterImportRepository) private readonly imports: RosterImportRepository,
    @Inject(RosterStageRepository) private readonly stage: RosterStageRepository,
    @Inject(RosterSealer) private readonly sealer: RosterSealer,
  ) {}

  template(): Readable {
    return writeXlsx(TEMPLATE_PLAN, []);
  }

  /** Takes the file in, sealed piece by piece as it arrives, and starts the dry run. */
  async upload(actor: Actor, file: UploadedSheet, jurisdictionId?: number, word?: PackageWord): Promise<StartedDto> {
    const { place, keys } = await this.work.read(actor, ACTION, async (tx) => {
      const found = importPlace(tx.scopes, jurisdictionId);
      return { place: found, keys: await this.sealer.keys(tx, found.jurisdictionId) };
    });
    const id = newId();
    const fileKey = rosterFileKey(place.jurisdictionId, id);
    let fileBytes = 0;
    const counted = async function* () {
      for await (const piece of file.content) {
        fileBytes += piece.length;
        yield piece;
      }
    };
    try {
      await this.files.put(fileKey, sealedChunks(keys.seal, id, counted()));
      if (file.isCut()) throw refuse('platform/sheet-too-large');
      if (fileBytes === 0) throw refuse('organisation/file-missing');
      return await this.work.run(actor, ACTION, async (tx) => {
        const row = { ...place, id, fileKey, fileBytes };
        await acceptSheet(await this.sealer.file(tx, row));
        const mayFocus = isWithin(scopesFor(actor, 'organisation.edit-focus'), place);
        await this.imports.add(tx, { ...row, mayFocus, fileName: file.name.slice(-120), createdBy: actorRef(actor) });
        if (word) await this.imports.keepWord(tx, row, word);
        const jobRunId = await tx.request(checkRosterJob.of({ importId: id }, {
          jurisdictionId: place.jurisdictionId, ...(place.schoolId ? { schoolId: place.schoolId } : {}), key: id, title: '名册预检',
        }));
        await this.imports.change(tx, row, { checkRunId: jobRunId });
        tx.audit({ object: `roster-import:${id}`, jurisdictionId: place.jurisdictionId, detail: { bytes: fileBytes } });
        return { id, jobRunId };
      });
    } catch (error) {
      if (error instanceof Refusal) await this.files.delete(fileKey); // after anything else the commit may have come through
      throw error;
    }
  }

  list(actor: Actor, cursor: string | undefined, limit = PAGE): Promise<Page<RosterImportDto>> {
    return this.work.read(actor, ACTION, async (tx) => {
      const before = readCursor(cursor, 'id')?.[0];
      const page = pageOf(await this.imports.page(tx, before, limit + 1), limit, (row) => [row.id]);
      return { items: page.items.map(shown), nextCursor: page.nextCursor };
    });
  }

  one(actor: Actor, id: string): Promise<RosterImportDetailDto> {
    return this.work.read(actor, ACTION, async (tx) => {
      const row = await this.found(tx, id);
      const faults = await this.imports.firstFaults(tx, row, FAULTS_SHOWN);
      const obstacles = (row.obstacles ?? []).slice(0, OBSTACLES_SHOWN).map(({ studentId, name, reason }) => ({ studentId, name, reason }));
      return { ...shown(row), obstacles, faults: faults.map((fault) => ({ sheet: Math.floor((fault.row ?? 0) / SHEET_ROWS) + 1, row: (fault.row ?? 0) % SHEET_ROWS, field: fault.field, code: fault.code, message: fault.message })) };
    });
  }

  confirm(actor: Actor, id: string, applyLeaving: boolean): Promise<StartedDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const row = await this.found(tx, id, 'for update');
      if (row.state === 'applying' && row.applyRunId) return { id, jobRunId: row.applyRunId }; // asked twice
      if (row.state === 'received' || row.state === 'checking') throw refuse('organisation/import-not-checked');
      if (row.state !== 'checked') throw refuse('organisation/import-over');
      const leaving = applyLeaving && saysWhoLeft(row) && row.leavingCount > 0;
      if (row.newCount + row.changedCount === 0 && !leaving) throw refuse('organisation/import-empty');
      const jobRunId = await tx.request(applyRosterJob.of({ importId: id }, {
        jurisdictionId: row.jurisdictionId, ...(row.schoolId ? { schoolId: row.schoolId } : {}), title: '名册导入',
      }));
      await this.imports.change(tx, row, { state: 'applying', applyLeaving: leaving, applyRunId: jobRunId });
      tx.audit({ object: `roster-import:${id}`, jurisdictionId: row.jurisdictionId, detail: { confirmed: true, applyLeaving: leaving } });
      return { id, jobRunId };
    });
  }

  async cancel(actor: Actor, id: string): Promise<void> {
    const fileKey = await this.work.run(actor, ACTION, async (tx) => {
      const row = await this.found(tx, id, 'for update');
      if (!['received', 'checking', 'checked'].includes(row.state)) throw refuse('organisation/import-over');
      await this.imports.change(tx, row, { state: 'cancelled', finishedAt: tx.now });
      await this.imports.forgetFaults(tx, row);
      await this.stage.drop(tx, row);
      tx.audit({ object: `roster-import:${id}`, jurisdictionId: row.jurisdictionId, detail: { cancelled: true } });
      return row.fileKey;
    });
    await this.files.delete(fileKey);
  }

  /** Takes the whole import back, if nobody has worked with its pupils since. */
  undo(actor: Actor, id: string): Promise<StartedDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const row = await this.found(tx, id, 'for update');
      if (row.state === 'undoing' && row.undoRunId) return { id, jobRunId: row.undoRunId }; // asked twice
      if (row.state !== 'applied' || !row.appliedAt) throw refuse('organisation/import-not-applied');
      if (tx.now.getTime() - row.appliedAt.getTime() > UNDO_DAYS * DAY_MS) throw refuse('organisation/undo-too-late', { days: UNDO_DAYS });
      const jobRunId = await tx.request(undoRosterJob.of({ importId: id }, {
        jurisdictionId: row.jurisdictionId, ...(row.schoolId ? { schoolId: row.schoolId } : {}), title: '撤销名册导入',
      }));
      await this.imports.change(tx, row, { state: 'undoing', undoRunId: jobRunId, obstacles: null, obstacleCount: 0 });
      tx.audit({ object: `roster-import:${id}`, jurisdictionId: row.jurisdictionId, detail: { undo: true } });
      return { id, jobRunId };
    });
  }

  /** The wrong rows as the clerk wrote them, with the reasons: corrected there and uploaded again. */
  faultSheet(actor: Actor, id: string): Promise<Readable> {
    return this.work.run(actor, ACTION, async (tx) => {
      const row = await this.found(tx, id);
      if (row.wrongCount === 0 || row.header === null) throw refuse('organisation/import-nothing-wrong');
      const watermark = `${actor.kind === 'person' ? actor.name : ''} ${chinaDayOf(tx.now)}`;
      const { plan, keep } = faultPlan(row.header, watermark);
      const lines: string[][] = [];
      for (let after = 0, more = true; more; ) {
        const rows = await this.imports.faulty(tx, row, after, FAULT_CHUNK);
        for (const one of rows) {
          const cells = await this.sealer.openRaw(tx, row, one.rowNo, one.rawEnc);
          const reasons = one.faults.map((fault) => `${fault.field}：${fault.message}`).join('；');
          lines.push([...keep.map((column) => cells[column] ?? ''), reasons]);
        }
        after = rows.at(-1)?.rowNo ?? after;
        more = rows.length === FAULT_CHUNK;
      }
      tx.audit({ object: `roster-import:${id}`, jurisdictionId: row.jurisdictionId, detail: { faultRows: lines.length } });
      return writeXlsx(plan, lines);
    });
  }

  private async found(tx: Tx, id: string, lock: 'for update' | '' = ''): Promise<RosterImportRow> {
    const row = await this.imports.byId(tx, id, lock);
    if (!row) throw refuse('organisation/import-absent');
    return row;
  }
}

function shown(row: RosterImportRow): RosterImportDto {
  return {
    id: row.id, packageKind: row.packageKind, jurisdictionId: row.jurisdictionId, fileName: row.fileName, state: row.state, failure: row.failure,
    counts: {
      new: row.newCount, changed: row.changedCount, unchanged: row.unchangedCount, leaving: row.leavingCount, wrong: row.wrongCount,
      overtaken: row.overtakenCount,
    },
    totalRows: row.totalRows, partial: row.partial, jobRunId: row.undoRunId ?? row.applyRunId ?? row.checkRunId,
    undoableUntil: row.state === 'applied' && row.appliedAt ? new Date(row.appliedAt.getTime() + UNDO_DAYS * DAY_MS).toISOString() : null,
    obstacleCount: row.obstacleCount,
    createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
