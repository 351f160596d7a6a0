import { chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { type Audience, type ConsentRule, type ConsentStanding, decidersFor, mayProcess, type Purpose, standingOf } from '../../rules/index.js';
import { NoticeRepository } from '../notice/notice.repository.js';
import { type ConsentRow, ConsentRepository } from './consent.repository.js';

export interface StandingAsk {
  readonly jurisdictionId: number;
  readonly purpose: Purpose;
  readonly rule: ConsentRule;
  readonly pupils: readonly { readonly studentId: string; readonly bornOn: SchoolDay | null }[];
}

export interface PupilStanding {
  readonly deciders: readonly Audience[];
  readonly standing: ConsentStanding;
  readonly lines: readonly ConsentRow[];
}

/** What later domains may ask about consent, in the caller's transaction and within its walls. */
@Injectable()
export class ConsentReader {
  constructor(
    @Inject(ConsentRepository) private readonly consents: ConsentRepository,
    @Inject(NoticeRepository) private readonly notices: NoticeRepository,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  /** How consent stands for each of these pupils today. */
  async standings(tx: Tx, { jurisdictionId, purpose, rule, pupils }: StandingAsk): Promise<Map<string, PupilStanding>> {
    const today = chinaDayOf(tx.now);
    const notices = await this.notices.inForce(tx, jurisdictionId, purpose);
    const current = { ...(notices.guardian ? { guardian: notices.guardian.material } : {}), ...(notices.pupil ? { pupil: notices.pupil.material } : {}) };
    const guardianAlso = this.policy.inForce(jurisdictionId, 'data.guardian-also-from-14', today);
    const lines = await this.consents.linesOf(tx, jurisdictionId, purpose, pupils.map((pupil) => pupil.studentId));
    return new Map(pupils.map((pupil) => {
      const own = lines.get(pupil.studentId) ?? [];
      const deciders = decidersFor(rule, pupil, today, guardianAlso);
      return [pupil.studentId, { deciders, standing: standingOf(deciders, own, current), lines: own }];
    }));
  }

  /** May this pupil's data be worked on for this purpose today? The gate of a round, asked when a seat is taken. */
  async mayProcess(tx: Tx, ask: Omit<StandingAsk, 'pupils'> & { studentId: string; bornOn: SchoolDay | null }): Promise<boolean> {
    if (ask.rule === 'none-required-by-law-basis') return true;
    const found = await this.standings(tx, { ...ask, pupils: [ask] });
    return mayProcess(found.get(ask.studentId)!.standing);
  }
}
