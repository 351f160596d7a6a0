import { bureauWide, type SchoolDay } from '@heliotrope/kernel';
import { newId, scopeWhere, type Tx } from '@heliotrope/platform';
import { Injectable } from '@nestjs/common';
import type { LegalBasis, RecipientKind } from '../../rules/index.js';

export interface RecipientRow {
  readonly jurisdictionId: number;
  readonly id: string;
  readonly kind: RecipientKind;
  readonly name: string;
  readonly contact: string;
  readonly purpose: string;
  readonly means: string;
  readonly dataClasses: readonly string[];
  readonly contractNumber: string;
  readonly contractFrom: SchoolDay;
  readonly contractUntil: SchoolDay;
  readonly assessmentId: string;
  readonly endedOn: SchoolDay | null;
}

export interface ProvisionRow {
  readonly id: string;
  readonly dataClasses: readonly string[];
  readonly purpose: string;
  readonly basis: LegalBasis | null;
  readonly persons: number;
  readonly providedOn: SchoolDay;
  readonly recordedBy: string;
}

const ROW = `r.jurisdiction_id as "jurisdictionId", r.id, r.kind, r.name, r.contact, r.purpose, r.means, r.data_classes as "dataClasses",
  r.contract_number as "contractNumber", r.contract_from as "contractFrom", r.contract_until as "contractUntil",
  r.assessment_id as "assessmentId", r.ended_on as "endedOn"`;

@Injectable()
export class RecipientRepository {
  list(tx: Tx, after: string | null, limit: number): Promise<RecipientRow[]> {
    const params: unknown[] = [after, limit];
    return tx.query<RecipientRow>(
      `select ${ROW} from data_protection.recipient r where ($1::uuid is null or r.id < $1) and ${within(tx, params)} order by r.id desc limit $2`,
      params,
    );
  }

  async byId(tx: Tx, id: string): Promise<RecipientRow | undefined> {
    const params: unknown[] = [id];
    return (await tx.query<RecipientRow>(`select ${ROW} from data_protection.recipient r where r.id = $1 and ${within(tx, params)}`, params))[0];
  }

  async add(tx: Tx, row: Omit<RecipientRow, 'id' | 'endedOn'>, author: string): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.recipient
         (jurisdiction_id, id, kind, name, contact, purpose, means, data_classes, contract_number, contract_from, contract_until, assessment_id,
          created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        row.jurisdictionId, id, row.kind, row.name, row.contact, row.purpose, row.means, row.dataClasses, row.contractNumber, row.contractFrom,
        row.contractUntil, row.assessmentId, author, tx.now,
      ],
    );
    return id;
  }

  async end(tx: Tx, { jurisdictionId, id }: RecipientRow, on: SchoolDay): Promise<void> {
    await tx.query(`update data_protection.recipient set ended_on = $3 where jurisdiction_id = $1 and id = $2`, [jurisdictionId, id, on]);
  }

  provisions(tx: Tx, { jurisdictionId, id }: RecipientRow): Promise<ProvisionRow[]> {
    return tx.query<ProvisionRow>(
      `select p.id, p.data_classes as "dataClasses", p.purpose, p.basis, p.persons, p.provided_on as "providedOn", p.recorded_by as "recordedBy"
         from data_protection.provision p where p.jurisdiction_id = $1 and p.recipient_id = $2 order by p.provided_on desc, p.id desc limit 500`,
      [jurisdictionId, id],
    );
  }

  async addProvision(tx: Tx, to: RecipientRow, row: Omit<ProvisionRow, 'id'>): Promise<string> {
    const id = newId(tx.now.getTime());
    await tx.query(
      `insert into data_protection.provision
         (jurisdiction_id, id, recipient_id, data_classes, purpose, basis, persons, provided_on, recorded_by, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [to.jurisdictionId, id, to.id, row.dataClasses, row.purpose, row.basis, row.persons, row.providedOn, row.recordedBy, tx.now],
    );
    return id;
  }
}

const within = (tx: Tx, params: unknown[]): string => scopeWhere(bureauWide(tx.scopes), { jurisdiction: 'r.jurisdiction_id' }, params);
