import { MarkWatch } from '@heliotrope/organisation';
import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { CaseSweep } from './case-sweep.service.js';

/** Every night: the levels of every case are held against the marks of the steps that set them. */
@HandlesSchedule(defineSchedule('crisis-escalation.check-cases', '50 3 * * *'))
export class CheckCases implements ScheduleHandler {
  constructor(
    @Inject(CaseSweep) private readonly sweep: CaseSweep,
    @Inject(MarkWatch) private readonly marks: MarkWatch,
  ) {}

  tick(): Promise<void> {
    return this.marks.everywhere({
      rule: 'crisis-escalation.check-cases', object: 'integrity:cases', kind: 'crisis-escalation/cases-tampered',
      words: (broken) => `${broken} 个危机个案的等级或时间线与校验值不符，可能被改动过，请立即核查`,
      check: (tx) => this.sweep.check(tx),
    });
  }
}
