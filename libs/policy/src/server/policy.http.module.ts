import { Module } from '@nestjs/common';
import { PolicyModule } from './policy.module.js';

/** No routes of its own yet; it makes the API load the packs before it answers its first question. */
@Module({ imports: [PolicyModule] })
export class PolicyHttpModule {}
