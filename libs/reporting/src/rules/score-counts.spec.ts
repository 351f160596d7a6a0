import { describe, expect, it } from '@jest/globals';
import { shipped, shippedLibrary } from '@heliotrope/screening/testing';
import { countedScores } from './score-counts.js';

describe('the ranges a score is counted in', () => {
  it('are its published bands', () => {
    expect(countedScores(shipped('phq-9').definition)).toEqual([
      expect.objectContaining({ name: '总分', place: 1, columns: ['没有或极轻', '轻度', '中度', '中重度', '重度'], cuts: [5, 10, 15, 20] }),
    ]);
  });

  it('are what lies below and above its published cut where it has no bands', () => {
    expect(countedScores(shipped('ces-d').definition)).toEqual([expect.objectContaining({ columns: ['24 分以下', '24 分及以上'], cuts: [24] })]);
  });

  it('are those of every sub-scale, and none for a lie scale or a score without bands and cuts', () => {
    const mht = countedScores(shipped('mht').definition);
    expect(mht.map(({ score }) => score)).toEqual(['learning-anxiety', 'social-anxiety', 'loneliness', 'self-blame', 'sensitivity', 'somatic', 'phobia', 'impulsivity', 'total']);
    expect(countedScores(shipped('rses').definition)).toEqual([]);
  });

  it('have rising cuts, one fewer than columns, for every shipped form', () => {
    for (const { definition } of shippedLibrary().all()) {
      for (const { columns, cuts } of countedScores(definition)) {
        expect(cuts.length).toBe(columns.length - 1);
        expect([...cuts].sort((a, b) => a - b)).toEqual(cuts);
      }
    }
  });
});
