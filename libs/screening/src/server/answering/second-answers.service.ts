import { actorRef, type Ordinal, type SystemActor } from '@heliotrope/kernel';
import { DataKeys, decryptWith, keyVersionOf, newId, type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { CriticalHit } from '../../rules/critical-items.js';
import { sheetAlerted } from '../../rules/facts.js';
import { type MetBy, secondAnswerRule, untoldHits } from '../../rules/second-answers.js';
import { ReviewRepository } from '../review/review.repository.js';
import { roundKeyScope } from '../round-key.js';
import { SecondAnswersRepository, type StandingSheet } from './second-answers.repository.js';
import type { HandedIn } from './sheet-body.js';

const ACTION = 'screening.second-answers';

/** A sheet that met another in its place. */
export interface SecondSheet extends HandedIn {
  /** As they would lie under their seal. */
  readonly packed: Buffer;
  readonly hits: readonly CriticalHit[];
}

type Typed = Omit<SecondSheet, 'packed'>;

/**
 * What to do with a sheet whose place is taken. Far from the hot path: only a sheet that was not saved comes here, and
 * only then are the answers that stand unsealed and compared.
 */
@Injectable()
export class SecondAnswersService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SecondAnswersRepository) private readonly sheets: SecondAnswersRepository,
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(DataKeys) private readonly keys: DataKeys,
  ) {}

  /** Is it the very sheet that stands, sent again? If it is another, its danger is told to a person before it is refused. */
  async isStanding(second: SecondSheet): Promise<boolean> {
    const actor = clerk(second);
    const isSame = await this.work.read(actor, ACTION, async (tx) => this.isSame(tx, second, await this.standing(tx, second)));
    if (!isSame && second.hits.length > 0) await this.work.read(actor, ACTION, (tx) => this.tell(tx, second));
    return isSame;
  }

  /** Paper that is being typed: it stands nowhere yet, and its danger is told before it does. */
  async tellOfPaper(typed: Typed): Promise<void> {
    if (typed.hits.length > 0) await this.work.read(clerk(typed), ACTION, (tx) => this.tell(tx, typed, 'paper'));
  }

  private standing(tx: Tx, { seat, sheet }: Typed): Promise<StandingSheet[]> {
    return this.sheets.standing(tx, { jurisdictionId: seat.j, sheetId: sheet.sheetId, assignmentId: seat.a, instrument: sheet.instrument });
  }

  private async isSame(tx: Tx, { seat, sheet, packed }: SecondSheet, standing: readonly StandingSheet[]): Promise<boolean> {
    const first = standing.find(({ id }) => id === sheet.sheetId);
    if (!first || first.assignmentId !== seat.a || first.instrument !== sheet.instrument) return false;
    const key = await this.keys.versionOf(tx, seat.j, roundKeyScope(seat.r), keyVersionOf(first.answers));
    return decryptWith(key, { table: 'screening.answer_sheet', column: 'answers_enc', row: first.id }, first.answers).equals(packed);
  }

  /** Once, however often and from however many windows it comes: the pupil's review is held while what was told is read. */
  private async tell(tx: Tx, second: Typed, as?: MetBy): Promise<void> {
    const { seat, sheet, hits } = second;
    const review = await this.reviews.opened(tx, {
      jurisdictionId: seat.j, roundId: seat.r, schoolId: seat.s, classId: seat.c, studentId: seat.p, assignmentId: seat.a,
    });
    const standing = await this.standing(tx, second);
    const own = standing.filter((one) => one.assignmentId === seat.a && one.instrument === sheet.instrument);
    const events = await this.reviews.events(tx, seat.j, review.id);
    const told = events.filter((event) => event.kind === 'second-answers').flatMap((event) => event.rules);
    const untold = untoldHits(hits, own.flatMap((one) => one.rules), told);
    if (untold.length === 0) return;
    const metBy = as ?? (standing.some(({ id }) => id === sheet.sheetId) ? 'same-id' : 'same-form');
    const rules = untold.map((hit) => secondAnswerRule(metBy, hit));
    const ordinal = Math.max(...untold.map((hit) => hit.severity)) as 3 | 4;
    const acute = untold.some((hit) => hit.acute);
    const to = Math.max(ordinal, review.suggested) as Ordinal;
    await this.reviews.raiseSuggestion(tx, review, to, acute || review.acute);
    await this.reviews.append(tx, review, {
      id: newId(tx.now.getTime()), kind: 'second-answers', from: review.suggested, to, acute: acute || review.acute, by: actorRef(tx.actor), rules, words: null,
    });
    tx.state(sheetAlerted.of(seat.j, {
      sheetId: sheet.sheetId, assignmentId: seat.a, roundId: seat.r, schoolId: seat.s, classId: seat.c, studentId: seat.p,
      instrument: sheet.instrument, version: sheet.version, ordinal, acute, rules,
    }));
    tx.audit({ object: `student:${seat.p}`, jurisdictionId: seat.j, detail: { reviewId: review.id, sheetId: sheet.sheetId, rules } });
  }
}

/** Works for one school: a number that belongs to a sheet elsewhere is taken, and nothing more is learnt of it. */
const clerk = ({ seat }: Typed): SystemActor => ({
  kind: 'system', rule: ACTION, scope: { jurisdictions: [seat.j], schools: [seat.s], classes: 'all' },
});
