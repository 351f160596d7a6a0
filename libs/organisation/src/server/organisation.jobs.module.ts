import { Module } from '@nestjs/common';
import { OrganisationModule } from './organisation.module.js';

@Module({ imports: [OrganisationModule] })
export class OrganisationJobsModule {}
