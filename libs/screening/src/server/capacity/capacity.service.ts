import { type Actor, chinaDayOf } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { followUpCapacity, shareOfLastRound } from '../../rules/follow-up-capacity.js';
import { planningBureau } from '../round/planning-bureau.js';
import type { CapacityBody, FollowUpCapacityDto } from './capacity.dto.js';
import { CapacityRepository } from './capacity.repository.js';

/** What a launch would ask of the psychology teachers of each school. */
@Injectable()
export class CapacityService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(CapacityRepository) private readonly capacity: CapacityRepository,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  /** Before there is a round, for whoever plans one. */
  preview(actor: Actor, { grades, bureauId }: CapacityBody): Promise<FollowUpCapacityDto> {
    return this.work.read(actor, 'screening.plan-round', (tx) => this.of(tx, planningBureau(tx, bureauId), grades));
  }

  async of(tx: Tx, jurisdictionId: number, grades: readonly number[]): Promise<FollowUpCapacityDto> {
    const day = chinaDayOf(tx.now);
    const last = await this.capacity.lastRound(tx, jurisdictionId);
    const found = shareOfLastRound(last);
    const said = this.policy.applicable(jurisdictionId, 'screening.expected-flagged-share', day).wins;
    const numbers = {
      flaggedShare: found ?? this.policy.inForce(jurisdictionId, 'screening.expected-flagged-share', day),
      hoursPerInterview: this.policy.inForce(jurisdictionId, 'review.hours-per-interview', day),
      hoursAWeek: this.policy.inForce(jurisdictionId, 'review.interview-hours-a-week', day),
      schoolDays: this.policy.inForce(jurisdictionId, 'review.follow-up-school-days', day),
    };
    const schools = await this.capacity.schools(tx, jurisdictionId, grades, day);
    return { ...followUpCapacity(schools, numbers), ...numbers, shareSource: found === null ? (said?.source ?? '平台默认值') : `本局上一轮：${last!.title}` };
  }
}
