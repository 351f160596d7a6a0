import type { Actor } from '@heliotrope/kernel';
import { type Authenticator, CONFIG, type Config, CSRF_HEADER, type RequestWithActor } from '@heliotrope/platform';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy } from 'passport-custom';
import { heldToken } from './session-cookie.js';
import { SessionService } from './session.service.js';

const STRATEGY = 'heliotrope-session';
const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Passport's part: from the session cookie to the person. Other ways to sign in become strategies beside this one. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, STRATEGY) {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  async validate(request: RequestWithActor): Promise<Actor | null> {
    const token = heldToken(this.config, request);
    if (!token) return null;
    // The guard has seen that header and cookie agree; here they must also be those of this very session.
    const csrf = HARMLESS.has(request.method) ? undefined : String(request.headers[CSRF_HEADER] ?? '');
    return this.sessions.personOf(token, { csrf, ip: request.ip, unattended: request.unattended === true });
  }
}

/** Who stands behind a request of staff, for platform's guard. */
@Injectable()
export class SessionAuthenticator implements Authenticator {
  readonly as = 'staff';

  constructor(@Inject(SessionStrategy) _strategy: SessionStrategy) {} // being made, the strategy registers itself with passport

  authenticate(request: RequestWithActor): Promise<Actor | null> {
    return new Promise((resolve, reject) => {
      const answered = (error: unknown, actor?: Actor | false | null) => (error ? reject(error as Error) : resolve(actor || null));
      const run = passport.authenticate(STRATEGY, { session: false }, answered) as (...args: unknown[]) => void;
      run(request, {}, answered);
    });
  }
}
