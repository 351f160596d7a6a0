import { chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import { PolicyReader } from '@heliotrope/policy';
import { Inject, Injectable } from '@nestjs/common';
import { type DataClass, yearsKept } from '../../rules/index.js';

export interface Keeping {
  readonly years: number;
  /** The paper, or that it is the platform's proposal. */
  readonly source: string;
}

/** How long a bureau keeps a kind of data on a day: its policy, never less than the law. */
@Injectable()
export class KeepingService {
  constructor(@Inject(PolicyReader) private readonly policy: PolicyReader) {}

  of(jurisdictionId: number, kind: DataClass, on: SchoolDay | Date): Keeping {
    const day = typeof on === 'string' ? on : chinaDayOf(on);
    const value = this.policy.inForce(jurisdictionId, 'data.keep-years', day, { class: kind.name });
    const { wins } = this.policy.applicable(jurisdictionId, 'data.keep-years', day, { class: kind.name });
    const paper = wins?.authority === 'document' ? `${wins.source} ${wins.clause}` : '平台默认值';
    const years = yearsKept(kind, value);
    return { years, source: years > value && kind.least ? kind.least.law : paper };
  }
}
