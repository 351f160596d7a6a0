import { Module } from '@nestjs/common';
import { PolicyModule } from './policy.module.js';

/** No jobs of its own yet; it makes the worker load the packs before it judges the first deadline. */
@Module({ imports: [PolicyModule] })
export class PolicyJobsModule {}
