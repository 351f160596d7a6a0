import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { grants } from './access.guard.js';
import type { RequestWithActor } from './allow.js';
import { type Authenticator, authenticatorOf } from './authenticator.js';

/** An answer that goes on for minutes outlives what the guard saw: its caller may have signed out, or lost the post. */
@Injectable()
export class StandingLeave {
  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  /** Would the guard let this member of staff in again now? */
  async stillHolds(request: object, action: string): Promise<boolean> {
    const authenticator = this.modules.get<Authenticator>(authenticatorOf('staff'), { strict: false });
    const actor = await authenticator.authenticate(request as RequestWithActor);
    return actor !== null && grants(actor, action);
  }
}
