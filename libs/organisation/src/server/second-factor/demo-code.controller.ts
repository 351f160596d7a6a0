import type { Person } from '@heliotrope/kernel';
import { Allow, CurrentActor, SIGNING_IN } from '@heliotrope/platform';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DemoCodeService } from './demo-code.service.js';

@ApiExcludeController()
@Controller('session/demo-code')
export class DemoCodeController {
  constructor(@Inject(DemoCodeService) private readonly codes: DemoCodeService) {}

  @Get()
  @Allow(SIGNING_IN)
  code(@CurrentActor() actor: Person): Promise<{ code: string; secondsLeft: number }> {
    return this.codes.codeFor(actor);
  }
}
