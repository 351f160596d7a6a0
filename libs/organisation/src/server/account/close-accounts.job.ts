import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { AccountClosing } from './account-closing.service.js';
import { StaffImportService } from './staff-import.service.js';

/** Before anybody comes to work. */
@HandlesSchedule(defineSchedule('organisation.close-accounts', '20 4 * * *'))
export class CloseAccounts implements ScheduleHandler {
  constructor(
    @Inject(AccountClosing) private readonly closing: AccountClosing,
    @Inject(StaffImportService) private readonly imports: StaffImportService,
  ) {}

  async tick(): Promise<void> {
    await this.closing.run();
    await this.imports.forgetOld(await this.closing.bureaus());
  }
}
