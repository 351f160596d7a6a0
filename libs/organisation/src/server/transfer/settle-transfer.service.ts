import { chinaDayOf, Refusal, wholeJurisdictions } from '@heliotrope/kernel';
import { FieldCipher, jobActor, Notifier, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { gradeOn, transferStep } from '../../rules/index.js';
import { DutyRepository } from '../reading/duty.repository.js';
import { PupilRecordsBook } from '../roster-import/pupil-records.js';
import { rosterKey } from '../students/pupil-fields.js';
import { MovingPupilRepository } from './moving-pupil.repository.js';
import { PupilMover } from './pupil-mover.service.js';
import { inNamePlace, inSummaryPlace, outSummaryPlace } from './transfer-fields.js';
import type { SettleTransferPayload } from './transfer-jobs.js';
import { type TransferIn, type TransferOut, TransferRepository } from './transfer.repository.js';

const TOLD = ['school-leader', 'psychology-teacher'] as const;

/**
 * Brings what one side has decided to the other. Only here do two bureaus meet in one transaction, by the name of the job
 * and for one transfer; asked twice, it finds nothing more to do.
 */
@Injectable()
export class SettleTransferService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(TransferRepository) private readonly transfers: TransferRepository,
    @Inject(MovingPupilRepository) private readonly pupils: MovingPupilRepository,
    @Inject(PupilMover) private readonly mover: PupilMover,
    @Inject(PupilRecordsBook) private readonly records: PupilRecordsBook,
    @Inject(DutyRepository) private readonly duties: DutyRepository,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(Notifier) private readonly notifier: Notifier,
  ) {}

  async settle({ transferId, from, to }: SettleTransferPayload): Promise<void> {
    const rule = 'organisation.settle-transfer';
    await this.work.run(jobActor(rule, from, wholeJurisdictions(from, to)), rule, async (tx) => {
      const out = await this.transfers.byId(tx, 'out', transferId, 'for update');
      const into = await this.transfers.byId(tx, 'in', transferId, 'for update');
      const step = out ? transferStep(out.state, into?.state ?? null) : 'nothing';
      for (const jurisdictionId of new Set([from, to])) tx.audit({ object: `transfer:${transferId}`, jurisdictionId, detail: { step } });
      if (!out || step === 'nothing') return;
      if (step === 'announce') return this.announce(tx, out);
      if (step === 'move') return this.move(tx, out, into!);
      if (step === 'tell-declined') {
        await this.transfers.change(tx, 'out', out, { state: 'declined', decidedAt: tx.now, declineReason: into!.declineReason });
        await this.transfers.change(tx, 'in', into!, { nameEnc: null });
        return this.tell(tx, out, '转入学校没有接收一名学生，请查看原因');
      }
      await this.transfers.change(tx, 'in', into!, { state: 'withdrawn', decidedAt: tx.now, nameEnc: null });
      await this.tell(tx, into!, '原学校撤回了一次转学申请');
    });
  }

  private async announce(tx: Tx, out: TransferOut): Promise<void> {
    const pupil = await this.pupils.enrolled(tx, out.studentId);
    if (!pupil || pupil.schoolId !== out.schoolId) return this.gone(tx, out);
    const held = await this.records.holding(tx, `select $2::uuid as id where $1::int is not null`, [out.jurisdictionId, out.studentId]);
    const grade = gradeOn(pupil, chinaDayOf(tx.now));
    await this.transfers.add(tx, 'in', {
      jurisdictionId: out.toJurisdictionId, id: out.id, schoolId: out.toSchoolId, studentId: out.studentId, proposedAt: out.proposedAt,
      summaryBasis: out.summaryBasis, fromJurisdictionId: out.jurisdictionId, fromSchoolId: out.schoolId, fromSchoolName: pupil.schoolName,
      nameEnc: await this.cipher.encrypt(tx, rosterKey(out.toJurisdictionId), inNamePlace(out.id), pupil.name),
      sex: pupil.sex, grade: typeof grade === 'string' ? `${pupil.entryYear}级` : grade.name, leavesOn: out.leavesOn, fileExists: held.size > 0,
    });
    await this.tell(tx, { jurisdictionId: out.toJurisdictionId, schoolId: out.toSchoolId, id: out.id }, '有一名学生申请转入，请办理');
  }

  private async move(tx: Tx, out: TransferOut, into: TransferIn): Promise<void> {
    const pupil = await this.pupils.enrolled(tx, out.studentId);
    if (!pupil || pupil.schoolId !== out.schoolId) return this.gone(tx, out, into);
    const moved = await this.mover.move(tx, out, into, pupil).catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    if (moved instanceof Refusal) return this.contradicted(tx, out, into, moved);
    const summary = out.summaryEnc && out.summaryBasis !== 'none'
      ? await this.cipher.decrypt(tx, rosterKey(out.jurisdictionId), outSummaryPlace(out.id), out.summaryEnc)
      : null;
    await this.transfers.change(tx, 'in', into, {
      studentId: moved, nameEnc: null,
      summaryEnc: summary === null ? null : await this.cipher.encrypt(tx, rosterKey(into.jurisdictionId), inSummaryPlace(into.id), summary),
    });
    await this.transfers.change(tx, 'out', out, { state: 'accepted', decidedAt: tx.now, summaryEnc: null });
    await this.tell(tx, out, '转出的一名学生已由对方学校接收');
    await this.tell(tx, into, '一名转入学生的学籍已到本校');
  }

  /** The receiving bureau's roster says otherwise than the numbers that came: nobody moves, and both sides read why. */
  private async contradicted(tx: Tx, out: TransferOut, into: TransferIn, refusal: Refusal): Promise<void> {
    const declined = { state: 'declined', decidedAt: tx.now, declineReason: refusal.zh } as const;
    await this.transfers.change(tx, 'out', out, declined);
    await this.transfers.change(tx, 'in', into, { ...declined, nameEnc: null });
    for (const { jurisdictionId } of [out, into]) tx.audit({ object: `transfer:${out.id}`, jurisdictionId, detail: { declined: refusal.code } });
    await this.tell(tx, out, '转入学校没有接收一名学生，请查看原因');
    await this.tell(tx, into, '一名学生未能接收，请查看原因');
  }

  /** The pupil has left the sending school by another way since. */
  private async gone(tx: Tx, out: TransferOut, into?: TransferIn): Promise<void> {
    await this.transfers.change(tx, 'out', out, { state: 'withdrawn', decidedAt: tx.now });
    if (into) {
      await this.transfers.change(tx, 'in', into, { state: 'withdrawn', decidedAt: tx.now, nameEnc: null });
      await this.tell(tx, into, '一次转学申请已失效：学生已不在原学校');
    }
    await this.tell(tx, out, '一次转学申请已失效：学生已不在本校');
  }

  private async tell(tx: Tx, at: { jurisdictionId: number; schoolId: string; id: string }, title: string): Promise<void> {
    const holders = await this.duties.holders(tx, at, TOLD, chinaDayOf(tx.now));
    await this.notifier.tell(tx, {
      jurisdictionId: at.jurisdictionId, accountIds: holders.map((one) => one.accountId), kind: 'organisation/transfer', title, link: `/transfers/${at.id}`,
    });
  }
}
