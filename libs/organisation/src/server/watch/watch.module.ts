import { NotifyModule } from '@heliotrope/platform';
import { Module } from '@nestjs/common';
import { DutyRepository } from '../reading/duty.repository.js';
import { MarkWatch } from './mark-watch.service.js';
import { TellGlassBroken, TellGlassUnjudged } from './tell-watchers.listener.js';
import { Watchers } from './watchers.service.js';
import { WatcherRepository } from './watcher.repository.js';

@Module({ imports: [NotifyModule], providers: [WatcherRepository, MarkWatch], exports: [WatcherRepository, MarkWatch] })
export class WatchModule {}

@Module({ imports: [NotifyModule, WatchModule], providers: [DutyRepository, Watchers, TellGlassBroken, TellGlassUnjudged] })
export class WatchJobsModule {}
