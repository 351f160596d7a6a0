import { ORDINALS, type Ordinal } from '@heliotrope/kernel';
import { describe, expect, it } from '@jest/globals';
import { faultsOfScale, ordinalsOf, severityLevel, type SeverityLevel, type SeverityScale } from './index.js';

const level = (label: string, ...ordinals: Ordinal[]): SeverityLevel => ({ label, ordinals, colour: 'grey', shape: 'circle' });
const three: SeverityScale = { numbering: 'worst-first', levels: [level('正常', 0), level('三级', 1), level('二级', 2), level('一级', 3, 4)] };
const upward: SeverityScale = { numbering: 'mildest-first', levels: [level('无', 0), level('第一类', 1, 2), level('第二类', 3), level('第三类', 4)] };

describe('the levels of a bureau', () => {
  it.each<[SeverityScale, Ordinal, string, string]>([
    [three, 3, '一级', 'worst is the first'], [three, 4, '一级', 'acute shares its label: the flag is told apart'],
    [upward, 4, '第三类', 'worst is the third'], [upward, 1, '第一类', 'the first is the mildest'],
  ])('name an ordinal: %#', (scale, ordinal, label) => expect(severityLevel(scale, ordinal).label).toBe(label));

  it('lead back from the label to the ordinals', () => {
    expect(ordinalsOf(three, '一级')).toEqual([3, 4]);
    expect(ordinalsOf(three, '第一类')).toEqual([]);
    for (const ordinal of ORDINALS) expect(ordinalsOf(upward, severityLevel(upward, ordinal).label)).toContain(ordinal);
  });
});

describe('a scale is refused', () => {
  it.each([
    ['when an ordinal has no level', [level('a', 0), level('b', 1, 2, 3)], 'ordinal 4 belongs to 0 levels'],
    ['when an ordinal has two', [level('a', 0, 1), level('b', 1, 2, 3, 4)], 'ordinal 1 belongs to 2 levels'],
    ['when a worse state reads as a milder one', [level('a', 0, 1, 3), level('b', 2, 4)], 'from the mildest to the worst'],
    ['when two levels have one label', [level('a', 0, 1), level('a', 2, 3, 4)], 'same label'],
  ])('%s', (_, levels, fault) => expect(faultsOfScale(levels).join('; ')).toContain(fault));
  it('and accepted when every ordinal has its one level', () => expect(faultsOfScale(three.levels)).toEqual([]));
});
