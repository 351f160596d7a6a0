import { ConsentReader } from '@heliotrope/data-protection';
import { type Actor, chinaDayOf, Refusal, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { finalAnswers, paperMoment, paperStanding } from '../../rules/paper-entries.js';
import { judgeSheet } from '../../rules/sheet-outcome.js';
import { SecondAnswersService } from '../answering/second-answers.service.js';
import { SheetService } from '../answering/sheet.service.js';
import type { PaperBatchDto } from './paper.dto.js';
import { PaperBatchRepository, type PaperBatchRow } from './paper-batch.repository.js';
import { PaperBatchService, roundOf } from './paper-batch.service.js';
import { paperSheetId, seatOf } from './paper-seat.js';
import { type HeldPaper, PaperSheetRepository, TAKEN } from './paper-sheet.repository.js';
import { SETTLE_PAPER } from './paper-settling.service.js';

/** What a sheet may be refused for and stay refused; anything else is trouble of ours, and the next try finds it waiting. */
const FINAL = /^screening\/(already-answered|sheet-id-taken|assignment-absent|consent-missing|instrument-|round-|wrong-length|value-not-on-form)/;

interface Ready {
  readonly batch: PaperBatchRow;
  readonly answeredAt: Date;
  readonly papers: readonly (HeldPaper & { readonly mayAnswer: boolean })[];
}

/**
 * The way of a batch into the round, by the same door as the sheets of devices. Taken sheet by sheet outside any
 * transaction of ours: a try that stops half-way is repeated, and every sheet keeps the number it had.
 */
@Injectable()
export class PaperTakingService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PaperBatchService) private readonly batches: PaperBatchService,
    @Inject(PaperBatchRepository) private readonly held: PaperBatchRepository,
    @Inject(PaperSheetRepository) private readonly papers: PaperSheetRepository,
    @Inject(SheetService) private readonly sheets: SheetService,
    @Inject(SecondAnswersService) private readonly alarms: SecondAnswersService,
    @Inject(ConsentReader) private readonly consents: ConsentReader,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  async take(actor: Actor, id: string): Promise<PaperBatchDto> {
    const ready = await this.work.read(actor, SETTLE_PAPER, (tx) => this.ready(tx, id));
    const outcomes = new Map<string, string>();
    await Promise.all(ready.papers.map(async (paper) => outcomes.set(paper.assignmentId, await this.outcomeOf(ready, paper))));
    return this.work.run(actor, SETTLE_PAPER, async (tx) => {
      const batch = await this.batches.found(tx, id);
      if (batch.state === 'entering') {
        await this.papers.finish(tx, batch, outcomes);
        // Somebody typed on meanwhile: what came goes on waiting.
        await this.held.touch(tx, batch, batch.version === ready.batch.version ? 'taken' : 'entering');
      }
      const taken = [...outcomes.values()].filter((one) => one === TAKEN).length;
      tx.audit({ object: `paper-batch:${id}`, jurisdictionId: batch.jurisdictionId, detail: { taken, refused: outcomes.size - taken } });
      return this.batches.shown(tx, await this.batches.found(tx, id));
    });
  }

  /** Nothing is left to take of a batch that is taken: asked again, it answers as before. */
  private async ready(tx: Tx, id: string): Promise<Ready> {
    const batch = await this.batches.found(tx, id);
    if (batch.state === 'taken') return { batch, answeredAt: tx.now, papers: [] };
    await this.batches.forTyping(tx, id);
    const papers = (await this.papers.ofBatch(tx, batch)).filter((one) => one.outcome === null);
    const count = (standing: string) => papers.filter((one) => paperStanding(one) === standing).length;
    const [once, differs] = [count('once'), count('differs')];
    if (once + differs > 0) throw refuse('screening/paper-not-finished', { once, differs });
    if (papers.length === 0) throw refuse('screening/paper-empty');
    const { jurisdictionId, consentRule: rule } = batch;
    const names = await this.organisation.pupilNames(tx, jurisdictionId, papers.map((one) => one.studentId), chinaDayOf(tx.now));
    const answeredAt = paperMoment(roundOf(batch), batch.answeredOn, tx.now);
    if (!answeredAt) throw refuse('screening/paper-day');
    const asked: Ready['papers'][number][] = [];
    for (const one of papers) {
      const bornOn = names.get(one.studentId)?.bornOn ?? null;
      asked.push({ ...one, mayAnswer: await this.consents.mayProcess(tx, { jurisdictionId, purpose: 'screening', rule, studentId: one.studentId, bornOn }) });
    }
    return { batch, answeredAt, papers: asked };
  }

  private async outcomeOf({ batch, answeredAt }: Ready, paper: Ready['papers'][number]): Promise<string> {
    const shelved = await this.batches.instrument(batch);
    const answers = [...finalAnswers(paper)!];
    const sheet = { sheetId: paperSheetId(batch.id, paper.assignmentId), instrument: batch.instrument, version: batch.instrumentVersion, answers };
    const seat = seatOf(batch, paper);
    const judgement = judgeSheet(shelved.compiled, answers);
    // Told by now, unless only the third look at the paper found it.
    if (judgement.ok) await this.alarms.tellOfPaper({ seat, sheet, hits: judgement.outcome.critical });
    if (!paper.mayAnswer) return 'screening/consent-missing';
    try {
      await this.sheets.submit({ seat, sheet }, { answeredAt });
      return TAKEN;
    } catch (refusal) {
      if (refusal instanceof Refusal && FINAL.test(refusal.code)) return refusal.code;
      throw refusal;
    }
  }
}
