import { describe, expect, it } from '@jest/globals';

import type { Text } from '../../locale/language.js';
import { levelChoice, levelLabel, type LevelWords } from './level-words.js';

const t: Text = (key) => key.replace('ui.level.', 'L');
const three: LevelWords = [
  { ordinal: 0, label: '正常' }, { ordinal: 1, label: '三级' }, { ordinal: 2, label: '二级' }, { ordinal: 3, label: '一级' }, { ordinal: 4, label: '一级' },
];

describe('the levels of a bureau in its own words', () => {
  it.each([[0, '正常'], [2, '二级'], [4, '一级']] as const)('%i is %s', (ordinal, label) => expect(levelLabel(three, ordinal)).toBe(label));

  it('tells apart, where one must be chosen, two that share a name', () => {
    expect(([0, 2, 3, 4] as const).map((ordinal) => levelChoice(t, three, ordinal))).toEqual(['正常', '二级', '一级（L3）', '一级（L4）']);
  });
});
