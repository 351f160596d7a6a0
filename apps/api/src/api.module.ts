import { type DynamicModule, Module } from '@nestjs/common';
import { CrisisEscalationHttpModule } from '@heliotrope/crisis-escalation';
import { DataProtectionHttpModule } from '@heliotrope/data-protection';
import { DemoHttpModule, OrganisationHttpModule } from '@heliotrope/organisation';
import { AccessModule, type Config, ConfigModule, DatabaseModule, PlatformHttpModule } from '@heliotrope/platform';
import { PolicyHttpModule } from '@heliotrope/policy';
import { ReportingHttpModule } from '@heliotrope/reporting';
import { ScreeningHttpModule } from '@heliotrope/screening';

/** What the API serves, in the order in which a pupil travels. */
@Module({})
export class ApiModule {
  static with(config: Config): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        AccessModule,
        PlatformHttpModule,
        PolicyHttpModule,
        OrganisationHttpModule,
        DataProtectionHttpModule,
        ...(config.demo ? [DemoHttpModule] : []),
        ScreeningHttpModule,
        CrisisEscalationHttpModule,
        ReportingHttpModule,
      ],
    };
  }
}
