import { addDays, chinaDayOf, chinaInstant, type SchoolDay, type SystemActor, wholeJurisdictions } from '@heliotrope/kernel';
import { type Tx, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { accountFate, CLOSING } from '../../rules/index.js';
import { chainOf } from '../session/doorkeeper.js';
import { SessionService } from '../session/session.service.js';
import { AccountClosingRepository, type ClosingCandidate } from './account-closing.repository.js';
import { AccountDirectory } from './account-directory.repository.js';

const RULE = 'organisation.close-accounts';
const PAGE = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Closes the accounts of leavers and those nobody uses, after their people have been told. */
@Injectable()
export class AccountClosing {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountClosingRepository) private readonly candidates: AccountClosingRepository,
    @Inject(AccountDirectory) private readonly directory: AccountDirectory,
    @Inject(SessionService) private readonly sessions: SessionService,
  ) {}

  bureaus(): Promise<number[]> {
    return this.work.read(actorFor([]), RULE, (tx) => this.candidates.bureaus(tx));
  }

  /** One run of a day; a second one on the same day finds nothing more to do. */
  async run(): Promise<{ told: number; closed: number }> {
    const bureaus = await this.bureaus();
    const done = { told: 0, closed: 0 };
    for (let after = FIRST; ; ) {
      const page = await this.work.run(actorFor(bureaus), RULE, async (tx) => {
        const today = chinaDayOf(tx.now);
        const unusedSince = chinaInstant(addDays(today, CLOSING.noticeDays - CLOSING.idleDays + 1));
        const found = await this.candidates.page(tx, after, unusedSince, PAGE);
        let told = 0;
        let closed = 0;
        for (const one of found) {
          const act = await this.settle(tx, one, today);
          if (act === 'tell') told += 1;
          if (act === 'close') closed += 1;
        }
        tx.audit({ object: RULE, jurisdictionId: 0, detail: { told, closed } });
        return { told, closed, last: found.length === PAGE ? found.at(-1)!.id : null };
      });
      done.told += page.told;
      done.closed += page.closed;
      if (page.last === null) return done;
      after = page.last;
    }
  }

  private async settle(tx: Tx, one: ClosingCandidate, today: SchoolDay): Promise<'keep' | 'tell' | 'close'> {
    const told = one.toldOn && one.toldReason ? { reason: one.toldReason, on: one.toldOn } : null;
    const fate = accountFate({ lastUsedOn: chinaDayOf(one.lastUsedAt), postsUntil: one.postsUntil, told }, today);
    if (fate.act === 'keep') return 'keep';
    if (fate.act === 'tell') {
      if (!(await this.candidates.markTold(tx, one, fate.reason, today))) return 'keep';
      const why = fate.reason === 'idle' ? '您的账号长期没有登录' : '您的岗位任期届满';
      await this.sessions.tell(tx, one.id, 'organisation/account-closing', `${why}，将于${fate.on}自动停用；如需继续使用，请登录或联系系统管理员`, '/account');
      return 'tell';
    }
    if (!(await this.candidates.stillUnused(tx, one))) return 'keep';
    await this.directory.disable(tx, one.id, fate.reason);
    await this.sessions.endAllOf(tx, one.id);
    tx.audit({ object: `account:${one.id}`, action: 'organisation.close-account', jurisdictionId: chainOf(one.jurisdictions), detail: { reason: fate.reason } });
    return 'close';
  }
}

const actorFor = (bureaus: readonly number[]): SystemActor => ({ kind: 'system', rule: RULE, scope: wholeJurisdictions(...bureaus) });
