import { describe, expect, it } from '@jest/globals';
import { schoolDay as day } from '@heliotrope/kernel';
import { type CategoryDecision, categoryFault, withDecisions } from './focus.js';

const papers = [{ code: 'poor', name: '贫困' }, { code: 'left-behind', name: '留守' }];
const decided = (code: string, name: string, fromOn: string, isClosed = false): CategoryDecision => ({ code, name, fromOn: day(fromOn), isClosed });
const words = (decisions: readonly CategoryDecision[], on: string) => withDecisions(papers, decisions, day(on)).map((one) => one.name);

describe('a bureau’s list', () => {
  const life = [
    decided('poor', '家庭经济困难', '2026-10-01'), decided('poor', '家庭经济困难', '2026-12-01', true), decided('poor', '特困', '2027-03-01'),
    decided('own-1', '孤儿', '2026-10-05'),
  ];
  it.each<[string, readonly CategoryDecision[], string, string[]]>([
    ['is the papers’ where nothing is decided', [], '2026-10-01', ['贫困', '留守']],
    ['does not change before the day', life, '2026-09-30', ['贫困', '留守']],
    ['has the bureau’s word from the day on', life, '2026-10-01', ['家庭经济困难', '留守']],
    ['has its own categories at the end', life, '2026-10-05', ['家庭经济困难', '留守', '孤儿']],
    ['loses a closed one on the day', life, '2026-12-01', ['留守', '孤儿']],
    ['has one that was closed and taken up again', life, '2027-03-01', ['特困', '留守', '孤儿']],
    ['reads the same in whatever order the decisions lie', [...life].reverse(), '2027-03-01', ['特困', '留守', '孤儿']],
  ])('%s', (_, decisions, on, expected) => expect(words(decisions, on)).toEqual(expected));
});

describe('the name of a category', () => {
  it.each<[string, string, string | undefined]>([
    ['孤儿', '2026-10-12', undefined], ['孤儿', '2026-10-11', 'past'], ['孤儿', '2027-10-13', undefined], ['孤儿', '2027-10-14', 'too-far'],
    ['孤', '2026-10-12', 'name'], ['孤儿、弃婴', '2026-10-12', 'name'], ['孤儿 弃婴', '2026-10-12', 'name'], ['orphan', '2026-10-12', 'name'],
    ['一二三四五六七八九十一二三四五六七八九十', '2026-10-12', undefined], ['一二三四五六七八九十一二三四五六七八九十一', '2026-10-12', 'name'],
    ['留守', '2026-10-12', 'name-taken'],
  ])('%s from %s: %s', (name, from, fault) => expect(categoryFault({ code: 'own-1', name, fromOn: day(from) }, papers, day('2026-10-12'))).toBe(fault));

  it('may be its own again', () => {
    expect(categoryFault({ code: 'poor', name: '贫困', fromOn: day('2026-10-12') }, papers, day('2026-10-12'))).toBeUndefined();
  });
});
