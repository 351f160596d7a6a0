import { type Actor, actorRef, chinaDayOf, isSchoolDay, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { maskName } from '@heliotrope/organisation/rules';
import { type Page, pageOf, readCursor, type Tx, UnitOfWork, writeXlsx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { batteryFor } from '../../rules/battery.js';
import { mayTypePaper, paperMoment, paperStanding, paperTypedUntil, type PaperTurn } from '../../rules/paper-entries.js';
import { SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import { InstrumentLibrary, type ShelvedInstrument } from '../instrument-library.js';
import type { BeginPaperBody, PaperBatchDto, PaperBatchQuery } from './paper.dto.js';
import { type ClassInRound, PaperBatchRepository, type PaperBatchRow } from './paper-batch.repository.js';
import { PaperSheetRepository, TAKEN } from './paper-sheet.repository.js';
import { paperTemplate } from './paper-workbook.js';

export const ENTER_PAPER = 'screening.enter-paper';
const PAGE = 20;

/** A class's paper sheets of one form: begun, looked at, given up. */
@Injectable()
export class PaperBatchService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PaperBatchRepository) private readonly batches: PaperBatchRepository,
    @Inject(PaperSheetRepository) private readonly sheets: PaperSheetRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
  ) {}

  /** Begun again with the same words it is the same batch. */
  begin(actor: Actor, { roundId, classId, instrument, answeredOn }: BeginPaperBody): Promise<PaperBatchDto> {
    return this.work.run(actor, ENTER_PAPER, async (tx) => {
      const of = await this.batches.classInRound(tx, roundId, classId);
      if (!of) throw refuse('screening/paper-class-absent');
      const entry = batteryFor(of.battery, of.grade).find((one) => one.instrument === instrument);
      if (!entry) throw refuse('screening/instrument-not-assigned');
      if (!isSchoolDay(answeredOn) || !paperMoment(roundOf(of), answeredOn, tx.now)) throw refuse('screening/paper-day');
      this.inTime(tx, of);
      const needsOther = this.policy.inForce(of.jurisdictionId, 'screening.paper-second-person', chinaDayOf(tx.now));
      await this.batches.add(tx, of, { instrument, version: entry.version, answeredOn, needsOther });
      const batch = (await this.batches.openOf(tx, of, instrument))!;
      if (batch.answeredOn !== answeredOn) throw refuse('screening/paper-batch-open', { answeredOn: batch.answeredOn });
      tx.audit({ object: `paper-batch:${batch.id}`, jurisdictionId: of.jurisdictionId, detail: { roundId, classId, instrument, answeredOn } });
      return this.shown(tx, batch);
    });
  }

  list(actor: Actor, query: PaperBatchQuery): Promise<Page<PaperBatchDto>> {
    return this.work.read(actor, ENTER_PAPER, async (tx) => {
      const limit = query.limit ?? PAGE;
      const rows = await this.batches.page(tx, { roundId: query.roundId, after: readCursor(query.cursor, 'instant', 'id'), limit: limit + 1 });
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.createdAt, row.id]);
      const shown: PaperBatchDto[] = [];
      for (const batch of items) shown.push(await this.shown(tx, batch));
      return { items: shown, nextCursor };
    });
  }

  one(actor: Actor, id: string): Promise<PaperBatchDto> {
    return this.work.read(actor, ENTER_PAPER, async (tx) => this.shown(tx, await this.found(tx, id)));
  }

  /** The class's seats with nothing typed: seat codes leave the house with it, and so it is on record. */
  template(actor: Actor, id: string): Promise<Readable> {
    return this.work.run(actor, ENTER_PAPER, async (tx) => {
      const batch = await this.found(tx, id);
      const { definition } = await this.instrument(batch);
      const seats = (await this.batches.seats(tx, batch)).filter((seat) => !seat.isStopped && !seat.isAnswered);
      const names = await this.organisation.pupilNames(tx, batch.jurisdictionId, seats.map((seat) => seat.studentId), chinaDayOf(tx.now));
      tx.audit({ object: `paper-batch:${id}`, jurisdictionId: batch.jurisdictionId, detail: { template: true, seats: seats.length } });
      const rows = seats.map((seat) => [writeCode(seat.seatCode, SEAT_CODE_LENGTH), maskName(names.get(seat.studentId)?.name ?? '')]);
      return writeXlsx(paperTemplate(definition, `${actor.kind === 'person' ? actor.name : ''} ${chinaDayOf(tx.now)}`), rows);
    });
  }

  async cancel(actor: Actor, id: string): Promise<void> {
    await this.work.run(actor, ENTER_PAPER, async (tx) => {
      const batch = await this.forTyping(tx, id, false);
      await this.sheets.forget(tx, batch);
      await this.batches.touch(tx, batch, 'cancelled');
      tx.audit({ object: `paper-batch:${id}`, jurisdictionId: batch.jurisdictionId, detail: { cancelled: true } });
    });
  }

  async found(tx: Tx, id: string): Promise<PaperBatchRow> {
    const batch = await this.batches.byId(tx, id);
    if (!batch) throw refuse('screening/paper-batch-absent');
    return batch;
  }

  /** Held until the commit. @throws Refusal when it is over, or its time is. */
  async forTyping(tx: Tx, id: string, mustBeInTime = true): Promise<PaperBatchRow> {
    const batch = await this.batches.byId(tx, id, 'for update of b');
    if (!batch) throw refuse('screening/paper-batch-absent');
    if (batch.state !== 'entering') throw refuse('screening/paper-batch-over');
    if (mustBeInTime) this.inTime(tx, batch);
    return batch;
  }

  /** @throws Refusal when the other turn was typed by the same hands and policy wants others. */
  async admit(tx: Tx, batch: PaperBatchRow, turn: PaperTurn): Promise<void> {
    const verdict = mayTypePaper(actorRef(tx.actor), await this.sheets.typists(tx, batch, turn === 1 ? 2 : 1), batch.needsOther);
    if (!verdict.allowed) throw refuse(verdict.reasons[0]);
  }

  async instrument({ instrument, instrumentVersion }: PaperBatchRow): Promise<ShelvedInstrument> {
    const shelved = await this.library.fetch(instrument, instrumentVersion);
    if (!shelved) throw refuse('screening/instrument-absent');
    return shelved;
  }

  async shown(tx: Tx, batch: PaperBatchRow): Promise<PaperBatchDto> {
    const day = chinaDayOf(tx.now);
    const seats = await this.batches.seats(tx, batch);
    const held = await this.sheets.ofBatch(tx, batch);
    const standings = held.filter((one) => one.outcome === null).map(paperStanding);
    const count = (...which: string[]) => standings.filter((one) => which.includes(one)).length;
    const refused = held.filter((one) => one.outcome !== null && one.outcome !== TAKEN);
    const names = await this.organisation.pupilNames(tx, batch.jurisdictionId, refused.map((one) => one.studentId), day);
    const me = actorRef(tx.actor);
    const typists = { 1: await this.sheets.typists(tx, batch, 2), 2: await this.sheets.typists(tx, batch, 1) };
    return {
      id: batch.id, roundId: batch.roundId, roundTitle: batch.roundTitle, classId: batch.classId,
      className: (await this.organisation.classNames(tx, [batch.classId], day)).get(batch.classId) ?? '',
      instrument: batch.instrument,
      instrumentTitle: (await this.library.fetch(batch.instrument, batch.instrumentVersion))?.definition.title ?? batch.instrument,
      answeredOn: batch.answeredOn, typedUntil: this.until(tx, batch), needsOther: batch.needsOther, state: batch.state, version: batch.version, createdAt: batch.createdAt,
      seats: seats.length, first: held.filter((one) => one.first).length, second: held.filter((one) => one.second).length,
      once: count('once'), differs: count('differs'), ready: count('agreed', 'settled'), taken: held.filter((one) => one.outcome === TAKEN).length,
      mayType: batch.state === 'entering' ? ([1, 2] as const).filter((turn) => mayTypePaper(me, typists[turn], batch.needsOther).allowed) : [],
      refused: refused.map((one) => ({
        seatNo: seats.find((seat) => seat.assignmentId === one.assignmentId)?.seatNo ?? 0, maskedName: maskName(names.get(one.studentId)?.name ?? ''),
        code: one.outcome!, message: refuse(one.outcome!).zh,
      })),
    };
  }

  private inTime(tx: Tx, of: ClassInRound): void {
    const until = this.until(tx, of);
    if (chinaDayOf(tx.now) > until) throw refuse('screening/paper-too-late', { until });
  }

  private until(tx: Tx, of: ClassInRound): string {
    return paperTypedUntil(of, this.policy.inForce(of.jurisdictionId, 'screening.paper-typed-within', chinaDayOf(tx.now)));
  }
}

export const roundOf = ({ roundState, opensAt, closesAt, closedAt }: ClassInRound) => ({ state: roundState, opensAt, closesAt, closedAt });
