import type { Ordinal } from '@heliotrope/kernel';
import { FieldCipher, type Tx } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { FINDING_FIELDS, type Findings, findingsPointAt, HOLDS, INTERVIEW_METHODS, NOT_REACHED, PRECIPITANTS } from '../../rules/interview.js';
import type { ReviewRow } from '../review/review.repository.js';
import { roundKeyScope } from '../round-key.js';
import type { FindingDto, InterviewDto, RecordAttemptBody, RecordInterviewBody } from './interview.dto.js';
import type { InterviewRow } from './interview.repository.js';

type Written = Omit<RecordInterviewBody, 'at'> | Omit<RecordAttemptBody, 'at'>;

/** What was said in a talk, under its seal and out of it. */
@Injectable()
export class InterviewRecord {
  constructor(@Inject(FieldCipher) private readonly cipher: FieldCipher) {}

  seal(tx: Tx, review: ReviewRow, id: string, written: Written): Promise<Buffer> {
    return this.cipher.encrypt(tx, scopeOf(review), placeOf(id), JSON.stringify(written));
  }

  async open(tx: Tx, review: ReviewRow, row: InterviewRow, byName: string): Promise<InterviewDto> {
    const { id, kind, at, recordedAt } = row;
    const destroyed = row.record.length === 0;
    const written = destroyed ? null : (JSON.parse(await this.cipher.decrypt(tx, scopeOf(review), placeOf(id), row.record)) as Written);
    const talk = written && 'method' in written ? written : null;
    const attempt = written && 'why' in written ? written : null;
    return {
      id, kind, at, byName, recordedAt, destroyed,
      how: talk ? INTERVIEW_METHODS[talk.method] : attempt ? NOT_REACHED[attempt.why] : null,
      place: talk?.place || null, present: talk?.present || null, findings: inWords(talk?.findings ?? {}),
      precipitants: (talk?.precipitants ?? []).map((one) => PRECIPITANTS[one as keyof typeof PRECIPITANTS]),
      holds: (talk?.holds ?? []).map((one) => HOLDS[one as keyof typeof HOLDS]),
      summary: talk?.summary ?? attempt?.words ?? '', pointsAt: pointsAt(talk?.findings),
    };
  }
}

const scopeOf = ({ jurisdictionId, roundId }: ReviewRow) => ({ jurisdictionId, scope: roundKeyScope(roundId) });
const placeOf = (row: string) => ({ table: 'screening.review_interview', column: 'record_enc', row });
const pointsAt = (findings: Findings | undefined): Ordinal => findingsPointAt(findings ?? {}).ordinal;

/** In the order of the form, only what was asked. */
function inWords(findings: Findings): FindingDto[] {
  return FINDING_FIELDS.flatMap(({ id, zh, choices }) => {
    const said = choices.find(({ value }) => value === findings[id]);
    return said ? [{ field: zh, said: said.zh, ordinal: said.ordinal }] : [];
  });
}
