import { refuse, type Scope } from '@heliotrope/kernel';

export interface ImportPlace {
  readonly jurisdictionId: number;
  /** Set when the right ends at one school: the import then takes no row of another. */
  readonly schoolId: string | null;
}

/**
 * Where does this import go? To the bureau asked for, or the only one the importer has; a right held at one school keeps
 * the import to that school. @throws Refusal when there are several to choose from, or the one asked for is not his.
 */
export function importPlace(scopes: readonly Scope[], asked?: number): ImportPlace {
  const places = scopes.flatMap((scope) =>
    scope.jurisdictions.flatMap((jurisdictionId): ImportPlace[] =>
      scope.schools === 'all' ? [{ jurisdictionId, schoolId: null }] : scope.schools.map((schoolId) => ({ jurisdictionId, schoolId })),
    ),
  );
  const fitting = asked === undefined ? places : places.filter((place) => place.jurisdictionId === asked);
  const whole = fitting.find((place) => place.schoolId === null);
  if (asked !== undefined && whole) return whole;
  if (fitting.length === 0) throw refuse('organisation/bureau-absent');
  if (fitting.length > 1) throw refuse('organisation/jurisdiction-needed');
  return fitting[0]!;
}
