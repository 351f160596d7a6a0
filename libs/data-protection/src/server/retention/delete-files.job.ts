import { defineSchedule, HandlesSchedule, type ScheduleHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { FileRemoval } from './file-removal.service.js';

/** Every hour, for what the night destroyed. */
@HandlesSchedule(defineSchedule('data-protection.delete-files', '47 * * * *'))
export class DeleteFiles implements ScheduleHandler {
  constructor(@Inject(FileRemoval) private readonly files: FileRemoval) {}

  tick(): Promise<void> {
    return this.files.removeAll();
  }
}
