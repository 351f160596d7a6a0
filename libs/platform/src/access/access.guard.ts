import { mayDo, refuse, type Actor } from '@heliotrope/kernel';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { type Allowance, ALLOW, PUBLIC, type RequestWithActor } from './allow.js';
import { type Authenticator, authenticatorOf } from './authenticator.js';
import { checkCsrf } from './csrf.js';

/** The first wall. Closed by default: a route that says nothing is refused even if the boot check were gone. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly authenticators = new Map<Allowance['as'], Authenticator>();

  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RequestWithActor>();
    const handler = context.getHandler();
    if (this.reflector.get<string>(PUBLIC, handler) !== undefined) return true;
    const allowance = this.reflector.get<Allowance>(ALLOW, handler);
    if (allowance === undefined) throw refuse('platform/not-allowed');

    const actor = await this.authenticatorFor(allowance.as).authenticate(request);
    if (actor === null) throw refuse('platform/sign-in-needed');
    if (allowance.as === 'staff') checkCsrf(request);
    if (!grants(actor, allowance.action)) throw refuse('platform/not-allowed', { action: allowance.action });
    request.actor = actor;
    return true;
  }

  private authenticatorFor(as: Allowance['as']): Authenticator {
    let found = this.authenticators.get(as);
    if (!found) {
      found = this.modules.get<Authenticator>(authenticatorOf(as), { strict: false });
      this.authenticators.set(as, found);
    }
    return found;
  }
}

/** Signing out or asking who one is needs a session but no post. */
export const ANY_SIGNED_IN = 'platform.be-signed-in';

function grants(actor: Actor, action: string): boolean {
  return (action === ANY_SIGNED_IN && actor.kind === 'person') || mayDo(actor, action);
}
