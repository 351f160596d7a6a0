import { randomBytes, randomInt } from 'node:crypto';
import { chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { gradeOn } from '@heliotrope/organisation/rules';
import { DataKeys, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { batteryFor } from '../../rules/battery.js';
import { roundOpened } from '../../rules/facts.js';
import { CLASS_CODE_LENGTH, CODE_SIGNS, writeCode } from '../../rules/seat-code.js';
import { RefusalService } from '../completion/refusal.service.js';
import { roundKeyScope } from '../round-key.js';
import { OpeningRepository, PAD_BYTES } from './opening.repository.js';
import { RoundRepository, type RoundRow } from './round.repository.js';

const ACTION = 'screening.open-round';
const UNIQUE_VIOLATION = '23505';

/** The acts of opening a round, each a transaction of its own, each harmless when done again. */
@Injectable()
export class OpeningService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RoundRepository) private readonly rounds: RoundRepository,
    @Inject(OpeningRepository) private readonly opening: OpeningRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(DataKeys) private readonly keys: DataKeys,
    @Inject(RefusalService) private readonly refusals: RefusalService,
  ) {}

  /** The round's data key, and the schools to go through. */
  begin(actor: SystemActor, roundId: string): Promise<string[]> {
    return this.work.run(actor, ACTION, async (tx) => {
      const round = await this.openable(tx, roundId);
      await this.keys.currentFor(tx, round.jurisdictionId, roundKeyScope(roundId));
      tx.audit({ object: `round:${roundId}`, detail: { step: 'begin' } });
      return (await this.organisation.schoolsOf(tx, [round.jurisdictionId])).map((school) => school.id).sort();
    });
  }

  /** One assignment for every eligible pupil of these schools who has none. */
  async assign(actor: SystemActor, roundId: string, schools: readonly string[]): Promise<void> {
    try {
      await this.assignOnce(actor, roundId, schools, false);
    } catch (error) {
      if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
      await this.assignOnce(actor, roundId, schools, true);
    }
  }

  finish(actor: SystemActor, roundId: string): Promise<void> {
    return this.work.run(actor, ACTION, async (tx) => {
      const round = await this.rounds.forMoving(tx, roundId);
      tx.audit({ object: `round:${roundId}`, detail: { step: 'finish' } });
      if (round?.state !== 'opening') return; // opened before, for pupils who came later, or closed meanwhile
      await this.rounds.markOpen(tx, round);
      tx.state(roundOpened.of(round.jurisdictionId, { roundId }));
    });
  }

  /** Leaves an entry where something was done; that nothing had to be is told by the steps before and after. */
  private assignOnce(actor: SystemActor, roundId: string, schools: readonly string[], isCareful: boolean): Promise<void> {
    return this.work.read(actor, ACTION, async (tx) => {
      const round = await this.openable(tx, roundId);
      const { jurisdictionId } = round;
      const day = chinaDayOf(tx.now);
      const eligible = (await this.opening.classes(tx, jurisdictionId, roundId, schools)).flatMap((one) => {
        const grade = gradeOn(one, day);
        const isMeant = typeof grade === 'object' && round.grades.includes(grade.year) && batteryFor(round.battery, grade.year).length > 0;
        return isMeant ? [{ ...one, grade: grade.year }] : [];
      });
      const fresh = eligible.filter((one) => !one.registered);
      if (fresh.length > 0) await this.opening.register(tx, jurisdictionId, roundId, fresh.map((one) => ({ ...one, code: classCode() })));
      const give = (classes: readonly { id: string }[]) => ({
        jurisdictionId, roundId, classes: classes.map((one) => one.id), pads: classes.map(() => randomBytes(PAD_BYTES)),
      });
      const known = eligible.filter((one) => one.registered).map((one) => one.id);
      const changed = known.length > 0 ? await this.opening.changed(tx, jurisdictionId, roundId, known) : new Set<string>();
      const careful = isCareful ? eligible : eligible.filter((one) => changed.has(one.id));
      if (!isCareful && fresh.length > 0) await this.opening.assignAll(tx, give(fresh));
      if (careful.length > 0) await this.opening.assignMissing(tx, give(careful));
      if (fresh.length === 0 && careful.length === 0) return;
      await this.refusals.seated(tx, round, (isCareful ? careful : [...fresh, ...careful]).map((one) => one.id));
      tx.audit({ object: `round:${roundId}`, detail: { step: 'assign', schools: schools.length, classes: fresh.length + careful.length } });
    });
  }

  private async openable(tx: Tx, roundId: string): Promise<RoundRow> {
    const round = await this.rounds.byId(tx, roundId);
    if (!round) throw refuse('screening/round-absent');
    if (round.state === 'closed' || round.state === 'planned') throw refuse('screening/round-state');
    return round;
  }
}

const classCode = (): string => writeCode(randomInt(CODE_SIGNS.length ** CLASS_CODE_LENGTH), CLASS_CODE_LENGTH);
