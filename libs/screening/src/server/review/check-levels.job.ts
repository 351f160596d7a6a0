import { MarkWatch } from '@heliotrope/organisation';
import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { LevelSweep } from './level-sweep.service.js';

/** Every night: the levels and scores of every bureau are held against their marks. What does not fit is told to the security administrator. */
@HandlesSchedule(defineSchedule('screening.check-levels', '20 3 * * *'))
export class CheckLevels implements ScheduleHandler {
  constructor(
    @Inject(LevelSweep) private readonly sweep: LevelSweep,
    @Inject(MarkWatch) private readonly marks: MarkWatch,
  ) {}

  tick(): Promise<void> {
    return this.marks.everywhere({
      rule: 'screening.check-levels', object: 'integrity:screening', kind: 'screening/levels-tampered',
      words: (broken) => `${broken} 条测评记录与校验值不符，可能被改动过，请立即核查`,
      check: (tx) => this.sweep.check(tx),
    });
  }
}
