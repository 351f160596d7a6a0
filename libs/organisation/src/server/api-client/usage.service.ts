import { chinaDayOf, type SchoolDay } from '@heliotrope/kernel';
import { Clock, Tally, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { doorkeeper } from '../session/doorkeeper.js';
import { type Used, UsageRepository } from './usage.repository.js';

const TALLY = 'api-usage';
const FOLD = 'organisation.fold-api-usage';

/** How often each client calls what. Counted in Redis at each call, and written down every few minutes. */
@Injectable()
export class UsageService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(UsageRepository) private readonly usage: UsageRepository,
    @Inject(Tally) private readonly tally: Tally,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async count(client: { jurisdictionId: number; id: string }, route: string, failed: boolean): Promise<void> {
    const day = chinaDayOf(this.clock.now());
    const key = [client.jurisdictionId, client.id, day, route].join('|');
    if (await this.tally.add(TALLY, [`c|${key}`, ...(failed ? [`e|${key}`] : [])])) return;
    await this.write([{ jurisdictionId: client.jurisdictionId, clientId: client.id, day, route, calls: 1, errors: failed ? 1 : 0 }], null);
  }

  /** Takes what was counted into the database, each taking once. @returns how many lines. */
  async fold(): Promise<number> {
    const taken = await this.tally.take(TALLY);
    if (taken === null) return 0;
    const used = linesOf(taken.counts);
    await this.write(used, taken.foldId);
    await this.tally.drop(TALLY, taken.foldId);
    return used.length;
  }

  private async write(used: readonly Used[], foldId: string | null): Promise<void> {
    const jurisdictions = [...new Set(used.map((one) => one.jurisdictionId))];
    // Counting somebody's calls is no act of anybody: it leaves no entry in the audit.
    await this.work.read(doorkeeper(FOLD, jurisdictions), FOLD, async (tx) => {
      if (foldId !== null && !(await this.usage.remember(tx, foldId))) return;
      await this.usage.add(tx, used);
    });
  }
}

function linesOf(counts: ReadonlyMap<string, number>): Used[] {
  return [...counts].flatMap(([field, calls]) => {
    const [kind, jurisdictionId, clientId, day, ...route] = field.split('|');
    if (kind !== 'c') return [];
    const errors = counts.get(`e${field.slice(1)}`) ?? 0;
    return [{ jurisdictionId: Number(jurisdictionId), clientId: clientId!, day: day as SchoolDay, route: route.join('|'), calls, errors }];
  });
}
