import { actorRef, type Ordinal } from '@heliotrope/kernel';
import { newId, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { draftFate, LEFT_AFTER_MS } from '../../rules/answer-draft.js';
import { criticalRuleName } from '../../rules/critical-items.js';
import { sheetAlerted } from '../../rules/facts.js';
import { secondAnswerRule, untoldHits } from '../../rules/second-answers.js';
import { InstrumentLibrary } from '../instrument-library.js';
import { ReviewRepository } from '../review/review.repository.js';
import { DraftRepository, type LeftDraft } from './draft.repository.js';

const PAGE = 200;

/** Drafts nobody handed in: danger on them is told to a person, and what has no more use is thrown away. */
@Injectable()
export class LeftDraftService {
  constructor(
    @Inject(DraftRepository) private readonly drafts: DraftRepository,
    @Inject(ReviewRepository) private readonly reviews: ReviewRepository,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
  ) {}

  bureaus(): Promise<number[]> {
    return this.drafts.bureaus();
  }

  async sweep(tx: Tx, jurisdictionId: number): Promise<{ told: number; discarded: number }> {
    const counts = { told: 0, discarded: 0 };
    for (const draft of await this.drafts.left(tx, jurisdictionId, new Date(tx.now.getTime() - LEFT_AFTER_MS), PAGE)) {
      const fate = draftFate(draft, tx.now);
      if (fate === 'tell') {
        await this.tell(tx, draft);
        await this.drafts.told(tx, draft);
        counts.told++;
        if (draft.round !== 'closed') continue;
      }
      if (fate === 'keep') continue;
      await this.drafts.discard(tx, draft);
      counts.discarded++;
    }
    return counts;
  }

  private async tell(tx: Tx, draft: LeftDraft): Promise<void> {
    const { jurisdictionId, assignmentId, roundId, schoolId, classId, studentId, instrument, version, sheetId } = draft;
    const definition = (await this.library.fetch(instrument, version))?.definition;
    // The items say which rules may have fired; of several rules on one item the gravest is told, since the answer stays sealed here.
    const hits = draft.critical.flatMap((item) => {
      const [rule] = (definition?.critical ?? []).filter((one) => one.item === item).sort((a, b) => b.severity - a.severity);
      return rule ? [{ item, rule: criticalRuleName(instrument, rule), severity: rule.severity, acute: rule.severity === 4, reason: rule.reason }] : [];
    });
    const review = await this.reviews.opened(tx, { jurisdictionId, roundId, schoolId, classId, studentId, assignmentId });
    const told = (await this.reviews.events(tx, jurisdictionId, review.id)).flatMap((event) => event.rules);
    const untold = untoldHits(hits, told, told);
    if (untold.length === 0) return;
    const rules = untold.map((hit) => secondAnswerRule('left', hit));
    const ordinal = Math.max(...untold.map((hit) => hit.severity)) as 3 | 4;
    const acute = untold.some((hit) => hit.acute);
    const to = Math.max(ordinal, review.suggested) as Ordinal;
    await this.reviews.raiseSuggestion(tx, review, to, acute || review.acute);
    await this.reviews.append(tx, review, {
      id: newId(tx.now.getTime()), kind: 'second-answers', from: review.suggested, to, acute: acute || review.acute, by: actorRef(tx.actor), rules, words: null,
    });
    tx.state(sheetAlerted.of(jurisdictionId, { sheetId, assignmentId, roundId, schoolId, classId, studentId, instrument, version, ordinal, acute, rules }));
    tx.audit({ object: `student:${studentId}`, jurisdictionId, detail: { reviewId: review.id, rules } });
  }
}
