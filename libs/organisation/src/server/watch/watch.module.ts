import { NotifyModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { DutyRepository } from '../reading/duty.repository.js';
import { TellGlassBroken, TellGlassUnjudged, Watchers } from './tell-watchers.listener.js';

@Module({ imports: [NotifyModule], providers: [DutyRepository, Watchers, TellGlassBroken, TellGlassUnjudged] })
export class WatchJobsModule {}
