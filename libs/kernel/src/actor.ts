/** What part of the world a person may touch: bureaus, and inside them all or some schools and classes. */
export interface Scope {
  readonly jurisdictions: readonly number[];
  readonly schools: 'all' | readonly string[];
  readonly classes: 'all' | readonly string[];
  /** 仅本人: of what lies there, only what belongs to this account. */
  readonly own?: string;
  /** 按个案指派: of what lies there, only what is assigned to this account. */
  readonly assigned?: string;
}

/** One post somebody holds now, what it allows, and where. */
export interface PostGrant {
  readonly post: string;
  readonly actions: ReadonlySet<string>;
  readonly scope: Scope;
  /** A colleague's post, of which he has lent these actions for a time. They are not lent on. */
  readonly lent?: boolean;
}

export interface Person {
  readonly kind: 'person';
  readonly accountId: string;
  readonly name: string;
  readonly posts: readonly PostGrant[];
  /** What must still be done before the sign-in is whole (a code to show, a password to change); until then no post counts. */
  readonly unfinished?: string;
  readonly sessionId?: string;
  readonly ip?: string;
}

/** A pupil in front of one assignment: may hand in that assignment's sheets, and nothing else. */
export interface Pupil {
  readonly kind: 'pupil';
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly studentId: string;
  readonly assignmentId: string;
}

/** A job or a listener. `rule` is its name and becomes the author of what it writes. */
export interface SystemActor {
  readonly kind: 'system';
  readonly rule: string;
  readonly scope: Scope;
}

/** A bureau's own system, let in by client credentials. It is nobody's deputy: what it may do, administrators decided. */
export interface ApiClient {
  readonly kind: 'client';
  readonly clientId: string;
  readonly rights: ReadonlySet<string>;
  readonly scope: Scope;
  readonly ip?: string;
}

export interface Anonymous {
  readonly kind: 'anonymous';
  readonly ip?: string;
}

export type Actor = Person | Pupil | SystemActor | ApiClient | Anonymous;

/** The scope of a whole jurisdiction, for jobs that work through one bureau. */
export function wholeJurisdictions(...jurisdictions: number[]): Scope {
  return { jurisdictions, schools: 'all', classes: 'all' };
}

/** The same scopes, each widened to its bureaus: for what lies above the schools and is known to everybody below. */
export function bureauWide(scopes: readonly Scope[]): Scope[] {
  return scopes.map(({ jurisdictions }) => wholeJurisdictions(...jurisdictions));
}

/** The bureaus these scopes reach with every school of theirs. */
export function bureausReached(scopes: readonly Scope[]): number[] {
  return scopes.flatMap((scope) => (scope.schools === 'all' ? [...scope.jurisdictions] : []));
}

/**
 * Where may this actor do this action? One scope for each post that grants it, never merged: a right held for every
 * class of one school must not be lent to a school where the same person teaches one class. Empty: nowhere.
 */
export function scopesFor(actor: Actor, action: string): readonly Scope[] {
  switch (actor.kind) {
    case 'system':
      return [actor.scope];
    case 'pupil':
      return [{ jurisdictions: [actor.jurisdictionId], schools: [actor.schoolId], classes: [] }];
    case 'client':
      return actor.rights.has(action) ? [actor.scope] : [];
    case 'anonymous':
      return [];
    case 'person':
      return actor.posts.filter((grant) => grant.actions.has(action)).map((grant) => grant.scope);
  }
}

/** Where something lies. A thing above the schools has no school; a thing above the classes has no class. */
export interface Place {
  readonly jurisdictionId: number;
  readonly schoolId?: string | null;
  readonly classId?: string | null;
  /** The account it belongs to, where it belongs to one. */
  readonly ownerId?: string | null;
  /** The accounts to which it is assigned. */
  readonly assignedTo?: readonly string[];
}

/**
 * Does this place lie within one of the scopes? A scope narrowed to some schools or classes does not reach what lies
 * above them, and one narrowed to what is one's own or assigned does not reach what belongs to nobody. The SQL twin of this rule is `scopeWhere` in platform; a property test holds the two together.
 */
export function isWithin(scopes: readonly Scope[], place: Place): boolean {
  const reaches = (list: 'all' | readonly string[], id: string | null | undefined) =>
    list === 'all' || (id != null && list.includes(id));
  return scopes.some(
    (scope) =>
      scope.jurisdictions.includes(place.jurisdictionId) &&
      reaches(scope.schools, place.schoolId) &&
      reaches(scope.classes, place.classId) &&
      (scope.own === undefined || scope.own === place.ownerId) &&
      (scope.assigned === undefined || (place.assignedTo ?? []).includes(scope.assigned)),
  );
}

export function mayDo(actor: Actor, action: string): boolean {
  return scopesFor(actor, action).length > 0;
}

/** How an actor is named in an audit entry or as the author of a step: ids and rule names, never a person's name. */
export function actorRef(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `account:${actor.accountId}`;
    case 'pupil':
      return `student:${actor.studentId}`;
    case 'system':
      return `rule:${actor.rule}`;
    case 'client':
      return `client:${actor.clientId}`;
    case 'anonymous':
      return 'anonymous';
  }
}
