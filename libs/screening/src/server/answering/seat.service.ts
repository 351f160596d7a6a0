import { ConsentReader } from '@heliotrope/data-protection';
import { chinaDayOf, refuse, type SystemActor } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import { maskName } from '@heliotrope/organisation/rules';
import { Clock, jobActor, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { batteryFor } from '../../rules/battery.js';
import { pupilForm } from '../../rules/pupil-form.js';
import { windowOfSeat } from '../../rules/further-window.js';
import { mayAcceptSheet } from '../../rules/round.js';
import { CLASS_CODE_LENGTH, readCode, SEAT_CODE_LENGTH, writeCode } from '../../rules/seat-code.js';
import type { KeptDraftDto } from '../draft/draft-body.js';
import { DraftService } from '../draft/draft.service.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { AttemptBrake } from './attempt-brake.js';
import type { SeatedFormDto, SeatTakenDto, TakeSeatBody } from './seat.dto.js';
import { SeatRepository, type SeatedClass } from './seat.repository.js';
import { SeatTokenService } from './seat-token.service.js';

const RULE = 'screening.take-seat';
/** The token outlives the window: after it the pupil is to hear that the round is over, not that nobody knows him. */
const TOKEN_OUTLIVES_MS = 24 * 60 * 60 * 1000;

/** From two codes on a slip of paper to a seat: who sits there, what is to be answered, and the token to hand it in by. */
@Injectable()
export class SeatService {
  private readonly brake = new AttemptBrake();

  constructor(
    @Inject(SeatRepository) private readonly seats: SeatRepository,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(ConsentReader) private readonly consents: ConsentReader,
    @Inject(DraftService) private readonly drafts: DraftService,
    @Inject(SeatTokenService) private readonly tokens: SeatTokenService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async take(typed: TakeSeatBody): Promise<SeatTakenDto> {
    const now = this.clock.now();
    const classNumber = readCode(typed.classCode, CLASS_CODE_LENGTH);
    const seatNumber = readCode(typed.seatCode, SEAT_CODE_LENGTH);
    if (classNumber === null || seatNumber === null) throw refuse('screening/seat-unknown');
    const classCode = writeCode(classNumber, CLASS_CODE_LENGTH);
    const seatCode = writeCode(seatNumber, SEAT_CODE_LENGTH);
    if (!this.brake.mayTry(classCode, seatCode, now.getTime())) throw refuse('screening/too-many-seat-attempts');
    const found = await this.seats.classOf(classCode);
    if (!found) {
      throw refuse(this.brake.mayAskUnknown(now.getTime()) ? 'screening/seat-unknown' : 'screening/too-many-seat-attempts');
    }
    const taken = await this.seatIn(found, seatNumber, now);
    if (!taken) {
      this.brake.wrongSeat(classCode, now.getTime());
      throw refuse('screening/seat-unknown');
    }
    this.brake.rightSeat(classCode, seatCode);
    return taken;
  }

  private seatIn(found: SeatedClass, seatNumber: number, now: Date): Promise<SeatTakenDto | null> {
    const { jurisdictionId, roundId, classId, schoolId } = found;
    const day = chinaDayOf(now);
    const actor: SystemActor = { ...jobActor(RULE, jurisdictionId), scope: { jurisdictions: [jurisdictionId], schools: [schoolId], classes: [classId] } };
    return this.work.read(actor, RULE, async (tx) => {
      const assignment = await this.seats.assignmentAt(tx, found, seatNumber);
      if (!assignment) return null;
      const window = windowOfSeat(found, assignment);
      const verdict = mayAcceptSheet(window, now); // only who has a seat learns how the round stands
      if (!verdict.allowed) throw refuse(verdict.reasons[0]);
      const pupil = (await this.organisation.pupilNames(tx, jurisdictionId, [assignment.studentId], day)).get(assignment.studentId);
      const { consentRule } = found;
      const mayAnswer = !assignment.isStopped && await this.consents.mayProcess(tx, {
        jurisdictionId, purpose: 'screening', rule: consentRule, studentId: assignment.studentId, bornOn: pupil?.bornOn ?? null,
      });
      if (!mayAnswer) throw refuse('screening/consent-missing');
      const className = (await this.organisation.classNames(tx, [classId], day)).get(classId) ?? '';
      const entries = batteryFor(found.battery, found.grade).filter(({ instrument }) => assignment.onlyForms?.includes(instrument) ?? true);
      const seat = {
        j: jurisdictionId, r: roundId, a: assignment.id, s: schoolId, c: classId, p: assignment.studentId,
        b: entries.map(({ instrument, version }) => [instrument, version] as const),
      };
      const kept = await this.drafts.kept(tx, seat);
      return {
        seatToken: this.tokens.sign(seat, new Date(window.closesAt.getTime() + TOKEN_OUTLIVES_MS)),
        pupil: { maskedName: maskName(pupil?.name ?? ''), className },
        round: { id: roundId, title: found.title, closesAt: window.closesAt },
        battery: (await Promise.all(entries.map((entry) => this.form(entry.instrument, entry.version, assignment.done, kept)))).flat(),
        helpLines: this.policy.helpLines(jurisdictionId, day),
        serverTime: now,
      };
    });
  }

  private async form(code: string, version: string, done: readonly string[], kept: ReadonlyMap<string, KeptDraftDto>): Promise<SeatedFormDto[]> {
    const shelved = await this.library.fetch(code, version);
    const form = shelved && pupilForm(shelved.definition);
    const draft = done.includes(code) ? undefined : kept.get(code);
    return form ? [{ ...form, done: done.includes(code), ...(draft ? { draft } : {}) }] : [];
  }
}
