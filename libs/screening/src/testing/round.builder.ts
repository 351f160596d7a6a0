import type { BatteryEntry } from '../rules/battery.js';
import type { RoundForSheet } from '../rules/round.js';
import { presentVersion } from './instrument.builder.js';

/** An open round of October 2026; change what the test is about. */
export function aRound(changes: Partial<RoundForSheet> = {}): RoundForSheet {
  return { state: 'open', opensAt: new Date('2026-10-12T00:00:00Z'), closesAt: new Date('2026-10-24T10:00:00Z'), ...changes };
}

/** The usual battery: the demonstration check for the upper primary grades, PHQ-9 and GAD-7 above. */
export function aBattery(): BatteryEntry[] {
  const entry = (instrument: string, from: number, to: number) => ({ instrument, version: presentVersion(instrument), grades: { from, to } });
  return [entry('heliotrope-care-20', 4, 6), entry('phq-9', 7, 12), entry('gad-7', 7, 12)];
}
