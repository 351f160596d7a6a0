import type { SchoolDay } from '@heliotrope/kernel';
import { applicable } from './applicable.js';
import type { HelpLine } from './help-line.js';
import type { PolicyValue } from './policy-value.js';

/**
 * Which lines does a pupil of this place see? Here the most local does not win: every line in force is shown, the
 * nearest first, and a number that several tiers name is shown once, with the nearest tier's hours.
 */
export function helpLinesFor(values: readonly PolicyValue[], regions: readonly number[], on: SchoolDay): readonly HelpLine[] {
  const found = applicable(values, { key: 'help.lines', regions, on }).all as readonly PolicyValue<readonly HelpLine[]>[];
  const byPhone = new Map<string, HelpLine>();
  const nearestFirst = [...found].sort((a, b) => regions.indexOf(a.region) - regions.indexOf(b.region));
  for (const line of nearestFirst.flatMap((value) => value.value)) {
    if (!byPhone.has(line.phone)) byPhone.set(line.phone, line);
  }
  return [...byPhone.values()];
}
