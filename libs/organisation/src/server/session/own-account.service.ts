import { chinaDayOf, type Person, refuse } from '@heliotrope/kernel';
import { UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { needsSecondFactor, passwordAge } from '../../rules/index.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { AccountRepository } from './account.repository.js';
import { doorkeeper } from './doorkeeper.js';
import type { OwnAccountDto } from './own-account.dto.js';
import { SessionRepository } from './session.repository.js';

const SEE = 'organisation.see-own-account';

/** One's own account as its page shows it. */
@Injectable()
export class OwnAccountService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(AccountRepository) private readonly accounts: AccountRepository,
    @Inject(SessionRepository) private readonly sessions: SessionRepository,
    @Inject(SecondFactorService) private readonly factors: SecondFactorService,
  ) {}

  async of(actor: Person): Promise<OwnAccountDto> {
    const account = await this.work.read(doorkeeper(SEE), SEE, (tx) => this.accounts.byId(tx, actor.accountId));
    if (!account) throw refuse('platform/sign-in-needed');
    const factor = await this.factors.stateOf(actor);
    return this.work.read(doorkeeper(SEE, account.jurisdictions), SEE, async (tx) => {
      const posts = await this.sessions.postsOf(tx, account.id, account.jurisdictions, chinaDayOf(tx.now));
      return {
        username: account.username, name: account.name, passwordChangedAt: account.passwordChangedAt?.toISOString() ?? null,
        passwordDaysLeft: passwordAge(account.passwordChangedAt, tx.now).daysLeft, needsSecondFactor: needsSecondFactor(posts),
        secondFactorSince: factor.enrolledAt?.toISOString() ?? null, recoveryCodesLeft: factor.recoveryCodesLeft,
      };
    });
  }
}
