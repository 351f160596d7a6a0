import { describe, expect, it } from '@jest/globals';
import { actionsUnder, editsOf, groupsOf, isOpen, withCell, type Cell } from './matrix.js';
import type { Roles } from './roles.api.js';

const roles: Roles = {
  bureau: { id: 1, name: '县教育局' }, above: [], on: '2026-11-22', coming: [],
  actions: [
    { action: 'organisation.read-students', name: '查看学生名册' }, { action: 'organisation.edit-divisions', name: '维护区划' }, { action: 'screening.read-board', name: '查看进度' },
  ],
  rights: [
    { action: 'organisation.read-students', post: 'form-teacher', word: 'classes', bureauId: null },
    { action: 'organisation.edit-divisions', post: 'system-admin', word: 'organisation-and-below', bureauId: null },
    { action: 'screening.read-board', post: 'inspector', word: 'organisation', bureauId: 1 },
  ],
  own: [{ id: 'd', action: 'screening.read-board', post: 'inspector', word: 'organisation', validFrom: '2026-09-01' }],
};
const cell = (action: string, post: string): Cell => groupsOf(roles, {}).flatMap((group) => group.rows).flatMap((row) => row.cells).find((one) => one.action === action && one.post === post)!;

describe('the matrix', () => {
  it('stands under its domains, and only sound words can be chosen', () => {
    expect(groupsOf(roles, {}).map((group) => [group.domain, group.rows.length])).toEqual([['organisation', 2], ['screening', 1]]);
    expect(cell('organisation.read-students', 'form-teacher')).toMatchObject({ word: 'classes', words: ['organisation', 'classes'], mayTake: true });
    expect([isOpen(cell('organisation.edit-divisions', 'system-admin')), isOpen(cell('organisation.read-students', 'audit-admin')), isOpen(cell('organisation.read-students', 'county-officer'))]).toEqual([false, false, false]);
    expect(isOpen(cell('screening.read-board', 'researcher'))).toBe(true);
  });

  it('a draft holds what differs, and forgets a cell that says again what stands', () => {
    const board = cell('screening.read-board', 'inspector');
    const draft = withCell({}, board, 'none');
    expect(editsOf(draft)).toEqual([{ action: 'screening.read-board', post: 'inspector', word: 'none' }]);
    expect([withCell(draft, board, 'organisation'), withCell(draft, board, null)]).toEqual([{}, {}]);
    expect(Object.values(withCell({}, board, 'inherit'))).toEqual(['inherit']);
    expect(withCell({}, cell('organisation.read-students', 'form-teacher'), 'inherit')).toEqual({});
  });

  it('a post is previewed as the draft would leave it', () => {
    const draft = withCell(withCell({}, cell('screening.read-board', 'inspector'), 'none'), cell('organisation.read-students', 'grade-head'), 'organisation');
    expect(actionsUnder(roles, draft, 'inspector')).toEqual([]);
    expect(actionsUnder(roles, draft, 'grade-head')).toEqual([{ action: 'organisation.read-students', name: '查看学生名册', word: 'organisation' }]);
  });
});
