import { type Actor, actorRef, chinaDayOf, isSchoolDay, refuse, type SchoolDay } from '@heliotrope/kernel';
import { FieldCipher, jobActor, newId, type Page, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { maskName, missingOf, schoolYearOf } from '../../rules/index.js';
import { BureauRepository } from '../reading/bureau.repository.js';
import { rosterKey } from '../students/pupil-fields.js';
import { MovingPupilRepository } from './moving-pupil.repository.js';
import { inNamePlace, inSummaryPlace, outSummaryPlace } from './transfer-fields.js';
import { settleTransferJob } from './transfer-jobs.js';
import type { ProposeTransferBody, ReceivingSchoolDto, TransferDto } from './transfer.dto.js';
import { type Side, type TransferIn, type TransferOut, TransferRepository } from './transfer.repository.js';

const READ = 'organisation.read-transfers';
const PAGE = 30;
const SCHOOLS_SHOWN = 20;

/** What the people of the two schools do: propose, take back, accept, decline, and write what goes along. */
@Injectable()
export class TransferService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(TransferRepository) private readonly transfers: TransferRepository,
    @Inject(MovingPupilRepository) private readonly pupils: MovingPupilRepository,
    @Inject(BureauRepository) private readonly bureaus: BureauRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
  ) {}

  /** Schools of all bureaus by name: names and places of schools are public, and nothing else of them is told. */
  async receivingSchools(text: string): Promise<ReceivingSchoolDto[]> {
    return this.everywhere((tx) => this.pupils.schools(tx, text.trim(), SCHOOLS_SHOWN));
  }

  async propose(actor: Actor, body: ProposeTransferBody): Promise<TransferDto> {
    const target = await this.everywhere((tx) => this.pupils.school(tx, body.toJurisdictionId, body.toSchoolId));
    if (!target) throw refuse('organisation/school-absent');
    return this.work.run(actor, 'organisation.transfer-out', async (tx) => {
      const day = chinaDayOf(tx.now);
      const right = { basis: body.basis, consentOn: dayOrNull(body.consentOn), note: body.basisNote ?? '' };
      if (missingOf(right, day).length > 0) throw refuse('organisation/transfer-right');
      if (!isSchoolDay(body.leavesOn)) throw refuse('organisation/day', { day: body.leavesOn });
      const pupil = await this.pupils.enrolled(tx, body.studentId);
      if (!pupil) throw refuse('organisation/transfer-pupil');
      if (pupil.schoolId === body.toSchoolId) throw refuse('organisation/transfer-same-school');
      const id = newId(tx.now.getTime());
      await this.transfers.add(tx, 'out', {
        jurisdictionId: pupil.jurisdictionId, id, schoolId: pupil.schoolId, studentId: pupil.id, proposedAt: tx.now, summaryBasis: body.basis,
        toJurisdictionId: body.toJurisdictionId, toSchoolId: body.toSchoolId, toSchoolName: target.name, leavesOn: body.leavesOn,
        consentOn: right.consentOn, basisNote: right.note, proposedBy: actorRef(actor),
      }).catch((error: { code?: string }) => {
        throw error.code === '23505' ? refuse('organisation/transfer-open') : error;
      });
      await this.settle(tx, pupil.jurisdictionId, pupil.schoolId, id, pupil.jurisdictionId, body.toJurisdictionId);
      tx.audit({ object: `student:${pupil.id}`, jurisdictionId: pupil.jurisdictionId, detail: { transfer: id, basis: body.basis } });
      return this.shownOut((await this.transfers.byId(tx, 'out', id))!, pupil.name);
    });
  }

  async withdraw(actor: Actor, id: string): Promise<void> {
    await this.work.run(actor, 'organisation.transfer-out', async (tx) => {
      const out = await this.open(tx, 'out', id);
      await this.transfers.change(tx, 'out', out, { state: 'withdrawn', decidedAt: tx.now, summaryEnc: null });
      await this.settle(tx, out.jurisdictionId, out.schoolId, id, out.jurisdictionId, out.toJurisdictionId);
      tx.audit({ object: `transfer:${id}`, jurisdictionId: out.jurisdictionId, detail: { withdrawn: true } });
    });
  }

  async accept(actor: Actor, id: string, classId: string): Promise<void> {
    await this.work.run(actor, 'organisation.transfer-in', async (tx) => {
      const into = await this.open(tx, 'in', id);
      if (!(await this.pupils.isOpenClass(tx, into, classId, schoolYearOf(chinaDayOf(tx.now))))) throw refuse('organisation/transfer-class');
      await this.transfers.change(tx, 'in', into, { state: 'accepted', decidedAt: tx.now, decidedBy: actorRef(actor), classId });
      await this.settle(tx, into.jurisdictionId, into.schoolId, id, into.fromJurisdictionId, into.jurisdictionId);
      tx.audit({ object: `transfer:${id}`, jurisdictionId: into.jurisdictionId, detail: { accepted: true } });
    });
  }

  async decline(actor: Actor, id: string, reason: string): Promise<void> {
    await this.work.run(actor, 'organisation.transfer-in', async (tx) => {
      const into = await this.open(tx, 'in', id);
      await this.transfers.change(tx, 'in', into, { state: 'declined', decidedAt: tx.now, decidedBy: actorRef(actor), declineReason: reason.trim() });
      await this.settle(tx, into.jurisdictionId, into.schoolId, id, into.fromJurisdictionId, into.jurisdictionId);
      tx.audit({ object: `transfer:${id}`, jurisdictionId: into.jurisdictionId, detail: { declined: true } });
    });
  }

  /** What the psychology teacher of the sending school lets go along: only where there is a right to it. */
  async writeSummary(actor: Actor, id: string, text: string): Promise<void> {
    await this.work.run(actor, 'organisation.write-transfer-summary', async (tx) => {
      const out = await this.open(tx, 'out', id);
      if (out.summaryBasis === 'none') throw refuse('organisation/transfer-no-basis');
      await this.transfers.change(tx, 'out', out, { summaryEnc: await this.cipher.encrypt(tx, rosterKey(out.jurisdictionId), outSummaryPlace(id), text.trim()) });
      tx.audit({ object: `student:${out.studentId}`, jurisdictionId: out.jurisdictionId, detail: { transferSummary: id, basis: out.summaryBasis } });
    });
  }

  /** Read by the psychology teacher of the school where the pupil now is. */
  async readSummary(actor: Actor, id: string): Promise<string> {
    return this.work.run(actor, 'organisation.read-transfer-summary', async (tx) => {
      const into = await this.transfers.byId(tx, 'in', id);
      if (!into || into.state !== 'accepted' || !into.summaryEnc) throw refuse('organisation/transfer-no-summary');
      tx.audit({ object: `student:${into.studentId}`, jurisdictionId: into.jurisdictionId, detail: { transferSummary: id } });
      return this.cipher.decrypt(tx, rosterKey(into.jurisdictionId), inSummaryPlace(id), into.summaryEnc);
    });
  }

  list(actor: Actor, side: Side, cursor: string | undefined, limit = PAGE): Promise<Page<TransferDto>> {
    return this.work.read(actor, READ, async (tx) => {
      const page = pageOf(await this.transfers.page(tx, side, readCursor(cursor, 'id')?.[0], limit + 1), limit, (row) => [row.id]);
      const items = [];
      for (const row of page.items) items.push(side === 'out' ? this.shownOut(row as TransferOut, row.studentName) : await this.shownIn(tx, row as TransferIn, row.studentName));
      return { items, nextCursor: page.nextCursor };
    });
  }

  one(actor: Actor, id: string): Promise<TransferDto> {
    return this.work.read(actor, READ, async (tx) => {
      const into = await this.transfers.byId(tx, 'in', id);
      if (into) return this.shownIn(tx, into, await this.nameOf(tx, into));
      const out = await this.transfers.byId(tx, 'out', id);
      if (!out) throw refuse('organisation/transfer-absent');
      return this.shownOut(out, await this.nameOf(tx, out));
    });
  }

  private async nameOf(tx: Tx, of: { studentId: string }): Promise<string | null> {
    return (await this.pupils.enrolled(tx, of.studentId))?.name ?? null;
  }

  private async open<S extends Side>(tx: Tx, side: S, id: string) {
    const row = await this.transfers.byId(tx, side, id, 'for update');
    if (!row) throw refuse('organisation/transfer-absent');
    if (row.state !== 'proposed') throw refuse('organisation/transfer-over');
    return row;
  }

  private async settle(tx: Tx, jurisdictionId: number, schoolId: string, transferId: string, from: number, to: number): Promise<void> {
    await tx.request(settleTransferJob.of({ transferId, from, to }, { jurisdictionId, schoolId, title: '办理转学' }));
  }

  private async everywhere<T>(ask: (tx: Tx) => Promise<T>): Promise<T> {
    const rule = 'organisation.find-receiving-school';
    const jurisdictions = await this.work.read(jobActor(rule, 0), rule, (tx) => this.bureaus.allIds(tx));
    return this.work.read(jobActor(rule, 0, { jurisdictions, schools: 'all', classes: 'all' }), rule, ask);
  }

  private shownOut(row: TransferOut, name: string | null): TransferDto {
    return {
      ...shown(row), side: 'out', name, grade: null, otherSchool: row.toSchoolName, basis: row.summaryBasis, fileExists: false, hasSummary: row.summaryEnc !== null,
    };
  }

  private async shownIn(tx: Tx, row: TransferIn, name: string | null): Promise<TransferDto> {
    const sealed = row.nameEnc === null ? null : maskName(await this.cipher.decrypt(tx, rosterKey(row.jurisdictionId), inNamePlace(row.id), row.nameEnc));
    return {
      ...shown(row), side: 'in', name: row.state === 'accepted' && row.nameEnc === null ? name : sealed, grade: row.grade, otherSchool: row.fromSchoolName, basis: row.summaryBasis,
      fileExists: row.fileExists, hasSummary: row.summaryEnc !== null,
    };
  }
}

const shown = (row: TransferOut | TransferIn) => ({
  id: row.id, state: row.state, studentId: row.studentId, leavesOn: row.leavesOn, declineReason: row.declineReason,
  proposedAt: row.proposedAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null,
});

const dayOrNull = (text: string | undefined): SchoolDay | null => {
  if (text === undefined || text === '') return null;
  if (!isSchoolDay(text)) throw refuse('organisation/day', { day: text });
  return text;
};
