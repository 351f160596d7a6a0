import type { BatteryEntry } from '../rules/battery.js';
import type { RoundForSheet } from '../rules/round.js';

/** An open round of October 2026; change what the test is about. */
export function aRound(changes: Partial<RoundForSheet> = {}): RoundForSheet {
  return { state: 'open', opensAt: new Date('2026-10-12T00:00:00Z'), closesAt: new Date('2026-10-24T10:00:00Z'), ...changes };
}

/** The usual battery: the demonstration check for the upper primary grades, PHQ-9 and GAD-7 above. */
export function aBattery(): BatteryEntry[] {
  return [
    { instrument: 'heliotrope-care-20', version: '1.0.0', grades: { from: 4, to: 6 } },
    { instrument: 'phq-9', version: '1.0.0', grades: { from: 7, to: 12 } },
    { instrument: 'gad-7', version: '1.0.0', grades: { from: 7, to: 12 } },
  ];
}
