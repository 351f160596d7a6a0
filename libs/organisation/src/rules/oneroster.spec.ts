import { describe, expect, it } from '@jest/globals';
import { CSV_COLUMNS, manifestLines, mayTellStudentNumber, SEARCHABLE } from './oneroster.js';
import { pagesAround, readFields, readFilter } from './oneroster-query.js';

const FIELDS = SEARCHABLE.users;

describe('a filter', () => {
  it.each([
    [`status='active'`, 'AND', [['status', '=', 'active']]],
    [`dateLastModified>'2026-09-01T00:00:00Z' AND status='tobedeleted'`, 'AND', [['dateLastModified', '>', '2026-09-01T00:00:00Z'], ['status', '=', 'tobedeleted']]],
    [`familyName~'张' OR givenName!='李 AND 王'`, 'OR', [['familyName', '~', '张'], ['givenName', '!=', '李 AND 王']]],
    [`primaryOrg.sourcedId = "x"`, 'AND', [['primaryOrg.sourcedId', '=', 'x']]],
  ])('%s is read', (text, join, terms) => {
    const filter = readFilter(text, FIELDS);
    expect([filter?.join, filter?.terms.map(({ field, operator, value }) => [field, operator, value])]).toEqual([join, terms]);
  });

  it.each([
    '', 'status', `password='x'`, `__proto__='x'`, `status='a' AND enabledUser='true' OR status='b'`, `status=active`, `dateLastModified>'yesterday'`,
    `dateLastModified~'2026'`, `enabledUser>'true'`, `enabledUser='yes'`, `status='a''; drop table x; --'`, `status='a' AND`,
  ])('%s is refused', (text) => expect(readFilter(text, FIELDS)).toBeNull());
});

describe('paging', () => {
  it.each([
    [0, 100, 250, { first: 0, next: 100, last: 200 }],
    [100, 100, 250, { first: 0, prev: 0, next: 200, last: 200 }],
    [200, 100, 250, { first: 0, prev: 100, last: 200 }],
    [0, 100, 100, { first: 0, last: 0 }],
    [0, 100, 0, { first: 0, last: 0 }],
    [50, 100, 120, { first: 0, prev: 0, last: 100 }],
  ])('from %d by %d of %d', (offset, limit, total, pages) => expect(pagesAround(offset, limit, total)).toEqual(pages));
});

describe('fields', () => {
  it('are those asked for', () => expect(readFields('sourcedId, status', ['sourcedId', 'status'])).toEqual({ wanted: ['sourcedId', 'status'], unknown: [] }));
  it('that do not exist are named', () => expect(readFields('sourcedId,secret', ['sourcedId']).unknown).toEqual(['secret']));
  it('are all when none is asked for', () => expect(readFields(undefined, [])).toEqual({ wanted: null, unknown: [] }));
});

describe('a package', () => {
  it('names every file in its manifest', () => {
    const lines = new Map(manifestLines(['orgs', 'users'], 'delta', { name: '向阳', code: '990101' }));
    expect([lines.get('oneroster.version'), lines.get('file.users'), lines.get('file.demographics'), lines.get('file.results')]).toEqual(['1.2', 'delta', 'absent', 'absent']);
    expect(lines.size).toBe(Object.keys(CSV_COLUMNS).length + 13 + 5);
  });
  it.each([['G110105201309041234', false], ['J990101201309040018', true], ['L990101201309041234', true]])('tells the student number %s: %s', (number, answer) =>
    expect(mayTellStudentNumber(number)).toBe(answer));
});
