/** What part of the world a person may touch: bureaus, and inside them all or some schools and classes. */
export interface Scope {
  readonly jurisdictions: readonly number[];
  readonly schools: 'all' | readonly string[];
  readonly classes: 'all' | readonly string[];
}

/** One post somebody holds now, what it allows, and where. */
export interface PostGrant {
  readonly post: string;
  readonly actions: ReadonlySet<string>;
  readonly scope: Scope;
}

export interface Person {
  readonly kind: 'person';
  readonly accountId: string;
  readonly name: string;
  readonly posts: readonly PostGrant[];
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

export interface Anonymous {
  readonly kind: 'anonymous';
  readonly ip?: string;
}

export type Actor = Person | Pupil | SystemActor | Anonymous;

export const NOWHERE: Scope = { jurisdictions: [], schools: [], classes: [] };

/** The scope of a whole jurisdiction, for jobs that work through one bureau. */
export function wholeJurisdictions(...jurisdictions: number[]): Scope {
  return { jurisdictions, schools: 'all', classes: 'all' };
}

/**
 * Where may this actor do this action? The union of the scopes of the posts that grant it, so that a right held in one
 * school is never lent to another. Null: nowhere.
 */
export function scopeFor(actor: Actor, action: string): Scope | null {
  switch (actor.kind) {
    case 'system':
      return actor.scope;
    case 'pupil':
      return { jurisdictions: [actor.jurisdictionId], schools: [actor.schoolId], classes: [] };
    case 'anonymous':
      return null;
    case 'person': {
      const scopes = actor.posts.filter((grant) => grant.actions.has(action)).map((grant) => grant.scope);
      return scopes.length === 0 ? null : scopes.reduce(union);
    }
  }
}

export function mayDo(actor: Actor, action: string): boolean {
  return scopeFor(actor, action) !== null;
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
    case 'anonymous':
      return 'anonymous';
  }
}

function union(a: Scope, b: Scope): Scope {
  return {
    jurisdictions: [...new Set([...a.jurisdictions, ...b.jurisdictions])],
    schools: mergeLists(a.schools, b.schools),
    classes: mergeLists(a.classes, b.classes),
  };
}

function mergeLists(a: 'all' | readonly string[], b: 'all' | readonly string[]): 'all' | readonly string[] {
  return a === 'all' || b === 'all' ? 'all' : [...new Set([...a, ...b])];
}
