import { type DynamicModule, Module } from '@nestjs/common';
import { CrisisEscalationJobsModule } from '@heliotrope/crisis-escalation';
import { DataProtectionJobsModule } from '@heliotrope/data-protection';
import { OrganisationJobsModule } from '@heliotrope/organisation';
import { type Config, ConfigModule, DatabaseModule, PlatformJobsModule, WorkerLoopModule } from '@heliotrope/platform';
import { PolicyJobsModule } from '@heliotrope/policy';
import { ReportingJobsModule } from '@heliotrope/reporting';
import { ScreeningJobsModule } from '@heliotrope/screening';

/** What the worker does, in the order in which a pupil travels. The loop comes last: it starts when all can be done. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        PlatformJobsModule,
        PolicyJobsModule,
        OrganisationJobsModule,
        DataProtectionJobsModule,
        ScreeningJobsModule,
        CrisisEscalationJobsModule,
        ReportingJobsModule,
        WorkerLoopModule,
      ],
    };
  }
}
