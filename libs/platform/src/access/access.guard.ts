import { mayDo, refuse, type Actor } from '@heliotrope/kernel';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { type Allowance, ALLOW, PUBLIC, type RequestWithActor, UNATTENDED } from './allow.js';
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

    request.unattended = this.reflector.get<boolean>(UNATTENDED, handler) === true;
    const actor = await this.authenticatorFor(allowance.as).authenticate(request);
    if (actor === null) throw refuse('platform/sign-in-needed');
    if (allowance.as === 'staff') checkCsrf(request);
    if (!grants(actor, allowance.action)) {
      const unfinished = actor.kind === 'person' && actor.unfinished !== undefined;
      throw refuse(unfinished ? 'platform/sign-in-unfinished' : 'platform/not-allowed', { action: allowance.action });
    }
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

/** One's own things need a session but no post. */
export const ANY_SIGNED_IN = 'platform.be-signed-in';

/** The steps that finish a sign-in, and signing out: open to a person of whom something is still asked, and only these are. */
export const SIGNING_IN = 'platform.finish-signing-in';

/** The two rights that come with a session and not with a post. */
export const SESSION_RIGHTS: readonly string[] = [ANY_SIGNED_IN, SIGNING_IN];

/** Does this caller hold the right now? */
export function grants(actor: Actor, action: string): boolean {
  if (actor.kind !== 'person') return mayDo(actor, action);
  if (action === SIGNING_IN) return true;
  return actor.unfinished === undefined && (action === ANY_SIGNED_IN || mayDo(actor, action));
}
