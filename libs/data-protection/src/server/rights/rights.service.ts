import { type Actor, actorRef, chinaDayOf, mayDo, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { maskName } from '@heliotrope/organisation/rules';
import { FieldCipher, newId, type Page, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { type DataClass, declaredDataClasses, isOverdue, mayAnswer, mayOrderPack, workingDayAfter } from '../../rules/index.js';
import { accountIn } from '../author.js';
import { PupilPlaceRepository } from '../consent/pupil-place.repository.js';
import { dayOf } from '../place.js';
import { DataRegistry } from '../registry/registry.service.js';
import { DestructionService } from '../retention/destruction.service.js';
import type { GrantRequestBody, ReceiveRequestBody, RightsDetailDto, RightsItemDto, RightsQuery } from './rights.dto.js';
import { CorrectionService } from './correction.service.js';
import { RightsRepository, type RightsRow } from './rights.repository.js';

const DESK = 'data-protection.rights-desk';
const DECIDE = 'data-protection.decide-rights';

/** The rights desk of a school: what a guardian or pupil asks for, by when, and what was answered. */
@Injectable()
export class RightsService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RightsRepository) private readonly requests: RightsRepository,
    @Inject(CorrectionService) private readonly corrections: CorrectionService,
    @Inject(PupilPlaceRepository) private readonly pupils: PupilPlaceRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(FieldCipher) private readonly cipher: FieldCipher,
    @Inject(DestructionService) private readonly destructions: DestructionService,
    @Inject(DataRegistry) private readonly registry: DataRegistry,
  ) {}

  receive(actor: Actor, body: ReceiveRequestBody): Promise<{ id: string; dueOn: string }> {
    return this.work.run(actor, DESK, async (tx) => {
      const pupil = await this.pupils.one(tx, body.studentId);
      const { jurisdictionId, schoolId, classId, studentId } = pupil;
      const today = chinaDayOf(tx.now);
      const receivedOn = dayOf(body.receivedOn);
      if (receivedOn > today) throw refuse('data-protection/received-in-future');
      const calendar = await this.organisation.calendarOf(tx, jurisdictionId, schoolId);
      const dueOn = workingDayAfter(calendar, receivedOn, this.policy.inForce(jurisdictionId, 'data.rights-answer-days', today));
      const id = newId(tx.now.getTime());
      const { kind, askedBy } = body;
      const wishEnc = await this.seal(tx, jurisdictionId, id, 'wish_enc', body.wish.trim());
      const correctionEnc = await this.corrections.taken(tx, { jurisdictionId, id, kind }, body.correction);
      const isNew = await this.requests.add(tx, { jurisdictionId, id, schoolId, classId, studentId, kind, askedBy, wishEnc, receivedOn, dueOn, correctionEnc }, actorRef(actor));
      if (!isNew) throw refuse('data-protection/request-open-already');
      tx.audit({ object: `student:${studentId}`, jurisdictionId, detail: { requestId: id, kind, askedBy, dueOn, ...(body.correction ? { field: body.correction.field } : {}) } });
      return { id, dueOn };
    });
  }

  list(actor: Actor, query: RightsQuery): Promise<Page<RightsItemDto>> {
    return this.work.read(actor, DESK, async (tx) => {
      const limit = query.limit ?? 50;
      const rows = await this.requests.list(tx, { state: query.state, after: readCursor(query.cursor, 'ordinal', 'instant', 'id'), limit: limit + 1 });
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.state === 'received' ? 0 : 1, `${row.dueOn}T00:00:00.000Z`, row.id]);
      const shown = await this.shown(tx, items);
      return { items: shown.map(({ item }) => item), nextCursor };
    });
  }

  one(actor: Actor, id: string): Promise<RightsDetailDto> {
    return this.work.read(actor, DESK, async (tx) => this.detail(tx, await this.find(tx, id)));
  }

  /**
   * What was asked for is done. For deletion, the kinds named are destroyed now, with a certificate for each; for correction, the roster is
   * put right now. @param seen the version of the pupil's record that lay before whoever grants.
   */
  grant(actor: Actor, id: string, seen: number | null, { answer, erase = [] }: GrantRequestBody): Promise<RightsDetailDto> {
    return this.work.run(actor, DECIDE, async (tx) => {
      const found = await this.find(tx, id, true);
      const kinds = this.erasable(found).filter((kind) => erase.includes(kind.name));
      if (kinds.length < new Set(erase).size) throw refuse('data-protection/class-unknown');
      await this.answer(tx, found, 'granted', answer);
      const field = await this.corrections.make(tx, found, seen);
      const gone = await this.destructions.erase(tx, found, kinds);
      tx.audit({ object: `student:${found.studentId}`, jurisdictionId: found.jurisdictionId, detail: { requestId: id, answer: 'granted', erased: gone, ...(field ? { corrected: field } : {}) } });
      return this.detail(tx, await this.find(tx, id));
    });
  }

  refuse(actor: Actor, id: string, reason: string): Promise<RightsDetailDto> {
    return this.work.run(actor, DECIDE, async (tx) => {
      const found = await this.find(tx, id, true);
      await this.answer(tx, found, 'refused', reason);
      tx.audit({ object: `student:${found.studentId}`, jurisdictionId: found.jurisdictionId, detail: { requestId: id, answer: 'refused' } });
      return this.detail(tx, await this.find(tx, id));
    });
  }

  /** @throws Refusal data-protection/request-absent */
  async find(tx: Tx, id: string, isForChange = false): Promise<RightsRow> {
    const found = await this.requests.byId(tx, id, isForChange);
    if (!found) throw refuse('data-protection/request-absent');
    return found;
  }

  private async answer(tx: Tx, found: RightsRow, state: 'granted' | 'refused', words: string): Promise<void> {
    const verdict = mayAnswer(found.state, state, words);
    if (!verdict.allowed) throw refuse(verdict.reasons[0]);
    const sealed = await this.seal(tx, found.jurisdictionId, found.id, 'answer_enc', words.trim());
    await this.requests.decide(tx, found, state, sealed, actorRef(tx.actor));
  }

  private async detail(tx: Tx, found: RightsRow): Promise<RightsDetailDto> {
    const [{ item, name }] = (await this.shown(tx, [found])) as [{ item: RightsItemDto; name: string }];
    const decider = accountIn(found.decidedBy);
    const people = await this.organisation.accountNames(tx, decider === null ? [] : [decider]);
    const isOpen = found.state === 'received';
    const maySettle = isOpen && mayDo(tx.actor, DECIDE);
    const correction = await this.corrections.shown(tx, found, maySettle);
    const opened = correction && maySettle ? { opened: correction.field } : {};
    tx.audit({ object: `student:${found.studentId}`, jurisdictionId: found.jurisdictionId, action: DESK, detail: { requestId: found.id, ...opened } });
    return {
      ...item, pupilName: name,
      wish: await this.open(tx, found, 'wish_enc', found.wishEnc),
      answer: found.answerEnc === null ? null : await this.open(tx, found, 'answer_enc', found.answerEnc),
      decidedByName: decider === null ? null : (people.get(decider) ?? '已离任人员'), decidedAt: found.decidedAt,
      mayAnswer: maySettle, correction, mayPack: mayOrderPack(found, actorRef(tx.actor)).allowed,
      erasable: isOpen ? this.erasable(found).map(({ name: kind, zh }) => ({ name: kind, zh })) : [],
    };
  }

  private erasable({ kind }: RightsRow): readonly DataClass[] {
    return kind === 'delete' ? declaredDataClasses().filter((one) => this.registry.keeperOf(one.name).erasePupil !== undefined) : [];
  }

  private async shown(tx: Tx, rows: readonly RightsRow[]): Promise<{ item: RightsItemDto; name: string }[]> {
    const today = chinaDayOf(tx.now);
    const jurisdictions = new Set(rows.map((row) => row.jurisdictionId));
    const people = new Map<string, { name: string; className: string }>();
    for (const jurisdictionId of jurisdictions) {
      for (const one of await this.pupils.named(tx, jurisdictionId, rows.map((row) => row.studentId))) people.set(one.studentId, one);
    }
    return rows.map((row) => {
      const { name = '已注销', className = '' } = people.get(row.studentId) ?? {};
      const { id, kind, askedBy, state, receivedOn, dueOn } = row;
      return { name, item: { id, kind, askedBy, state, receivedOn, dueOn, pupil: maskName(name), className, isOverdue: isOverdue(row, today) } };
    });
  }

  private seal(tx: Tx, jurisdictionId: number, row: string, column: string, text: string): Promise<Buffer> {
    return this.cipher.encrypt(tx, { jurisdictionId, scope: 'data-protection' }, { table: 'data_protection.rights_request', column, row }, text);
  }

  private open(tx: Tx, { jurisdictionId, id }: RightsRow, column: string, field: Buffer): Promise<string> {
    return this.cipher.decrypt(tx, { jurisdictionId, scope: 'data-protection' }, { table: 'data_protection.rights_request', column, row: id }, field);
  }
}
