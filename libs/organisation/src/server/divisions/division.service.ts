import { type Actor, refuse, schoolDay, type SchoolDay } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { divisionKind, parentDivision } from '../../rules/index.js';
import type { DivisionBody, DivisionDto } from './division.dto.js';
import { DivisionRepository } from './division.repository.js';

@Injectable()
export class DivisionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(DivisionRepository) private readonly divisions: DivisionRepository,
  ) {}

  below(actor: Actor, parent: string | undefined): Promise<DivisionDto[]> {
    return this.work.read(actor, 'organisation.read-tree', (tx) => this.divisions.below(tx, parent ?? null));
  }

  /** Adds a division or corrects one. Its place in the tree follows from its code and is never edited. */
  save(actor: Actor, code: string, body: DivisionBody): Promise<DivisionDto> {
    return this.work.run(actor, 'organisation.edit-divisions', async (tx) => {
      const kind = divisionKind(code);
      if (kind === null) throw refuse('organisation/division-code');
      const parentCode = parentDivision(code);
      if (parentCode !== null && !(await this.divisions.byCode(tx, parentCode))) throw refuse('organisation/division-parent', { parent: parentCode });
      const day = (text: string | undefined): SchoolDay | null => (text === undefined ? null : schoolDay(text.slice(0, 10)));
      const row = {
        code, kind, parentCode, name: body.name.trim(), standard: body.standard ?? true, validFrom: day(body.validFrom),
        validUntil: day(body.validUntil), predecessorCode: body.predecessorCode ?? null,
      };
      await this.divisions.save(tx, row);
      tx.audit({ object: `division:${code}` });
      return row;
    });
  }
}
