import { type Person, refuse } from '@heliotrope/kernel';
import { Clock, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { TOTP, totpStep } from '../../rules/index.js';
import { doorkeeper } from '../session/doorkeeper.js';
import { SecondFactorRepository } from './second-factor.repository.js';
import { totpCode } from './totp.js';

const SHOW = 'organisation.show-demo-code';

/** The code a newcomer's phone would show. Exists in demo mode only: nobody looking round has to bind a phone first. */
@Injectable()
export class DemoCodeService {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(SecondFactorRepository) private readonly factors: SecondFactorRepository,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async codeFor(actor: Person): Promise<{ code: string; secondsLeft: number }> {
    const now = this.clock.now();
    const factor = await this.work.read(doorkeeper(SHOW), SHOW, (tx) => this.factors.of(tx, actor.accountId));
    const secret = factor?.pending ?? factor?.secret;
    if (!factor || !secret) throw refuse('organisation/second-factor-not-begun');
    const current = totpStep(now);
    // A code counts once: after this step's has been used, the next one is already good.
    const step = factor.pending === null && factor.lastStep >= current ? current + 1 : current;
    return { code: totpCode(secret, step), secondsLeft: (step + 1) * TOTP.stepSeconds - Math.floor(now.getTime() / 1000) };
  }
}
