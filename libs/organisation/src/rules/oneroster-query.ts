import type { FieldType } from './oneroster.js';

/*
 * What does a OneRoster query ask? Source: OneRoster 1.2 REST binding §3.4 (filter, sort, fields, paging):
 * `filter=dateLastModified>'2026-09-01' AND status='active'`. Between conditions stand AND or OR, one of the two.
 */

export type FilterOperator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';

export interface FilterTerm {
  readonly field: string;
  readonly type: FieldType;
  readonly operator: FilterOperator;
  readonly value: string;
}

export interface Filter {
  readonly join: 'AND' | 'OR';
  readonly terms: readonly FilterTerm[];
}

export const PAGE_LIMITS = { usual: 100, most: 1000, terms: 10 } as const;

const TERM = /^([A-Za-z][A-Za-z.]*)\s*(!=|>=|<=|=|>|<|~)\s*(?:'([^']*)'|"([^"]*)")$/;

/** Reads a filter over these fields; null when it cannot be read, names another field or compares what cannot be compared. */
export function readFilter(text: string, fields: Readonly<Record<string, FieldType>>): Filter | null {
  const pieces = text.trim().split(/\s+(AND|OR)\s+(?=[A-Za-z])/);
  const joins = new Set(pieces.filter((_, n) => n % 2 === 1));
  const terms = pieces.filter((_, n) => n % 2 === 0).map((piece) => readTerm(piece, fields));
  if (joins.size > 1 || terms.length > PAGE_LIMITS.terms || terms.some((term) => term === null)) return null;
  return { join: joins.has('OR') ? 'OR' : 'AND', terms: terms as FilterTerm[] };
}

function readTerm(text: string, fields: Readonly<Record<string, FieldType>>): FilterTerm | null {
  const found = TERM.exec(text.trim());
  const field = found?.[1] ?? '';
  const type = Object.hasOwn(fields, field) ? fields[field]! : null;
  if (!found || type === null) return null;
  const operator = found[2] as FilterOperator;
  const value = found[3] ?? found[4] ?? '';
  return fits(type, operator, value) ? { field, type, operator, value } : null;
}

function fits(type: FieldType, operator: FilterOperator, value: string): boolean {
  if (value.length > 200 || value.includes('\0')) return false;
  switch (type) {
    case 'text':
      return true;
    case 'flag':
      return (operator === '=' || operator === '!=') && (value === 'true' || value === 'false');
    case 'day':
      return operator !== '~' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'time':
      return operator !== '~' && /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value) && !Number.isNaN(Date.parse(value));
  }
}

/** The fields asked for by `fields=a,b`; null when none was asked for. `unknown` names those that the record has not. */
export function readFields(text: string | undefined, known: readonly string[]): { readonly wanted: readonly string[] | null; readonly unknown: readonly string[] } {
  if (text === undefined || text.trim() === '') return { wanted: null, unknown: [] };
  const wanted = [...new Set(text.split(',').map((name) => name.trim()))];
  return { wanted, unknown: wanted.filter((name) => !known.includes(name)) };
}

/** Which pages does the `Link` header name from here? */
export function pagesAround(offset: number, limit: number, total: number): Readonly<Partial<Record<'first' | 'prev' | 'next' | 'last', number>>> {
  const last = total === 0 ? 0 : Math.floor((total - 1) / limit) * limit;
  return {
    first: 0, last,
    ...(offset > 0 ? { prev: Math.max(0, offset - limit) } : {}),
    ...(offset + limit < total ? { next: offset + limit } : {}),
  };
}
