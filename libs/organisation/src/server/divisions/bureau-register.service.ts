import { type Actor, isWithin, refuse } from '@heliotrope/kernel';
import { sameVersion, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { givenDayOrNull } from '../reading/given-day.js';
import type { BureauBody, BureauDto, NewBureauBody } from './bureau.dto.js';
import { BureauRegisterRepository, type RegisteredBureau } from './bureau-register.repository.js';
import { DivisionRepository } from './division.repository.js';

const ACTION = 'organisation.edit-divisions';
const RANK = { province: 0, city: 1, county: 2 } as const;

/**
 * Bureaus of the tree. Any of them may run schools directly, a city or a province as well as a county: the schools then
 * carry its id and the county is skipped.
 */
@Injectable()
export class BureauRegisterService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(DivisionRepository) private readonly divisions: DivisionRepository,
    @Inject(BureauRegisterRepository) private readonly bureaus: BureauRegisterRepository,
  ) {}

  one(actor: Actor, id: number): Promise<BureauDto> {
    return this.work.read(actor, 'organisation.read-tree', async (tx) => shown(await this.reached(tx, id)));
  }

  open(actor: Actor, body: NewBureauBody): Promise<BureauDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      const division = await this.divisions.byCode(tx, body.divisionCode);
      if (!division) throw refuse('organisation/division-absent');
      const parent = isWithin(tx.scopes, { jurisdictionId: body.parentId }) ? await this.bureaus.byId(tx, body.parentId) : undefined;
      if (!parent || RANK[parent.kind] >= RANK[division.kind]) throw refuse('organisation/bureau-parent');
      const id = Number(body.divisionCode);
      const bureau = { id, kind: division.kind, parentId: parent.id, ancestorIds: [...parent.ancestorIds, parent.id], divisionCode: body.divisionCode, name: body.name.trim() };
      if (!(await this.bureaus.add(tx, bureau))) throw refuse('organisation/bureau-taken', { name: (await this.bureaus.byId(tx, id))?.name ?? '' });
      tx.audit({ object: `bureau:${id}`, jurisdictionId: parent.id, detail: { change: 'opened' } });
      return { ...shown((await this.bureaus.byId(tx, id))!) };
    });
  }

  edit(actor: Actor, id: number, seen: number, body: BureauBody): Promise<BureauDto> {
    return this.work.run(actor, ACTION, async (tx) => {
      if (isWithin(tx.scopes, { jurisdictionId: id })) await this.bureaus.lock(tx, id);
      const held = await this.reached(tx, id);
      sameVersion(seen, shown(held));
      const closedOn = givenDayOrNull(body.closedOn);
      if (closedOn && held.schools > 0) throw refuse('organisation/bureau-in-use', { count: held.schools });
      await this.bureaus.save(tx, id, body.name.trim(), closedOn);
      tx.audit({ object: `bureau:${id}`, jurisdictionId: id, detail: { change: closedOn && !held.closedOn ? 'closed' : 'edited' } });
      return shown((await this.bureaus.byId(tx, id))!);
    });
  }

  private async reached(tx: Tx, id: number): Promise<RegisteredBureau> {
    const found = isWithin(tx.scopes, { jurisdictionId: id }) ? await this.bureaus.byId(tx, id) : undefined;
    if (!found) throw refuse('organisation/bureau-absent');
    return found;
  }
}

function shown({ ancestorIds: _line, ...rest }: RegisteredBureau): BureauDto {
  return rest;
}
