import { Module } from '@nestjs/common';
import { OrganisationModule } from '../organisation.module.js';
import { DemoCodeController } from './demo-code.controller.js';
import { DemoCodeService } from './demo-code.service.js';

/** Part of the API in demo mode, and of nothing else. */
@Module({ imports: [OrganisationModule], controllers: [DemoCodeController], providers: [DemoCodeService] })
export class DemoHttpModule {}
