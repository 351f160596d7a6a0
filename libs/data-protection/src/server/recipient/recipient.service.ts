import { type Actor, actorRef, chinaDayOf, refuse, type SchoolDay } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { type Page, type PageQuery, pageOf, readCursor, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { contractStanding, mayProvide, RECIPIENT_KINDS } from '../../rules/index.js';
import { ImpactAssessments } from '../assessment/impact-assessments.service.js';
import { accountIn } from '../author.js';
import { bureauFor, dayOf } from '../place.js';
import type { ProvisionsDto, RecipientDto, RecordProvisionBody, RegisterRecipientBody } from './recipient.dto.js';
import { RecipientRepository, type RecipientRow } from './recipient.repository.js';

/** The register of those who get data of pupils, and the log of what was given to them. */
@Injectable()
export class RecipientService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RecipientRepository) private readonly recipients: RecipientRepository,
    @Inject(ImpactAssessments) private readonly assessments: ImpactAssessments,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  list(actor: Actor, query: PageQuery): Promise<Page<RecipientDto>> {
    return this.work.read(actor, 'data-protection.read-recipients', async (tx) => {
      const limit = query.limit ?? 50;
      const rows = await this.recipients.list(tx, readCursor(query.cursor, 'id')?.[0] ?? null, limit + 1);
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
      return { items: items.map((row) => recipientDto(row, chinaDayOf(tx.now))), nextCursor };
    });
  }

  /** A new recipient needs an impact assessment in force: without it nobody gets into the register. */
  register(actor: Actor, body: RegisterRecipientBody): Promise<{ id: string }> {
    return this.work.run(actor, 'data-protection.edit-recipients', async (tx) => {
      const jurisdictionId = bureauFor(tx, body.bureauId);
      const [contractFrom, contractUntil] = [dayOf(body.contractFrom), dayOf(body.contractUntil)];
      if (contractUntil < contractFrom) throw refuse('data-protection/days-backwards');
      const assessmentId = await this.assessments.demand(tx, jurisdictionId, 'recipient');
      const { kind, name, contact, purpose, means, contractNumber } = body;
      const dataClasses = [...new Set(body.dataClasses.map((one) => one.trim()))];
      const id = await this.recipients.add(tx, { jurisdictionId, kind, name, contact, purpose, means, dataClasses, contractNumber, contractFrom, contractUntil, assessmentId }, actorRef(actor));
      tx.audit({ object: `recipient:${id}`, jurisdictionId, detail: { kind, contractNumber, contractFrom, contractUntil, assessmentId } });
      return { id };
    });
  }

  end(actor: Actor, id: string): Promise<RecipientDto> {
    return this.work.run(actor, 'data-protection.edit-recipients', async (tx) => {
      const found = await this.find(tx, id);
      const today = chinaDayOf(tx.now);
      if (found.endedOn !== null) throw refuse('data-protection/recipient-state');
      await this.recipients.end(tx, found, today);
      tx.audit({ object: `recipient:${id}`, jurisdictionId: found.jurisdictionId, detail: { endedOn: today } });
      return recipientDto({ ...found, endedOn: today }, today);
    });
  }

  provide(actor: Actor, id: string, body: RecordProvisionBody): Promise<{ id: string }> {
    return this.work.run(actor, 'data-protection.record-provision', async (tx) => {
      const found = await this.find(tx, id);
      const providedOn = dayOf(body.providedOn);
      if (providedOn > chinaDayOf(tx.now)) throw refuse('data-protection/signed-in-future');
      const dataClasses = [...new Set(body.dataClasses.map((one) => one.trim()))];
      const basis = body.basis ?? null;
      const verdict = mayProvide(found, { dataClasses, basis }, providedOn);
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      const provisionId = await this.recipients.addProvision(tx, found, { dataClasses, purpose: body.purpose, basis, persons: body.persons, providedOn, recordedBy: actorRef(actor) });
      tx.audit({ object: `recipient:${id}`, jurisdictionId: found.jurisdictionId, detail: { provisionId, persons: body.persons, providedOn, basis } });
      return { id: provisionId };
    });
  }

  provisions(actor: Actor, id: string): Promise<ProvisionsDto> {
    return this.work.read(actor, 'data-protection.read-recipients', async (tx) => {
      const found = await this.find(tx, id);
      const rows = await this.recipients.provisions(tx, found);
      const people = await this.organisation.accountNames(tx, rows.flatMap((row) => accountIn(row.recordedBy) ?? []));
      return {
        recipient: recipientDto(found, chinaDayOf(tx.now)),
        items: rows.map(({ recordedBy, ...row }) => ({ ...row, recordedByName: people.get(accountIn(recordedBy) ?? '') ?? '系统' })),
      };
    });
  }

  private async find(tx: Tx, id: string): Promise<RecipientRow> {
    const found = await this.recipients.byId(tx, id);
    if (!found) throw refuse('data-protection/recipient-absent');
    return found;
  }
}

function recipientDto({ jurisdictionId, endedOn, ...row }: RecipientRow, today: SchoolDay): RecipientDto {
  return { ...row, bureauId: jurisdictionId, kindName: RECIPIENT_KINDS[row.kind], standing: contractStanding({ ...row, endedOn }, today) };
}
