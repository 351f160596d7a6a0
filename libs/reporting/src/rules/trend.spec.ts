import { describe, expect, it } from '@jest/globals';
import { comparability, comparedInWords, type PastRound, trendBlocks } from './trend.js';

const score = (version: string, cells: readonly (number | null)[]) => ({
  instrument: 'phq-9', version, form: '情绪自评', score: 'total', name: '总分', place: 1, columns: ['轻', '重'], cuts: [10],
  whole: { cells, total: cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0) },
});
const round = (title: string, version: string, changes: Partial<PastRound> = {}): PastRound => ({
  title, progress: { eligible: 100, completed: 90, refused: 2, absent: 8, inProgress: 0, void: 0, notYet: 0 },
  forms: [{ instrument: 'phq-9', version, title: '情绪自评' }], levels: { columns: ['正常', '关注'], cells: [80, 10], total: 90 },
  scores: [score(version, [80, 10])], ...changes,
});
const names = (now: PastRound, past: PastRound[]) => trendBlocks(now, past).flatMap((block) => (block.kind === 'table' ? block.name : []));

describe('a trend', () => {
  it.each([
    ['1.0.0', 'same', '得分可以直接比较'],
    ['0.9.0', 'other-version', '不可直接比较'],
  ])('with last year’s version %s is %s', (version, is, words) => {
    const [now, then] = [round('今年', '1.0.0'), round('去年', version)];
    expect(comparability(now.forms, then.forms).map((one) => one.is)).toEqual([is]);
    expect(comparedInWords(now, then)[0]).toContain(words);
  });

  it('says of a form that only one of the two used that there is nothing to compare', () => {
    const [now, then] = [round('今年', '1.0.0'), round('去年', '1.0.0', { forms: [{ instrument: 'gad-7', version: '1.0.0', title: '紧张自评' }] })];
    expect(comparability(now.forms, then.forms).map((one) => one.is)).toEqual(['only-now', 'only-then']);
    for (const line of comparedInWords(now, then)) expect(line).toContain('无从比较');
  });

  it('lays scores side by side only where the version is the same, and levels wherever they have the same words', () => {
    expect(names(round('今年', '1.0.0'), [round('去年', '1.0.0')])).toEqual(['历次参测', '历次等级', '历次得分1']);
    expect(names(round('今年', '1.1.0'), [round('去年', '1.0.0')])).toEqual(['历次参测', '历次等级']);
    const threeLevels = round('去年', '1.0.0', { levels: { columns: ['绿', '红'], cells: [80, 10], total: 90 } });
    expect(names(round('今年', '1.0.0'), [threeLevels])).toEqual(['历次参测', '历次得分1']);
  });

  it('keeps hidden what was hidden, and gives a share beside every number that is shown', () => {
    const then = round('去年', '1.0.0', { levels: { columns: ['正常', '关注'], cells: [null, 10], total: 90 } });
    const table = trendBlocks(round('今年', '1.0.0'), [then]).find((block) => block.kind === 'table' && block.name === '历次等级');
    expect(table).toMatchObject({ rows: [['今年', '80（88.9%）', '10（11.1%）', 90], ['去年', null, '10（11.1%）', 90]] });
  });

  it('says so when there is no earlier round', () => {
    expect(trendBlocks(round('今年', '1.0.0'), [])).toEqual([{ kind: 'text', text: '此前没有可以比较的轮次。' }]);
  });
});
