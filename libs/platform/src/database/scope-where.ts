import type { Scope } from '@heliotrope/kernel';

export interface ScopeColumns {
  readonly jurisdiction: string;
  /** Left out when the table lies above the schools: then a scope narrowed to schools does not reach it. */
  readonly school?: string;
  readonly class?: string;
  /** The account to which a row belongs. Left out: a scope narrowed to one's own things does not reach this table. */
  readonly own?: string;
  /**
   * The accounts to which a row is assigned, as what may stand in the brackets of `in (…)`: columns or a sub-select.
   * Left out: a scope narrowed to assigned cases does not reach this table.
   */
  readonly assigned?: string;
}

/**
 * The second wall: the viewer's scopes as the text of a WHERE condition; the values are appended to `params`.
 * It is the SQL twin of the kernel's `isWithin`; a property test holds the two together. No scope, no rows.
 */
export function scopeWhere(scopes: readonly Scope[], columns: ScopeColumns, params: unknown[]): string {
  return conditionOf(scopes, columns, (value, type) => `$${params.push(value)}::${type}`);
}

/** The same condition for a query builder, with named parameters: `qb.andWhere(...scopeCondition(tx.scopes, {…}))`. */
export function scopeCondition(scopes: readonly Scope[], columns: ScopeColumns): [text: string, parameters: Record<string, unknown>] {
  const parameters: Record<string, unknown> = {};
  const text = conditionOf(scopes, columns, (value, type) => {
    const name = `scope${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `cast(:${name} as ${type})`;
  });
  return [text, parameters];
}

function conditionOf(scopes: readonly Scope[], columns: ScopeColumns, bind: (value: unknown, type: string) => string): string {
  const one = (scope: Scope): string => {
    const parts = [`${columns.jurisdiction} = any(${bind([...scope.jurisdictions], 'int[]')})`];
    const narrow = (list: 'all' | readonly string[], column: string | undefined): void => {
      if (list === 'all') return;
      parts.push(column === undefined || list.length === 0 ? 'false' : `${column} = any(${bind([...list], 'uuid[]')})`);
    };
    narrow(scope.schools, columns.school);
    narrow(scope.classes, columns.class);
    const personal = (account: string | undefined, accounts: string | undefined): void => {
      if (account === undefined) return;
      parts.push(accounts === undefined ? 'false' : `${bind(account, 'uuid')} in (${accounts})`);
    };
    personal(scope.own, columns.own);
    personal(scope.assigned, columns.assigned);
    return `(${parts.join(' and ')})`;
  };
  return scopes.length === 0 ? 'false' : `(${scopes.map(one).join(' or ')})`;
}
