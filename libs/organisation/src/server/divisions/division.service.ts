import { type Actor, addDays, refuse, type SchoolDay } from '@heliotrope/kernel';
import { sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { divisionKind, parentDivision } from '../../rules/index.js';
import { givenDayOrNull } from '../reading/given-day.js';
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

  /** Adds a division or corrects one, with its dates and the code it took the place of. Its place in the tree follows from its code. */
  save(actor: Actor, code: string, body: DivisionBody, seen: number | null): Promise<DivisionDto> {
    return this.work.run(actor, 'organisation.edit-divisions', async (tx) => {
      const kind = divisionKind(code);
      if (kind === null) throw refuse('organisation/division-code');
      const parentCode = parentDivision(code);
      if (parentCode !== null && !(await this.divisions.byCode(tx, parentCode))) throw refuse('organisation/division-parent', { parent: parentCode });
      await this.divisions.lock(tx, code);
      const held = await this.divisions.byCode(tx, code);
      if (held) {
        if (seen === null) throw refuse('platform/if-match-needed');
        sameVersion(seen, held);
      }
      const validFrom = givenDayOrNull(body.validFrom?.slice(0, 10));
      const validUntil = givenDayOrNull(body.validUntil?.slice(0, 10));
      if (validFrom && validUntil && validUntil < validFrom) throw refuse('organisation/division-dates');
      await this.succeed(tx, body.predecessorCode, validFrom);
      await this.divisions.save(tx, {
        code, kind, parentCode, name: body.name.trim(), standard: body.standard ?? true, validFrom, validUntil, predecessorCode: body.predecessorCode ?? null,
      });
      tx.audit({ object: `division:${code}`, detail: { change: held ? 'edited' : 'added' } });
      return (await this.divisions.byCode(tx, code))!;
    });
  }

  private async succeed(tx: Tx, predecessor: string | undefined, from: SchoolDay | null): Promise<void> {
    if (predecessor === undefined) return;
    if (!(await this.divisions.byCode(tx, predecessor))) throw refuse('organisation/division-predecessor', { code: predecessor });
    if (from) await this.divisions.endBefore(tx, predecessor, addDays(from, -1));
  }
}
