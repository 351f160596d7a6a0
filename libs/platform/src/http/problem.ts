import { type FieldFault, Refusal, type RefusalKind } from '@heliotrope/kernel';

/** An error as every client of ours meets it. Source: RFC 9457. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly instance?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldFault[];
}

const STATUS: Record<RefusalKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  'not-yet': 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
};

export function problemOf(refusal: Refusal, instance: string): Problem {
  const { errors, ...details } = refusal.details;
  return {
    type: `https://heliotrope.example/problems/${refusal.code}`,
    title: refusal.zh,
    status: STATUS[refusal.kind],
    code: refusal.code,
    instance,
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(errors ? { errors } : {}),
  };
}
