import type { Readable } from 'node:stream';
import { type Actor, actorRef, addDays, chinaDayOf, isSchoolDay, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { newId, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { fhirQuestionnaire } from '../../rules/fhir-questionnaire.js';
import { approvalFaults, wordsFound } from '../../rules/item-wording.js';
import type { ApproveBody, InstrumentDetailDto, InstrumentsDto } from './instrument.dto.js';
import { InstrumentRepository } from './instrument.repository.js';
import { type Shelf, InstrumentShelf, type StandingInstrument } from './instrument-shelf.service.js';
import { detailOf, listed } from './instrument-view.js';
import { instrumentWorkbook } from './instrument-workbook.js';
import { wordList } from './word-list.js';

const READ = 'screening.read-instruments';
const APPROVE = 'screening.approve-instrument';

/** The shelf as a bureau and its schools see it, and the bureau's word on what may be used. */
@Injectable()
export class InstrumentService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(InstrumentRepository) private readonly instruments: InstrumentRepository,
    @Inject(InstrumentShelf) private readonly shelf: InstrumentShelf,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  list(actor: Actor, bureauId?: number): Promise<InstrumentsDto> {
    return this.work.read(actor, READ, async (tx) => {
      const shelf = await this.shelf.of(tx, this.shelf.bureauFor(tx, bureauId));
      const bureaus = await this.bureauNames(tx, shelf);
      return { items: shelf.present.map((one) => listed(one, bureaus, chinaDayOf(tx.now))) };
    });
  }

  one(actor: Actor, code: string, version: string, bureauId?: number): Promise<InstrumentDetailDto> {
    return this.work.read(actor, READ, async (tx) => {
      const shelf = await this.shelf.of(tx, this.shelf.bureauFor(tx, bureauId));
      const found = await this.found(shelf, code, version);
      const accounts = [found.held?.savedBy, ...found.approvals.flatMap((one) => [one.approvedBy, one.withdrawnBy])].flatMap((ref) => accountOf(ref) ?? []);
      const people = await this.organisation.accountNames(tx, [...new Set(accounts)]);
      const name = (ref: string | null | undefined) => people.get(accountOf(ref) ?? '') ?? (ref ? '系统' : '');
      return detailOf(found, { bureaus: await this.bureauNames(tx, shelf), name, day: chinaDayOf(tx.now), own: shelf.bureau, words: wordsFound(found.shelved.definition, wordList()), methodsFromGrade: wordList().methodsFromGrade });
    });
  }

  /** The whole definition, key and all: for whoever edits instruments. Each file handed out is written down. */
  workbook(actor: Actor, code: string, version: string, bureauId?: number): Promise<Readable> {
    return this.handOut(actor, code, version, 'xlsx', (found) => instrumentWorkbook(found.shelved.definition), bureauId);
  }

  questionnaire(actor: Actor, code: string, version: string, bureauId?: number): Promise<object> {
    return this.handOut(actor, code, version, 'fhir', async (found) => fhirQuestionnaire(found.shelved.definition), bureauId);
  }

  approve(actor: Actor, code: string, version: string, body: ApproveBody): Promise<{ id: string }> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const jurisdictionId = this.shelf.bureauFor(tx, body.bureauId);
      const { validUntil } = body;
      if (!isSchoolDay(validUntil)) throw refuse('screening/approval-refused', { errors: [{ field: 'validUntil', code: 'screening/not-a-day', message: '有效期不是一个日期' }] });
      const { shelved } = await this.found(await this.shelf.of(tx, jurisdictionId), code, version);
      if (body.checksum !== shelved.checksum) throw refuse('screening/instrument-changed');
      const list = wordList();
      const validFrom = chinaDayOf(tx.now);
      const errors = approvalFaults(shelved.definition, { ...body, validFrom }, list);
      if (validUntil > addDays(validFrom, LONGEST_DAYS)) errors.push({ field: 'validUntil', code: 'screening/approval-too-long', message: '一次批准最长三年' });
      if (errors.length > 0) throw refuse('screening/approval-refused', { errors });
      const id = newId(tx.now.getTime());
      const wordsSeen = wordsFound(shelved.definition, list);
      await this.instruments.addApproval(tx, {
        jurisdictionId, id, code, version, checksum: shelved.checksum, gradeFrom: body.grades.from, gradeTo: body.grades.to, validFrom,
        validUntil, itemsRead: body.itemsRead, wordsSeen, wordList: list.version, note: body.note?.trim() ?? '', approvedBy: actorRef(actor),
      });
      tx.audit({ object: `instrument:${code}@${version}`, jurisdictionId, detail: { approval: id, grades: { from: body.grades.from, to: body.grades.to }, validUntil, itemsRead: body.itemsRead, words: wordsSeen.length } });
      return { id };
    });
  }

  /** Holds for rounds not yet opened; one that is under way goes on. */
  withdraw(actor: Actor, id: string, reason: string): Promise<void> {
    return this.work.run(actor, APPROVE, async (tx) => {
      const bureaus = tx.scopes.flatMap((scope) => scope.jurisdictions);
      const found = await this.instruments.withdraw(tx, bureaus, id, actorRef(actor), reason.trim());
      if (!found) throw refuse('screening/approval-absent');
      tx.audit({ object: `instrument:${found.code}@${found.version}`, jurisdictionId: found.jurisdictionId, detail: { withdrawn: id } });
    });
  }

  private handOut<T>(actor: Actor, code: string, version: string, format: string, make: (found: StandingInstrument) => Promise<T>, bureauId?: number): Promise<T> {
    return this.work.run(actor, 'screening.edit-instruments', async (tx) => {
      const shelf = await this.shelf.of(tx, this.shelf.bureauFor(tx, bureauId));
      const found = await this.found(shelf, code, version);
      tx.audit({ object: `instrument:${code}@${version}`, jurisdictionId: shelf.bureau, detail: { exported: format } });
      return make(found);
    });
  }

  private async found(shelf: Shelf, code: string, version: string): Promise<StandingInstrument> {
    const found = await shelf.find(code, version);
    if (!found) throw refuse('screening/instrument-absent');
    return found;
  }

  private async bureauNames(tx: Tx, shelf: Shelf): Promise<Map<number, string>> {
    const rows = await Promise.all(shelf.line.map((id) => this.organisation.bureau(tx, id)));
    return new Map(rows.flatMap((row) => (row ? [[row.id, row.name]] : [])));
  }
}

const LONGEST_DAYS = 3 * 366;
const accountOf = (ref: string | null | undefined): string | undefined => (ref?.startsWith('account:') ? ref.slice('account:'.length) : undefined);
