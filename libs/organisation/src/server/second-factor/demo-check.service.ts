import { CONFIG, type Config, UnitOfWork } from '@heliotrope/platform';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { doorkeeper } from '../session/doorkeeper.js';
import { DemoRepository } from './demo.repository.js';

/** Demo mode shows second factors on the screen: the process does not start with it over accounts of real people. */
@Injectable()
export class DemoCheck implements OnApplicationBootstrap {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(DemoRepository) private readonly accounts: DemoRepository,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.demo) return;
    const others = await this.work.read(doorkeeper(), 'organisation.check-demo', (tx) => this.accounts.countOthers(tx));
    if (others > 0) throw new Error(`DEMO=yes over a database with ${others} accounts that are not of the synthetic district`);
  }
}
