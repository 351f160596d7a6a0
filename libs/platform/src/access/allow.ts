import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Actor } from '@heliotrope/kernel';

export const ALLOW = 'heliotrope:allow';
export const PUBLIC = 'heliotrope:public';

export interface Allowance {
  readonly action: string;
  /** Who may come: staff with a session, a pupil with a seat token, or a bureau's own system with an access token. */
  readonly as: 'staff' | 'pupil' | 'client';
}

/** Who may call this route: those whose post grants the action. Every route has exactly one of `@Allow` and `@Public`. */
export const Allow = (action: string, as: Allowance['as'] = 'staff') =>
  SetMetadata(ALLOW, { action, as } satisfies Allowance);

/** Anybody may call this route, and here is why that is right. */
export const Public = (why: string) => SetMetadata(PUBLIC, why);

export const UNATTENDED = 'heliotrope:unattended';

/** A page asks this by itself, whether or not somebody sits before it: it is no sign that its person is still there. */
export const Unattended = () => SetMetadata(UNATTENDED, true);

export interface RequestWithActor {
  actor?: Actor;
  /** Set by the guard before it asks who comes: see `Unattended`. */
  unattended?: boolean;
  ip: string;
  method: string;
  headers: Record<string, string | string[] | undefined>;
  cookies?: Record<string, string | undefined>;
}

/** The actor the guard has established; anonymous on a public route without a session. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const request = context.switchToHttp().getRequest<RequestWithActor>();
  return request.actor ?? { kind: 'anonymous', ip: request.ip };
});
