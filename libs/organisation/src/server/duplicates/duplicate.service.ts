import { type Actor, actorRef, chinaDayOf, refuse, type SchoolDay } from '@heliotrope/kernel';
import { FieldCipher, type FieldPlace, type Page, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { classNameOn, maskName, maskNumber } from '../../rules/index.js';
import { citizenNumberPlace, rosterKey, studentNumberPlace } from '../students/pupil-fields.js';
import type { DecideDuplicateBody, DuplicateDto, TwinDto } from './duplicate.dto.js';
import { DuplicateRepository, type DuplicateRow, type TwinRecord } from './duplicate.repository.js';

const PAGE = 20;

/** Pupils who stand in the roster twice: found after each import, decided by a person. */
@Injectable()
export class DuplicateService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(DuplicateRepository) private readonly duplicates: DuplicateRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /** @returns how many pairs were not known before. */
  search(jurisdictionId: number, actor: Actor): Promise<number> {
    return this.work.run(actor, 'organisation.find-duplicates', async (tx) => {
      const found = await this.duplicates.find(tx, jurisdictionId);
      tx.audit({ object: 'duplicates', jurisdictionId, detail: { found } });
      return found;
    });
  }

  list(actor: Actor, cursor: string | undefined, limit = PAGE): Promise<Page<DuplicateDto>> {
    return this.work.read(actor, 'organisation.read-duplicates', async (tx) => {
      const page = pageOf(await this.duplicates.open(tx, readCursor(cursor, 'id')?.[0], limit + 1), limit, (row) => [row.id]);
      const items = [];
      for (const row of page.items) items.push(await this.shown(tx, row));
      for (const jurisdictionId of new Set(page.items.map((row) => row.jurisdictionId))) tx.audit({ object: 'duplicates', jurisdictionId, detail: { count: items.length } });
      return { items, nextCursor: page.nextCursor };
    });
  }

  /** Keeps both as two pupils, or puts one record into the other. Both records must lie within the scope of who decides. */
  async decide(actor: Actor, id: string, { decision, keepId, note }: DecideDuplicateBody): Promise<void> {
    await this.work.run(actor, 'organisation.decide-duplicates', async (tx) => {
      const row = await this.duplicates.byId(tx, id);
      if (!row) throw refuse('organisation/duplicate-absent');
      if (row.state !== 'open') throw refuse('organisation/duplicate-decided');
      const records = await this.duplicates.records(tx, row.jurisdictionId, [row.oneId, row.otherId]);
      const kept = records.find((one) => one.id === keepId);
      const gone = records.find((one) => one.id !== keepId);
      if (records.length < 2 || (decision === 'merge' && (!kept || !gone))) throw refuse('organisation/duplicate-absent');
      if (decision === 'merge') await this.merge(tx, row.jurisdictionId, kept!, gone!);
      await this.duplicates.decide(tx, row, { state: decision === 'merge' ? 'merged' : 'kept', by: actorRef(actor), note: note ?? '' });
      tx.audit({ object: `student:${row.oneId}`, jurisdictionId: row.jurisdictionId, detail: { duplicate: id, decision, kept: kept?.id, other: row.otherId } });
    });
  }

  private async merge(tx: Tx, jurisdictionId: number, kept: TwinRecord, gone: TwinRecord): Promise<void> {
    const moved = async (place: (id: string) => FieldPlace, own: Buffer | null, other: Buffer | null) =>
      own || !other ? null : this.cipher.encrypt(tx, rosterKey(jurisdictionId), place(kept.id), await this.cipher.decrypt(tx, rosterKey(jurisdictionId), place(gone.id), other));
    await this.duplicates.takeOver(tx, jurisdictionId, kept, gone, {
      studentNumberEnc: await moved(studentNumberPlace, kept.studentNumberEnc, gone.studentNumberEnc),
      citizenNumberEnc: await moved(citizenNumberPlace, kept.citizenNumberEnc, gone.citizenNumberEnc),
    });
  }

  private async shown(tx: Tx, row: DuplicateRow): Promise<DuplicateDto> {
    const records = await this.duplicates.records(tx, row.jurisdictionId, [row.oneId, row.otherId]);
    const day = chinaDayOf(tx.now);
    return {
      id: row.id, reason: row.reason, foundAt: row.foundAt.toISOString(), otherElsewhere: records.length < 2,
      records: await Promise.all(records.map((one) => this.twin(tx, row.jurisdictionId, one, day))),
    };
  }

  private async twin(tx: Tx, jurisdictionId: number, one: TwinRecord, day: SchoolDay): Promise<TwinDto> {
    const open = async (place: FieldPlace, field: Buffer | null) => (field === null ? null : maskNumber(await this.cipher.decrypt(tx, rosterKey(jurisdictionId), place, field)));
    return {
      id: one.id, schoolName: one.schoolName, className: classNameOn({ ...one, number: one.classNumber }, day), name: maskName(one.name),
      bornIn: one.bornOn?.slice(0, 4) ?? null, state: one.state, createdAt: one.createdAt.toISOString(),
      studentNumber: await open(studentNumberPlace(one.id), one.studentNumberEnc), citizenNumber: await open(citizenNumberPlace(one.id), one.citizenNumberEnc),
    };
  }
}
