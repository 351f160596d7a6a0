import { type PupilDataSource, type PupilKey, type PupilSection, TellsOfPupil } from '@heliotrope/data-protection';
import { chinaDayOf } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { PolicyReader } from '@heliotrope/policy';
import { severityLevel } from '@heliotrope/policy/rules';
import { Inject } from '@nestjs/common';
import { InstrumentLibrary } from '../instrument-library.js';
import { PupilScreeningRepository } from './pupil-screening.repository.js';

/** What screening keeps about a pupil. Answers themselves are explained face to face: a paper of them helps nobody. */
@TellsOfPupil(20)
export class PupilScreeningSource implements PupilDataSource {
  constructor(
    @Inject(PupilScreeningRepository) private readonly screening: PupilScreeningRepository,
    @Inject(InstrumentLibrary) private readonly library: InstrumentLibrary,
    @Inject(PolicyReader) private readonly policy: PolicyReader,
  ) {}

  async tell(tx: Tx, pupil: PupilKey): Promise<PupilSection[]> {
    const sheets = await this.screening.sheetsOf(tx, pupil);
    await Promise.all(sheets.map((one) => this.library.fetch(one.instrument, one.version)));
    const levels = await this.screening.levelsOf(tx, pupil);
    const talks = await this.screening.interviewsOf(tx, pupil);
    const scale = this.policy.inForce(pupil.jurisdictionId, 'severity.scale', chinaDayOf(tx.now));
    return [
      {
        title: '参加过的测评', head: ['测评', '问卷', '交卷日期', '逐题作答'],
        rows: sheets.map((one) => [
          one.round, this.library.find(one.instrument, one.version)?.definition.title ?? one.instrument, chinaDayOf(one.submittedAt),
          one.isDestroyed ? '已到期销毁' : '加密保存',
        ]),
        note: '逐题作答由心理教师当面说明。测评不是诊断，不用于评价和升学。',
      },
      {
        title: '经人评定的关注等级', head: ['测评', '等级', '评定日期'],
        rows: levels.map((one) => [one.round, severityLevel(scale, one.ordinal).label, chinaDayOf(one.decidedAt)]),
      },
      {
        title: '复检访谈', head: ['测评', '日期', '情况', '访谈内容'],
        rows: talks.map((one) => [one.round, chinaDayOf(one.at), one.kind === 'held' ? '已访谈' : '未谈成', one.isDestroyed ? '已到期销毁' : '加密保存']),
        note: '访谈内容由心理教师当面说明。',
      },
    ];
  }
}
