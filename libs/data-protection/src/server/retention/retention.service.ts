import { type Actor, actorRef, chinaDayOf, refuse } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { type Page, type PageQuery, pageOf, readCursor, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { declaredDataClasses, dueFrom, heldBack } from '../../rules/index.js';
import { accountIn } from '../author.js';
import { bureauFor } from '../place.js';
import { KeepingService } from './keeping.service.js';
import type { DestructionDto, HoldDto, PlaceHoldBody, RetentionDto } from './retention.dto.js';
import { type DestructionRow, RetentionRepository } from './retention.repository.js';

const READ = 'data-protection.read-retention';
const HOLD = 'data-protection.place-hold';

export const dataClassName = (name: string): string => declaredDataClasses().find((one) => one.name === name)?.zh ?? name;

/** How long what is kept, what is held back, and what was destroyed. */
@Injectable()
export class RetentionService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RetentionRepository) private readonly retention: RetentionRepository,
    @Inject(KeepingService) private readonly keeping: KeepingService,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  overview(actor: Actor, bureauId?: number): Promise<RetentionDto> {
    return this.work.read(actor, READ, async (tx) => {
      const jurisdictionId = bureauFor(tx, bureauId);
      const today = chinaDayOf(tx.now);
      const rows = (await this.retention.holds(tx)).filter((hold) => hold.jurisdictionId === jurisdictionId);
      const standing = rows.filter((hold) => hold.liftedAt === null);
      const people = await this.organisation.accountNames(tx, rows.flatMap((row) => accountIn(row.placedBy) ?? []));
      const holds: HoldDto[] = [];
      for (const row of rows) {
        holds.push({
          id: row.id, bureauId: row.jurisdictionId, dataClass: row.dataClass, dataClassName: row.dataClass === null ? null : dataClassName(row.dataClass),
          schoolName: row.schoolId === null ? null : ((await this.organisation.school(tx, row.schoolId))?.name ?? null),
          isOnePupil: row.studentId !== null, reason: row.reason, placedByName: people.get(accountIn(row.placedBy) ?? '') ?? '系统',
          placedAt: row.placedAt, liftedAt: row.liftedAt,
        });
      }
      const classes = declaredDataClasses().map((kind) => {
        const { years, source } = this.keeping.of(jurisdictionId, kind, today);
        return {
          name: kind.name, zh: kind.zh, from: kind.from, years, source, leastYears: kind.least?.years ?? null, leastLaw: kind.least?.law ?? null,
          destroys: kind.destroys, dueFrom: dueFrom(today, years), isHeld: heldBack(kind.name, standing).everything,
        };
      });
      return { bureauId: jurisdictionId, classes, holds };
    });
  }

  place(actor: Actor, body: PlaceHoldBody): Promise<{ id: string }> {
    return this.work.run(actor, HOLD, async (tx) => {
      const jurisdictionId = bureauFor(tx, body.bureauId);
      const dataClass = body.dataClass ?? null;
      if (dataClass !== null && !declaredDataClasses().some((one) => one.name === dataClass)) throw refuse('data-protection/class-unknown');
      const schoolId = body.schoolId ?? null;
      const school = schoolId === null ? undefined : await this.organisation.school(tx, schoolId);
      if (schoolId !== null && school?.jurisdictionId !== jurisdictionId) throw refuse('data-protection/hold-absent');
      const studentId = body.studentId ?? null;
      const id = await this.retention.place(tx, jurisdictionId, { dataClass, schoolId, studentId, reason: body.reason.trim() }, actorRef(actor));
      tx.audit({ object: `legal-hold:${id}`, jurisdictionId, detail: { dataClass, schoolId, studentId } });
      return { id };
    });
  }

  lift(actor: Actor, id: string): Promise<void> {
    return this.work.run(actor, HOLD, async (tx) => {
      const found = await this.retention.holdForUpdate(tx, id);
      if (!found) throw refuse('data-protection/hold-absent');
      if (found.liftedAt !== null) throw refuse('data-protection/hold-lifted');
      await this.retention.lift(tx, found, actorRef(actor));
      tx.audit({ object: `legal-hold:${id}`, jurisdictionId: found.jurisdictionId, detail: { lifted: true } });
    });
  }

  destructions(actor: Actor, query: PageQuery): Promise<Page<DestructionDto>> {
    return this.work.read(actor, READ, async (tx) => {
      const limit = query.limit ?? 50;
      const rows = await this.retention.destructions(tx, readCursor(query.cursor, 'id')?.[0] ?? null, limit + 1);
      const { items, nextCursor } = pageOf(rows, limit, (row) => [row.id]);
      return { items: items.map(destructionDto), nextCursor };
    });
  }
}

function destructionDto({ jurisdictionId, destroyedBy: _, ...row }: DestructionRow): DestructionDto {
  return { ...row, bureauId: jurisdictionId, dataClassName: dataClassName(row.dataClass) };
}
