import { MarkWatch } from '@heliotrope/organisation';
import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { ConsentSweep } from './consent-sweep.service.js';

/** Every night: each line of the registers of consent is held against its mark, and each withdrawal looked for that was heard. */
@HandlesSchedule(defineSchedule('data-protection.check-consents', '40 3 * * *'))
export class CheckConsents implements ScheduleHandler {
  constructor(
    @Inject(ConsentSweep) private readonly sweep: ConsentSweep,
    @Inject(MarkWatch) private readonly marks: MarkWatch,
  ) {}

  tick(): Promise<void> {
    return this.marks.everywhere({
      rule: 'data-protection.check-consents', object: 'integrity:consents', kind: 'data-protection/consents-tampered',
      words: (broken) => `${broken} 条同意记录与校验值不符或被删除，可能被改动过，请立即核查`,
      check: (tx) => this.sweep.check(tx),
    });
  }
}
