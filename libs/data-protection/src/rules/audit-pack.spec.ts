import { describe, expect, it } from '@jest/globals';
import { schoolDay as day } from '@heliotrope/kernel';
import { filingWindow, type PackStage, packStage } from './audit-pack.js';

describe('the yearly audit', () => {
  it('is filed in the January after', () => expect(filingWindow(2026)).toEqual({ from: '2027-01-01', until: '2027-01-31' }));

  const rows: [today: string, stage: PackStage][] = [
    ['2025-12-31', 'not-begun'], ['2026-01-01', 'rehearsal'], ['2026-12-31', 'rehearsal'], ['2027-01-01', 'filing'], ['2027-01-31', 'filing'], ['2027-02-01', 'late'],
  ];
  it.each(rows)('of 2026 is on %s: %s', (today, stage) => expect(packStage(2026, day(today))).toBe(stage));
});
