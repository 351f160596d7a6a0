import { NotifyModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { DutyRepository } from '../reading/duty.repository.js';
import { TellGlassBroken, TellGlassUnjudged } from './tell-watchers.listener.js';
import { Watchers } from './watchers.service.js';
import { WatcherRepository } from './watcher.repository.js';

@Module({ providers: [WatcherRepository], exports: [WatcherRepository] })
export class WatchModule {}

@Module({ imports: [NotifyModule, WatchModule], providers: [DutyRepository, Watchers, TellGlassBroken, TellGlassUnjudged] })
export class WatchJobsModule {}
