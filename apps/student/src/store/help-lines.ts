import { shallowRef } from 'vue';
import type { HelpLine } from './server.js';

const PLACE = 'heliotrope.help-lines';

/** Shown before any server was reached: the national line since 2025-05-01, police and ambulance. */
const BUILT_IN: readonly HelpLine[] = [
  { name: '心理援助热线', phone: '12356' },
  { name: '报警', phone: '110' },
  { name: '急救', phone: '120' },
];

function remembered(): readonly HelpLine[] {
  try {
    const lines = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as readonly HelpLine[] | null;
    return lines?.length ? lines : BUILT_IN;
  } catch {
    return BUILT_IN;
  }
}

export const helpLines = shallowRef(remembered());

/** A region's lines are public and stay on the device, so that they are there without a network too. */
export function learnHelpLines(lines: readonly HelpLine[]): void {
  if (!lines.length) return;
  const known = new Set(lines.map((line) => line.phone));
  helpLines.value = [...lines, ...BUILT_IN.filter((line) => line.phone !== '12356' && !known.has(line.phone))];
  try {
    localStorage.setItem(PLACE, JSON.stringify(helpLines.value));
  } catch {
    // Then the built-in lines are shown next time.
  }
}
